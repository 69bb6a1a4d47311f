package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a member's trail, newest first.
 *
 * @param older id to go on below; null when this is the end
 */
record Trail(List<Entry> entries, @Nullable Long older) {

    enum Who {
        YOU,
        PORTAL,
        MEMBER,
        UNKNOWN
    }

    /** @param what follows the person, in words */
    record Entry(Instant at, Text who, Text what, String kind) {}

    static Who who(AuditRecord record, MemberId member) {
        if (record.actor() != null) {
            return member.value().equals(record.actor()) ? Who.YOU : Who.MEMBER;
        }
        return record.task() == null ? Who.UNKNOWN : Who.PORTAL;
    }
}
