package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service's account was found to be a member's, or no longer.
 *
 * @param before null when there was none
 * @param after null when there is none any more
 * @param evidence how we know the later one; null when there is none
 */
record AccountLinkChanged(
        MemberId member,
        ServiceId service,
        @Nullable String before,
        @Nullable String after,
        @Nullable Evidence evidence)
        implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Task("services.links");
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
        return after == null ? "services.account-unlinked" : "services.account-linked";
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("service", service.value());
        if (before != null) {
            details.put("before", before);
        }
        if (after != null) {
            details.put("after", after);
        }
        if (evidence != null) {
            details.put("evidence", evidence.name());
        }
        return details;
    }
}
