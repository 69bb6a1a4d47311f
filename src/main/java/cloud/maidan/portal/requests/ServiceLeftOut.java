package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** An export goes on without a service. @param by who decided so: the member, or the task that waited */
public record ServiceLeftOut(MemberId member, String reference, String service, Actor by) implements Auditable {

    @Override
    public Actor actor() {
        return by;
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
        return "requests.service-left-out";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reference", reference, "service", service);
    }
}
