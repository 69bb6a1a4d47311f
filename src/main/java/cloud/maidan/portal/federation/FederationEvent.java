package cloud.maidan.portal.federation;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Somebody decided whom the services may talk to, or what of a difference becomes. */
record FederationEvent(MemberId by, What what, Map<String, String> details) implements Auditable {

    enum What {
        DECIDED,
        ENFORCED_AGAIN,
        ACCEPTED,
        CHECKED
    }

    FederationEvent {
        details = Map.copyOf(details);
    }

    @Override
    public Actor actor() {
        return new Actor.Person(by);
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
