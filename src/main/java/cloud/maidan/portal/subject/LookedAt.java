package cloud.maidan.portal.subject;

import java.util.Map;
import java.util.Optional;

/**
 * Somebody who works here read what is known about a member, and said why; the member reads both.
 *
 * @param action what was read, as {@link Auditable#action}
 */
public record LookedAt(String action, MemberId by, MemberId member, String reason) implements PersonsAct {

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("reason", reason);
    }
}
