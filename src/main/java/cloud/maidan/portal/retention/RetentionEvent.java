package cloud.maidan.portal.retention;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Something happened to a rule or a plan; about nobody in particular. */
record RetentionEvent(Actor actor, String what, Map<String, String> details) implements Auditable {

    RetentionEvent {
        details = Map.copyOf(details);
    }

    static RetentionEvent by(MemberId person, String what, Map<String, String> details) {
        return new RetentionEvent(new Actor.Person(person), what, details);
    }

    static RetentionEvent byItself(String what, Map<String, String> details) {
        return new RetentionEvent(new Actor.Task("retention"), what, details);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.empty();
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return "retention." + what;
    }
}
