package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** What the portal keeps about a member's archives; erasing the rows takes the files along. */
class ArchiveRecords extends TableRecords {

    private final ArchiveRegister register;
    private final StoredArchives archives;

    ArchiveRecords(JdbcOperations jdbc, ArchiveRegister register, StoredArchives archives) {
        super("archive", jdbc);
        this.register = register;
        this.archives = archives;
        personal(LegalBasis.LEGAL_OBLIGATION, of("archive_download", "started_at", "session"))
                .personal(LegalBasis.LEGAL_OBLIGATION, of("archive_part", null, "file"))
                .personal(LegalBasis.LEGAL_OBLIGATION, of("archive_piece", null, "header", "payload_key"))
                .personal(LegalBasis.LEGAL_OBLIGATION, of("archive_section", null, "cursor", "partial"))
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        MemberTable.by("member_id", "archive", "begun_at", "wrapped_key", "passphrase"));
    }

    private static MemberTable of(String table, @Nullable String time, String... withheld) {
        String mine = "archive_id in (select id from archive where member_id = ?)";
        return new MemberTable(table, mine, time, List.of(withheld));
    }

    @Override
    public long erase(PersonalTable table, MemberId member) {
        register.of(member).forEach(archives::discard);
        return super.erase(table, member);
    }
}
