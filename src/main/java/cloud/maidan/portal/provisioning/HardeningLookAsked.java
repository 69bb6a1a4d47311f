package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Optional;

/** Somebody asked the operator to look at the containers. */
record HardeningLookAsked(MemberId by) implements Auditable {

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
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "provisioning.look-asked";
    }
}
