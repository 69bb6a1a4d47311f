package cloud.maidan.portal.holds;

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
import org.springframework.stereotype.Component;

/**
 * What is kept about holds. The member sees those that are not confidential (GDPR Art. 23(1)(j)). When the member is
 * erased a hold that lasts stays, as long as what it holds.
 */
@Component
class HoldRecords implements PersonalRecords {

    private final TableRecords tables;
    private final LegalHolds holds;

    HoldRecords(JdbcOperations jdbc, LegalHolds holds) {
        this.holds = holds;
        this.tables = new TableRecords("holds", jdbc)
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        new MemberTable(
                                "legal_hold",
                                "member_id = ? and not confidential",
                                "placed_at",
                                List.of("token", "owner_id", "formerly")));
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
    public MemberTable rows(PersonalTable table) {
        return tables.rows(table);
    }

    @Override
    public void export(PersonalTable table, MemberId member, Consumer<Map<String, Object>> sink) {
        tables.export(table, member, sink);
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return holds.forget(member);
    }
}
