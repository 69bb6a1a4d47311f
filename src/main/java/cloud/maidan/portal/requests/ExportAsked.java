package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** A member asked for a copy of their data. @param services names of the services, separated by spaces */
public record ExportAsked(MemberId member, String reference, String services) implements Auditable {

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
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "requests.export-asked";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reference", reference, "services", services);
    }
}
