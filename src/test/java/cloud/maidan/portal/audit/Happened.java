package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Something for the trail. */
record Happened(Actor actor, Optional<MemberId> about, String action, Map<String, String> details)
        implements Auditable {

    static Happened to(MemberId member, String action) {
        return new Happened(new Actor.Person(member), Optional.of(member), action, Map.of("from", "192.0.2.7"));
    }

    static Happened byItself(String action) {
        return new Happened(new Actor.Task("tests.task"), Optional.empty(), action, Map.of());
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }
}
