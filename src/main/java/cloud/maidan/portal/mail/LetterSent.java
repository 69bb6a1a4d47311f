package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** The mail server took a letter to the member. */
public record LetterSent(MemberId to, String key) implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Task(DeliverLetterTask.KIND);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(to);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return "mail.sent";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("letter", key);
    }
}
