package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** A member cancelled an export; what was collected is gone. */
public record ExportCancelled(MemberId member, String reference) implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Person(member);
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
        return "requests.export-cancelled";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reference", reference);
    }
}
