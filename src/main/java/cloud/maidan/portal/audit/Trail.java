package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a member's trail, newest first.
 *
 * @param kinds what can be looked at alone
 * @param kind what is looked at alone, in lower case; null for everything
 * @param older id to go on below; null when this is the end
 */
record Trail(
        List<Entry> entries,
        List<String> kinds,
        @Nullable String kind,
        @Nullable Long older) {

    enum Who {
        YOU,
        PORTAL,
        MEMBER,
        UNKNOWN
    }

    /**
     * @param at when it happened
     * @param noted when it was recorded; null when that was at once
     * @param what follows the person, in words
     * @param details the particulars, each in words
     */
    record Entry(Instant at, @Nullable Instant noted, Text who, Text what, List<Text> details, String kind) {}

    /** Where it goes on; null when this is the end. */
    public @Nullable String more() {
        return older == null ? null : "/me/activity?" + (kind == null ? "" : "kind=" + kind + "&") + "below=" + older;
    }

    static Who who(AuditRecord record, MemberId member) {
        if (record.actor() != null) {
            return member.value().equals(record.actor()) ? Who.YOU : Who.MEMBER;
        }
        return record.task() == null ? Who.UNKNOWN : Who.PORTAL;
    }
}
