package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Something happened to a hold. @param about nobody when the member is not to know */
record HoldEvent(Actor actor, Optional<MemberId> about, What what, Map<String, String> details) implements Auditable {

    enum What {
        PLACED,
        SEEN,
        REVIEWED
    }

    static HoldEvent of(LegalHold hold, What what, MemberId officer) {
        return new HoldEvent(new Actor.Person(officer), told(hold), what, details(hold));
    }

    static Optional<MemberId> told(LegalHold hold) {
        return hold.hold().confidential() ? Optional.empty() : Optional.ofNullable(hold.member());
    }

    static Map<String, String> details(LegalHold hold) {
        return Map.of("hold", hold.reference(), "service", hold.hold().service());
    }

    @Override
    public Kind kind() {
        return what == What.SEEN ? Kind.ACCESS : Kind.CHANGE;
    }

    @Override
    public String action() {
        return "holds." + what.name().toLowerCase(Locale.ROOT);
    }
}
