package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.members.ProviderSessions;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Authentik's sessions, consents, second factors and applications of a member. Only what is found as theirs is ended. */
@Component
class AuthentikSessions implements ProviderSessions {

    private static final int MOST_PAGES = 2;

    private final AuthentikClient authentik;

    AuthentikSessions(AuthentikClient authentik) {
        this.authentik = authentik;
    }

    @Override
    public boolean configured() {
        return authentik.configured();
    }

    @Override
    public Held of(Member member, Duration within) {
        try (SideBySide asking = new SideBySide(AuthentikClient.ID, within)) {
            Optional<Account> found = asking.ask(() -> account(member)).get();
            if (found.isEmpty()) {
                return new Held(none(), none(), none(), none());
            }
            Account account = found.get();
            var sessions = asking.ask(() -> authentik.part(Listing.sessions(account), MOST_PAGES));
            var consents = asking.ask(() -> authentik.part(Listing.consents(account), MOST_PAGES));
            var factors = asking.ask(() -> new AuthentikClient.Part(authentik.devices(account.pk()), true));
            var doors = asking.ask(() -> authentik.part(Listing.applications(account), MOST_PAGES));
            return new Held(
                    part(sessions, AuthentikSessions::session),
                    part(consents, AuthentikSessions::consent),
                    part(factors, AuthentikSessions::factor),
                    part(doors, AuthentikSessions::door));
        } catch (ServiceFault fault) {
            return new Held(silent(fault), silent(fault), silent(fault), silent(fault));
        }
    }

    @Override
    public Ending end(Member member, Kind kind, String id) {
        try {
            boolean ended = account(member)
                    .map(account -> switch (kind) {
                        case SESSION ->
                            owned(authentik.part(Listing.sessions(account), Integer.MAX_VALUE), "uuid", id)
                                    && authentik.endSession(id);
                        case CONSENT ->
                            owned(authentik.part(Listing.consents(account), Integer.MAX_VALUE), "pk", id)
                                    && authentik.withdrawConsent(id);
                        case FACTOR -> removed(account, id);
                    })
                    .orElse(false);
            return ended ? new Ending.Ended() : new Ending.NotThere();
        } catch (ServiceFault fault) {
            return new Ending.Failed(why(fault));
        }
    }

    private boolean removed(Account account, String id) {
        return authentik.devices(account.pk()).stream()
                .filter(device -> id(device).equals(id))
                .findFirst()
                .flatMap(device -> DeviceKind.of(device)
                        .map(kind ->
                                authentik.removeDevice(kind, device.path("pk").asString(""))))
                .orElse(false);
    }

    private static boolean owned(AuthentikClient.Part part, String key, String id) {
        Predicate<JsonNode> same = item -> item.path(key).asString("").equals(id);
        return part.items().stream().anyMatch(same);
    }

    private Optional<Account> account(Member member) {
        return authentik.account(Account.uuidOf(member));
    }

    private static <T> Part<T> part(Supplier<AuthentikClient.Part> answer, Function<JsonNode, T> line) {
        try {
            AuthentikClient.Part part = answer.get();
            return new Part.Known<>(part.items().stream().map(line).toList(), part.whole());
        } catch (ServiceFault fault) {
            return silent(fault);
        }
    }

    private static <T> Part<T> none() {
        return new Part.Known<>(List.of(), true);
    }

    private static <T> Part<T> silent(ServiceFault fault) {
        return new Part.Silent<>(why(fault));
    }

    private static Text why(ServiceFault fault) {
        return fault instanceof NotAllowed
                ? Text.of("authentik.not-allowed")
                : fault.fault().said();
    }

    private static Session session(JsonNode item) {
        return new Session(
                item.path("uuid").asString(""),
                item.path("last_user_agent").asString(""),
                item.path("last_ip").asString(""),
                item.path("geo_ip").path("city").stringValueOpt().filter(city -> !city.isBlank()),
                AuthentikClient.time(item, "last_used"),
                AuthentikClient.time(item, "expires"));
    }

    private static Consent consent(JsonNode item) {
        return new Consent(
                item.path("pk").asString(""),
                item.path("application").path("name").asString(""),
                item.path("permissions").asString(""),
                AuthentikClient.time(item, "expires"));
    }

    private static Factor factor(JsonNode item) {
        return new Factor(
                id(item),
                item.path("verbose_name").asString(""),
                item.path("name").asString(""),
                AuthentikClient.time(item, "created"),
                AuthentikClient.time(item, "last_used"),
                DeviceKind.of(item).isPresent());
    }

    /** Numbers are one kind's own: two kinds may have the same. */
    private static String id(JsonNode device) {
        return DeviceKind.of(device).map(DeviceKind::path).orElse("other") + "-"
                + device.path("pk").asString("");
    }

    /** Anything but a web address is not made into a link. */
    private static Door door(JsonNode item) {
        return new Door(
                item.path("name").asString(""),
                item.path("launch_url")
                        .stringValueOpt()
                        .filter(address -> address.startsWith("https://") || address.startsWith("http://"))
                        .orElse(null));
    }
}
