package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.authentik.Answers.Spell;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.services.authentik.AuthentikClient.Part;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Authentik holds about one account: short lists are read, events are counted by their totals. */
class AuthentikView {

    private final AuthentikClient authentik;
    private final AuthentikProperties properties;
    private final Account account;
    private final List<Category> categories = new ArrayList<>();
    private final List<Text> hidden = new ArrayList<>();

    AuthentikView(AuthentikClient authentik, AuthentikProperties properties, Account account) {
        this.authentik = authentik;
        this.properties = properties;
        this.account = account;
    }

    DataSummary summary() {
        Answers answers = Answers.about(account, authentik);
        profile();
        timed("sessions", answers.sessions(), "last_used", null);
        timed("consents", answers.consents(), "", null);
        timed(
                "devices",
                answers.devices(),
                "created",
                answers.devices().flatMap(AuthentikView::kinds).orElse(null));
        timed("connections", answers.connections(), "created", null);
        spell("activity", answers.done(), activity(answers));
        spell("changes", answers.changes(), null);
        spell("failed-sign-ins", answers.failed(), null);
        add("notifications", answers.notifications().map(Page::count).orElse(null), null, null, null);
        timed("reputation", answers.reputation(), "updated", null);
        categories.add(category("tokens", null, null, null, null));
        hidden.add(Text.of("authentik.hidden.tokens"));
        return new DataSummary(
                headline(answers), remarks(answers), kept(answers), hidden, reach(answers), properties.settings());
    }

    private void profile() {
        categories.add(category("profile", 1L, account.joined(), account.changed(), null));
        add("groups", (long) account.json().path("groups_obj").size(), null, null, groups());
    }

    private @Nullable Text groups() {
        String names = account.json()
                .path("groups_obj")
                .valueStream()
                .map(group -> group.path("name").asString(""))
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? null : Text.of("authentik.groups.detail", names);
    }

    private static Optional<Text> kinds(Part devices) {
        Map<String, Long> kinds = devices.items().stream()
                .collect(Collectors.groupingBy(
                        device -> device.path("verbose_name").asString("?"), TreeMap::new, Collectors.counting()));
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of(
                        "authentik.devices.detail",
                        kinds.entrySet().stream()
                                .map(kind -> kind.getKey() + (kind.getValue() > 1 ? " × " + kind.getValue() : ""))
                                .collect(Collectors.joining(", "))));
    }

    private static @Nullable Text activity(Answers answers) {
        if (answers.signIns().isEmpty()
                || answers.allowed().isEmpty()
                || answers.done().isEmpty()) {
            return null;
        }
        return answers.done().get().count() == null
                ? Text.of("authentik.activity.names")
                : Text.of(
                        "authentik.activity.detail",
                        answers.signIns().get().count(),
                        answers.allowed().get().count());
    }

    private static Text headline(Answers answers) {
        Optional<Long> sessions = count(answers.sessions());
        Optional<Long> consents = count(answers.consents());
        Optional<Long> devices = count(answers.devices());
        return sessions.isEmpty() || consents.isEmpty() || devices.isEmpty()
                ? Text.of("authentik.headline.partly")
                : Text.of("authentik.headline", sessions.get(), consents.get(), devices.get());
    }

    /** Unknown when it may not be seen, or was not read to its end. */
    private static Optional<Long> count(Optional<Part> part) {
        return part.filter(Part::whole).map(whole -> (long) whole.items().size());
    }

    private List<Text> remarks(Answers answers) {
        List<Text> remarks = new ArrayList<>();
        if (!account.active()) {
            remarks.add(Text.of("authentik.remark.closed"));
        }
        if (account.superuser()) {
            remarks.add(Text.of("authentik.remark.superuser"));
        }
        answers.settings()
                .filter(settings -> !settings.path("gdpr_compliance").asBoolean(true))
                .ifPresent(settings -> remarks.add(Text.of("authentik.remark.events-stay")));
        return remarks;
    }

    private List<Text> reach(Answers answers) {
        List<Text> reach = new ArrayList<>();
        answers.applications()
                .filter(applications -> !applications.items().isEmpty())
                .ifPresent(applications -> reach.add(
                        Text.of("authentik.reach.applications" + (applications.whole() ? "" : ".at-least"), (long)
                                applications.items().size())));
        if (account.json().path("avatar").asString("").contains("gravatar.com")) {
            reach.add(Text.of("authentik.reach.gravatar"));
        }
        return reach;
    }

    /** Events go when Authentik's own setting says so, where we may read it. */
    private List<Category> kept(Answers answers) {
        Optional<Long> days = answers.settings()
                .flatMap(settings ->
                        Durations.days(settings.path("event_retention").asString("")));
        return categories.stream()
                .map(category -> category.retention().key().equals("authentik.events.retention")
                        ? with(category, days.map(known -> Text.of("authentik.events.retention.known", known)))
                        : category)
                .toList();
    }

    private static Category with(Category old, Optional<Text> retention) {
        return new Category(
                old.id(),
                old.title(),
                old.detail(),
                old.count(),
                old.bytes(),
                old.oldest(),
                old.newest(),
                old.purpose(),
                old.basis(),
                retention.orElse(old.retention()),
                old.visibleTo(),
                old.sealed(),
                old.changeAt());
    }

    private void spell(String id, Optional<Spell> spell, @Nullable Text detail) {
        add(
                id,
                spell.map(Spell::count).orElse(null),
                spell.map(Spell::oldest).orElse(null),
                spell.map(Spell::newest).orElse(null),
                detail);
        missed(id, spell);
    }

    private void timed(String id, Optional<Part> items, String time, @Nullable Text detail) {
        List<Instant> times = items.stream()
                .flatMap(part -> part.items().stream())
                .map(item -> AuthentikClient.time(item, time))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        add(
                id,
                count(items).orElse(null),
                times.isEmpty() ? null : times.getFirst(),
                times.isEmpty() ? null : times.getLast(),
                detail);
        missed(id, items);
    }

    private void missed(String id, Optional<?> answer) {
        if (answer.isEmpty()
                && !(id.equals("failed-sign-ins") && Listing.failedAs(account).isEmpty())) {
            hidden.add(Text.of("authentik.hidden." + id));
        }
    }

    private void add(
            String id,
            @Nullable Long count,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail) {
        categories.add(category(id, count, oldest, newest, detail));
    }

    private Category category(
            String id,
            @Nullable Long count,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail) {
        String key = "authentik." + id;
        return new Category(
                id,
                Text.of(key),
                detail,
                count,
                null,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                securityOf(id) ? LegalBasis.LEGITIMATE_INTERESTS : LegalBasis.CONTRACT,
                Text.of(isEvents(id) ? "authentik.events.retention" : key + ".retention"),
                Text.of(key + ".visible"),
                false,
                isEvents(id) || id.equals("reputation") || id.equals("groups") ? null : properties.settings());
    }

    private static boolean isEvents(String id) {
        return switch (id) {
            case "activity", "changes", "failed-sign-ins" -> true;
            default -> false;
        };
    }

    private static boolean securityOf(String id) {
        return isEvents(id) || id.equals("reputation") || id.equals("sessions");
    }
}
