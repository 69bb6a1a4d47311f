package cloud.maidan.portal.erasure;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;

/** What the portal keeps about erasures. Erasing takes the member's id away and leaves the proof of what was done. */
class ErasureRecords extends TableRecords {

    private final ErasureRows rows;

    ErasureRecords(JdbcOperations jdbc, ErasureRows rows) {
        super("erasure", jdbc);
        this.rows = rows;
        personal(
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
    public long erase(PersonalTable table, MemberId member) {
        return rows.anonymise(member);
    }
}
