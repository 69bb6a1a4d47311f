package cloud.maidan.portal.erasure;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to an erasure.
 *
 * @param member null once the portal holds nothing about them: the record then names nobody
 */
record ErasureEvent(Actor actor, @Nullable MemberId member, String action, Map<String, String> details)
        implements Auditable {

    static ErasureEvent by(Actor actor, MemberErasure erasure, String what) {
        return new ErasureEvent(actor, erasure.member(), "erasure." + what, Map.of("reference", erasure.reference()));
    }

    static ErasureEvent of(String task, MemberErasure erasure, String what, String service) {
        return new ErasureEvent(
                new Actor.Task(task),
                erasure.member(),
                "erasure." + what,
                Map.of("reference", erasure.reference(), "service", service));
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.ofNullable(member);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }
}
