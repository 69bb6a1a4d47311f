package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.ImpersonalTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/** A member's own trail, with its details opened; erasing removes the key and leaves records that name nobody. */
@Component
class AuditRecords implements PersonalRecords {

    private static final PersonalTable TRAIL = PersonalTable.named("audit_record", LegalBasis.LEGAL_OBLIGATION);
    private static final PersonalTable KEY = PersonalTable.named("audit_member_key", LegalBasis.LEGAL_OBLIGATION);
    private static final MemberTable TRAIL_ROWS = new MemberTable(
            "audit_record",
            "row_.id in (select r.id from (select ?::uuid as id) m join audit_record r"
                    + " on r.member_id = m.id or r.actor_id = m.id and r.member_id is distinct from r.actor_id)",
            "at",
            List.of());
    private static final MemberTable KEY_ROWS =
            MemberTable.by("member_id", "audit_member_key", "created_at", "wrapped");
    private static final int ROWS_AT_A_TIME = 500;

    private final JdbcOperations jdbc;
    private final RecordRows records;
    private final SealedDetails details;

    AuditRecords(JdbcOperations jdbc, RecordRows records, SealedDetails details) {
        this.jdbc = jdbc;
        this.records = records;
        this.details = details;
    }

    @Override
    public String module() {
        return "audit";
    }

    @Override
    public List<PersonalTable> personal() {
        return List.of(TRAIL, KEY);
    }

    @Override
    public List<ImpersonalTable> impersonal() {
        return List.of(new ImpersonalTable(
                "audit_batch", "Digests and signatures over the audit trail; numbers of records, nothing of theirs."));
    }

    @Override
    public MemberTable rows(PersonalTable table) {
        return table.equals(KEY) ? KEY_ROWS : TRAIL_ROWS;
    }

    @Override
    public void export(PersonalTable table, MemberId member, Consumer<Map<String, Object>> sink) {
        if (table.equals(KEY)) {
            KEY_ROWS.export(jdbc, member, sink);
            return;
        }
        long after = 0;
        for (List<AuditRecord> next = records.trailUp(member.value(), after, ROWS_AT_A_TIME);
                !next.isEmpty();
                next = records.trailUp(member.value(), after, ROWS_AT_A_TIME)) {
            next.forEach(record -> sink.accept(row(record, member)));
            after = next.getLast().id();
        }
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return table.equals(KEY) ? KEY_ROWS.erase(jdbc, member) : 0;
    }

    /** Somebody else's id is left out: a record by the member about another one is that other one's. */
    private Map<String, Object> row(AuditRecord record, MemberId member) {
        boolean own = member.value().equals(record.member());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", record.id());
        row.put("at", record.at().toString());
        row.put("kind", record.kind().name());
        row.put("action", record.action());
        row.put("by", Trail.who(record, member).name().toLowerCase(Locale.ROOT));
        row.put("about", own ? "you" : record.member() == null ? "nobody" : "another member");
        if (own || record.member() == null) {
            row.put("details", details.open(record));
        }
        return row;
    }
}
