package cloud.maidan.portal.connections;

import cloud.maidan.portal.connections.Check.Standing;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Replaces what was typed by what is typed now: it is tested at once. A secret that the service refuses where the one
 * before worked is taken back at once; one that could not be tried stays, and the one before is kept beside it until a
 * test succeeds.
 */
@Component
class Rotation {

    private final AccessDesk desk;
    private final TypedRows rows;
    private final CheckRows known;
    private final Checks checks;

    Rotation(AccessDesk desk, TypedRows rows, CheckRows known, Checks checks) {
        this.desk = desk;
        this.rows = rows;
        this.known = known;
        this.checks = checks;
    }

    /** As {@link AccessDesk#keep}. @return what came of it, to be said */
    Text keep(ServiceId service, int base, Typing typing, MemberId by) {
        Check before = known.all().get(service);
        desk.keep(service, base, typing, by);
        Optional<Check> tested = checks.test(service);
        if (tested.isEmpty()) {
            return Text.of("connections.access.saved.incomplete");
        }
        TypedService now = rows.of(service);
        boolean besides = now.secrets().stream().anyMatch(secret -> secret.previous() != null);
        if (besides && worked(before) && refused(tested.get())) {
            desk.takeBack(service, now.version(), by);
            checks.test(service);
            return Text.of("connections.access.refused");
        }
        return Text.of(
                besides
                        ? "connections.access.beside"
                        : "connections.access.saved."
                                + tested.get().standing().name().toLowerCase(Locale.ROOT));
    }

    Text takeBack(ServiceId service, int base, MemberId by) {
        desk.takeBack(service, base, by);
        checks.test(service);
        return Text.of("connections.access.taken-back");
    }

    private static boolean worked(@Nullable Check before) {
        return before != null && before.standing() == Standing.WELL;
    }

    private static boolean refused(Check now) {
        return now.standing() == Standing.LACKING || now.fault() == Fault.REFUSED;
    }
}
