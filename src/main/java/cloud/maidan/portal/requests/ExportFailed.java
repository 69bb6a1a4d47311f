package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Nothing could be collected for an export, so there is no archive. */
public record ExportFailed(MemberId member, String reference) implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Task(FinishTask.KIND);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return "requests.export-failed";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reference", reference);
    }
}
