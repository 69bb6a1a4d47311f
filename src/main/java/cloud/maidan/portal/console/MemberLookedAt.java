package cloud.maidan.portal.console;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Somebody who works here looked at what is known about a member, and said why; the member reads both. */
record MemberLookedAt(MemberId by, MemberId member, String reason) implements Auditable {

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
        return "console.member-looked-at";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reason", reason);
    }
}
