package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Somebody read what the trail says about a member, and said why; the member reads both. */
record TrailLookedAt(MemberId by, MemberId member, String reason) implements Auditable {

    static final String ACTION = "audit.member-looked-at";

    @Override
    public Actor actor() {
        return new Actor.Person(by);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "audit.member-looked-at";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reason", reason);
    }
}
