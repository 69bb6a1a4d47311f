package cloud.maidan.portal.federation;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Somebody decided whom the services may talk to or what of a difference becomes, or the portal found one. */
record FederationEvent(Actor actor, What what, Map<String, String> details) implements Auditable {

    enum What {
        DECIDED,
        ENFORCED_AGAIN,
        ACCEPTED,
        CHECKED,
        DRIFT_FOUND
    }

    FederationEvent {
        details = Map.copyOf(details);
    }

    static FederationEvent by(MemberId person, What what, Map<String, String> details) {
        return new FederationEvent(new Actor.Person(person), what, details);
    }

    static FederationEvent byItself(What what, Map<String, String> details) {
        return new FederationEvent(new Actor.Task("federation"), what, details);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.empty();
    }

    @Override
    public Kind kind() {
        return what == What.CHECKED ? Kind.ACCESS : Kind.CHANGE;
    }

    @Override
    public String action() {
        return "federation." + what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
