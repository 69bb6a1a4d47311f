package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Somebody wanted to read what a container wrote. */
record LogAsked(MemberId by, String container) implements Auditable {

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
        return "provisioning.log-asked";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("container", container);
    }
}
