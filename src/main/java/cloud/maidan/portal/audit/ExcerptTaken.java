package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody took records out of the portal as a file. @param member whose alone they are; null for anybody's */
record ExcerptTaken(MemberId by, @Nullable MemberId member, int records) implements PersonsAct {

    @Override
    public Optional<MemberId> about() {
        return Optional.ofNullable(member);
    }

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "audit.excerpt-taken";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("records", Integer.toString(records));
    }
}
