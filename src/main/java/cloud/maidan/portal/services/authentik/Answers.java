package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.services.authentik.AuthentikClient.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Authentik said about one account, before it is put into words. A part that our account may not see is empty. */
record Answers(
        Optional<JsonNode> settings,
        Optional<Part> sessions,
        Optional<Part> consents,
        Optional<Part> devices,
        Optional<Part> connections,
        Optional<Page> notifications,
        Optional<Part> reputation,
        Optional<Part> applications,
        Optional<Spell> done,
        Optional<Page> signIns,
        Optional<Page> allowed,
        Optional<Spell> changes,
        Optional<Spell> failed) {

    /** Of each short list, and of applications, which cannot be counted without being read. */
    private static final int MOST_PAGES = 3;

    private static final Duration WITHIN = Duration.ofSeconds(10);

    /** Events of one kind: how many, from when to when. @param count null when names make it uncertain whose they are */
    record Spell(
            @Nullable Long count,
            @Nullable Instant oldest,
            @Nullable Instant newest) {}

    /** Asks side by side. */
    static Answers about(Account account, AuthentikClient authentik) {
        try (SideBySide asking = new SideBySide(AuthentikClient.ID, WITHIN)) {
            Listing done = Listing.doneBy(account);
            Optional<Listing> failed = Listing.failedAs(account);
            var settings = asking.ask(() -> seen(authentik::settings));
            var sessions = list(authentik, asking, Listing.sessions(account));
            var consents = list(authentik, asking, Listing.consents(account));
            var devices = asking.ask(() -> seen(() -> new Part(authentik.devices(account.pk()), true)));
            var connections = list(authentik, asking, Listing.connections(account));
            var notifications = asking.ask(() -> seen(() -> authentik.first(Listing.notifications(account))));
            var reputation = list(authentik, asking, Listing.reputation(account));
            var applications = list(authentik, asking, Listing.applications(account));
            var activity = asking.ask(() -> seen(() -> spell(authentik, done)));
            var signIns = asking.ask(() -> seen(() -> authentik.first(done.with("action", "login"))));
            var allowed = asking.ask(() -> seen(() -> authentik.first(done.with("action", "authorize_application"))));
            var changes = asking.ask(() -> seen(() -> spell(authentik, Listing.doneTo(account))));
            var failures = asking.ask(() -> failed.flatMap(listing -> seen(() -> spell(authentik, listing))));
            return new Answers(
                    settings.get(),
                    sessions.get(),
                    consents.get(),
                    devices.get(),
                    connections.get(),
                    notifications.get(),
                    reputation.get(),
                    applications.get(),
                    activity.get(),
                    signIns.get(),
                    allowed.get(),
                    changes.get(),
                    failures.get());
        }
    }

    private static Supplier<Optional<Part>> list(AuthentikClient authentik, SideBySide asking, Listing listing) {
        return asking.ask(() -> seen(() -> authentik.part(listing, MOST_PAGES)));
    }

    /** The oldest says whether the name was always this account's. */
    private static Spell spell(AuthentikClient authentik, Listing listing) {
        Page oldest = authentik.first(listing);
        if (oldest.items().isEmpty()) {
            return new Spell(0L, null, null);
        }
        Page newest = authentik.first(listing.newestFirst());
        boolean own = !oldest.of(listing).isEmpty() && !newest.of(listing).isEmpty();
        return new Spell(
                own ? newest.count() : null,
                own ? AuthentikClient.time(oldest.items().getFirst(), "created") : null,
                newest.of(listing).stream()
                        .findFirst()
                        .map(event -> AuthentikClient.time(event, "created"))
                        .orElse(null));
    }

    private static <T> Optional<T> seen(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (NotAllowed notAllowed) {
            return Optional.empty();
        }
    }
}
