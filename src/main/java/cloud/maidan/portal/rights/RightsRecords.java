package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.AgingTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/**
 * What is kept about requests. When a member is erased every word goes; that there was a request, and when and how it was
 * answered, stays without the member as proof of handling (GDPR Art. 5(2), 17(3)(b) and (e)).
 */
@Component
class RightsRecords extends TableRecords {

    static final String REGISTER = "data_subject_request";

    private final JdbcOperations jdbc;

    RightsRecords(JdbcOperations jdbc, RightsProperties properties) {
        super("rights", jdbc);
        this.jdbc = jdbc;
        personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "request_note", "at"))
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        new MemberTable(
                                "corrected_service",
                                "request_id in (select request_id from request_correction where member_id = ?)",
                                null,
                                List.of()))
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "request_correction", null))
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "member_restriction", "since"))
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", REGISTER, "received_at", "token"))
                .aging(new AgingTable(REGISTER, "state = 'ENDED'", "ended_at", properties.keep()));
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        return table.name().equals(REGISTER)
                ? jdbc.update("update data_subject_request set member_id = null where member_id = ?", member.value())
                : super.erase(table, member);
    }
}
