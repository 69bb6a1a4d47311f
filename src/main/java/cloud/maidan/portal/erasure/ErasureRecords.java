package cloud.maidan.portal.erasure;

import cloud.maidan.portal.subject.ImpersonalTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcOperations;

/** What the portal keeps about erasures. Erasing takes the member's id away and leaves the proof of what was done. */
class ErasureRecords implements PersonalRecords {

    private final TableRecords tables;
    private final ErasureRows rows;

    ErasureRecords(JdbcOperations jdbc, ErasureRows rows) {
        this.rows = rows;
        this.tables = new TableRecords("erasure", jdbc)
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        MemberTable.by("member_id", "erasure", "asked_at", "token", "person", "receipt_digest"))
                .personal(LegalBasis.LEGAL_OBLIGATION, part("erasure_service", "settled_at", "account", "handle"))
                .personal(LegalBasis.LEGAL_OBLIGATION, part("erasure_receipt", "at"))
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        new MemberTable(
                                "erasure_hold",
                                "erasure_id in (select id from erasure where member_id = ?)",
                                null,
                                List.of("hold_id", "item")))
                .impersonal("erasure_ledger", "How many entries of the erasure ledger this database knows of.");
    }

    private static MemberTable part(String table, String time, String... withheld) {
        String mine = "erasure_id in (select id from erasure where member_id = ?)";
        return new MemberTable(table, mine, time, List.of(withheld));
    }

    @Override
    public String module() {
        return tables.module();
    }

    @Override
    public List<PersonalTable> personal() {
        return tables.personal();
    }

    @Override
    public List<ImpersonalTable> impersonal() {
        return tables.impersonal();
    }

    @Override
    public MemberTable rows(PersonalTable table) {
        return tables.rows(table);
    }

    @Override
    public void export(PersonalTable table, MemberId member, Consumer<Map<String, Object>> sink) {
        tables.export(table, member, sink);
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return rows.anonymise(member);
    }
}
