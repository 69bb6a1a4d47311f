package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** An export can be downloaded by its owner. @param bytes size of the archive */
public record ExportReady(MemberId member, String reference, long bytes) implements Auditable {

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
        return "requests.export-ready";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reference", reference, "bytes", Long.toString(bytes));
    }
}
