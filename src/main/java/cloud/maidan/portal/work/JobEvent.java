package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person had a step tried again or gave it up. @param member whose data it touches; null when nobody's */
record JobEvent(MemberId by, @Nullable MemberId member, String action, String step, String part) implements PersonsAct {

    @Override
    public Optional<MemberId> about() {
        return Optional.ofNullable(member);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("step", step, "part", part);
    }
}
