package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How long Authentik keeps its events. Its own setting counts for events from then on only, since each is made with its
 * end; what is there already the portal deletes one by one.
 */
final class AuthentikRetention implements Retention {

    private static final String NEW_EVENTS = "new-events";
    private static final List<Kind> KINDS = List.of(
            kind("events", new Swept()).within("events").heldAs("event").suggesting(Period.ofDays(90)),
            kind(NEW_EVENTS, new Live()).suggesting(Period.ofDays(90)),
            kind("reputation", new Unbounded(Text.of("authentik.retention.reputation.gap"))));

    private final AuthentikClient authentik;

    AuthentikRetention(AuthentikClient authentik) {
        this.authentik = authentik;
    }

    private static Kind kind(String id, Means means) {
        return Kind.of("authentik", id, LegalBasis.LEGITIMATE_INTERESTS, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    @Override
    public Found found(String kind) {
        return Durations.days(authentik.settings().path("event_retention").asString(""))
                .<Found>map(days -> new Found.Kept(Period.ofDays(Math.toIntExact(days))))
                .orElseGet(Found.Unsaid::new);
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        return Applied.set(() -> differing(kind, days, Text.of("authentik.retention.not-taken")), turn, () -> {
            authentik.change("event_retention", "days=" + days);
            return Optional.empty();
        });
    }

    /** Oldest first; a list that became shorter than the page has no more. */
    @Override
    public AgedPage aged(String kind, Instant before, Cursor from) {
        int number = from.atStart() ? 1 : Integer.parseInt(from.value());
        Optional<Page> page = authentik.events(number);
        if (page.isEmpty()) {
            return AgedPage.NOTHING;
        }
        List<Aged> aged = page.get().items().stream()
                .filter(event -> created(event).isBefore(before))
                .map(AuthentikRetention::aged)
                .toList();
        boolean more = aged.size() == page.get().items().size();
        return new AgedPage(aged, page.get().next().filter(next -> more).map(next -> new Cursor(next.toString())));
    }

    private static Aged aged(JsonNode event) {
        JsonNode user = event.path("user").path("pk");
        return new Aged(
                event.path("pk").asString(""),
                "",
                user.isNumber() ? Long.toString(user.asLong()) : null,
                event.toString().length(),
                created(event));
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        long all = authentik.events(1).map(Page::count).orElse(0L);
        long aged = 0;
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AgedPage page = aged(kind, before, next.get());
            aged += page.items().size();
            next = page.next();
        }
        return Math.max(0, all - aged);
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        for (Aged event : items) {
            turn.stillMine();
            authentik.removeEvent(event.id());
        }
    }

    /** Without a readable time it was made just now, and stays. */
    private static Instant created(JsonNode event) {
        return Objects.requireNonNullElse(AuthentikClient.time(event, "created"), Instant.MAX);
    }
}
