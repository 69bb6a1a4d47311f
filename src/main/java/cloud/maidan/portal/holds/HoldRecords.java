package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/**
 * What is kept about holds. The member sees those that are not confidential (GDPR Art. 23(1)(j)). When the member is
 * erased a hold that lasts stays, as long as what it holds.
 */
@Component
class HoldRecords extends TableRecords {

    private final LegalHolds holds;

    HoldRecords(JdbcOperations jdbc, LegalHolds holds) {
        super("holds", jdbc);
        this.holds = holds;
        personal(
                LegalBasis.LEGAL_OBLIGATION,
                new MemberTable(
                        "legal_hold",
                        "member_id = ? and not confidential",
                        "placed_at",
                        List.of("token", "owner_id", "formerly")));
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return holds.forget(member);
    }
}
