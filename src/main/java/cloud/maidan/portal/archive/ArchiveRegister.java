package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.subject.MemberId;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database knows about archives. It alone says which files count. */
@Component
class ArchiveRegister {

    private final JdbcClient jdbc;
    private final ArchiveProperties limits;

    ArchiveRegister(JdbcClient jdbc, ArchiveProperties limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /** @param passphrase sealed; null when there is none */
    void insert(
            ArchiveId id,
            MemberId owner,
            String reference,
            byte[] wrappedKey,
            Archives.Packaging packaging,
            byte @Nullable [] passphrase,
            Instant now) {
        jdbc.sql("insert into archive (id, member_id, reference, stage, wrapped_key, begun_at, form, piece_bytes,"
                        + " protected, passphrase) values (?, ?, ?, 'GROWING', ?, ?, ?, ?, ?, ?)")
                .param(id.value())
                .param(owner.value())
                .param(reference)
                .param(wrappedKey)
                .param(at(now))
                .param(packaging.form().name())
                .param(packaging.pieceBytes())
                .param(passphrase != null)
                .param(new SqlParameterValue(Types.BINARY, passphrase))
                .update();
    }

    Optional<ArchiveRow> find(ArchiveId id) {
        return jdbc.sql("select * from archive where id = ?")
                .param(id.value())
                .query(ArchiveRow::read)
                .optional();
    }

    /** Holds the archive until the transaction ends. */
    Optional<ArchiveRow> lock(ArchiveId id) {
        return jdbc.sql("select * from archive where id = ? for update")
                .param(id.value())
                .query(ArchiveRow::read)
                .optional();
    }

    /** Holds a growing archive until the transaction ends. */
    ArchiveRow lockGrowing(ArchiveId id) {
        return lock(id).filter(row -> row.stage() == Stage.GROWING)
                .orElseThrow(() -> new IllegalStateException("archive " + id + " does not grow any more"));
    }

    /** The section, begun now when there was none. */
    SectionRow open(ArchiveId id, String section) {
        lockGrowing(id);
        jdbc.sql("insert into archive_section (archive_id, section, ordinal)"
                        + " select ?, ?, count(*) + 1 from archive_section where archive_id = ?"
                        + " on conflict (archive_id, section) do nothing")
                .params(id.value(), section, id.value())
                .update();
        return sections(id).stream()
                .filter(row -> row.section().equals(section))
                .findFirst()
                .orElseThrow();
    }

    List<SectionRow> sections(ArchiveId id) {
        return jdbc.sql("select * from archive_section where archive_id = ? order by ordinal")
                .param(id.value())
                .query(SectionRow::read)
                .list();
    }

    /** In the order in which they make up the file; journals among them. */
    List<Recorded> files(ArchiveId id) {
        return jdbc.sql("select ordinal, seq, journal, file, bytes, gone from archive_part where archive_id = ?"
                        + " order by ordinal, seq")
                .param(id.value())
                .query((rows, number) -> new Recorded(
                        rows.getInt(1),
                        rows.getInt(2),
                        rows.getBoolean(3),
                        rows.getString(4),
                        rows.getLong(5),
                        rows.getBoolean(6)))
                .list();
    }

    /** @throws ArchiveStorageFault when so many bytes alone are more than an archive may have */
    void requireWithinLimits(long pending) {
        if (pending > limits.maxSize().toBytes()) {
            throw ArchiveStorageFault.tooLarge();
        }
    }

    void record(ArchiveId id, SectionRow before, SectionRow after, List<Recorded> files) {
        lockGrowing(id);
        int changed = jdbc.sql("update archive_section set cursor = ?, next_seq = ?, bytes = ?, items = ?, payload = ?,"
                        + " missing = ?, complete = ?, partial = ? where archive_id = ? and ordinal = ? and next_seq = ?"
                        + " and not complete")
                .params(
                        after.cursor().value(),
                        after.nextSeq(),
                        after.bytes(),
                        after.items(),
                        after.payload(),
                        after.missing(),
                        after.complete(),
                        new SqlParameterValue(Types.VARCHAR, json(after.partial())),
                        id.value(),
                        before.ordinal(),
                        before.nextSeq())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("a section of archive " + id + " was written by somebody else");
        }
        insert(id, files);
        requireWithinLimits(id, after);
    }

    /** Forgets the parts of an entry that is not gone on with. */
    void dropPartial(ArchiveId id, SectionRow after, Partial partial) {
        lockGrowing(id);
        jdbc.sql("update archive_section set partial = null, payload = ? where archive_id = ? and ordinal = ?")
                .params(after.payload(), id.value(), after.ordinal())
                .update();
        jdbc.sql("delete from archive_part where archive_id = ? and ordinal = ? and seq > ? and not journal")
                .params(id.value(), after.ordinal(), partial.seq())
                .update();
    }

    void insert(ArchiveId id, List<Recorded> files) {
        for (Recorded file : files) {
            jdbc.sql("insert into archive_part (archive_id, ordinal, seq, journal, file, bytes)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(id.value(), file.ordinal(), file.seq(), file.journal(), file.file(), file.bytes())
                    .update();
        }
    }

    void dropJournals(ArchiveId id) {
        jdbc.sql("delete from archive_part where archive_id = ? and journal")
                .param(id.value())
                .update();
    }

    void complete(ArchiveId id, long bytes, String sha256, Instant now) {
        jdbc.sql(
                        "update archive set stage = 'READY', passphrase = null, bytes = ?, sha256 = ?, completed_at = ?, expires_at = ?"
                                + " where id = ?")
                .params(bytes, sha256, at(now), at(now.plus(limits.keep())), id.value())
                .update();
    }

    /** Deletes the key, and with it the meaning of whatever files are left. */
    void end(ArchiveId id, Stage stage, Instant now) {
        jdbc.sql("update archive set stage = ?, wrapped_key = null, passphrase = null, ended_at = ? where id = ?")
                .params(stage.name(), at(now), id.value())
                .update();
        jdbc.sql("delete from archive_part where archive_id = ?")
                .param(id.value())
                .update();
        jdbc.sql("delete from archive_piece where archive_id = ?")
                .param(id.value())
                .update();
        jdbc.sql("delete from archive_download where archive_id = ?")
                .param(id.value())
                .update();
    }

    List<ArchiveId> dueToExpire(Instant now) {
        return jdbc.sql(
                        "select id from archive where stage = 'READY' and expires_at <= ? order by expires_at limit 500")
                .param(at(now))
                .query((rows, number) -> new ArchiveId(rows.getObject(1, UUID.class)))
                .list();
    }

    List<ArchiveId> of(MemberId member) {
        return jdbc.sql("select id from archive where member_id = ?")
                .param(member.value())
                .query((rows, number) -> new ArchiveId(rows.getObject(1, UUID.class)))
                .list();
    }

    void countDownload(ArchiveId id, int piece, byte[] session, Instant now) {
        jdbc.sql("update archive set downloads = downloads + 1 where id = ?")
                .param(id.value())
                .update();
        jdbc.sql("insert into archive_download (archive_id, piece, session, started_at) values (?, ?, ?, ?)"
                        + " on conflict (archive_id, session, piece) do nothing")
                .params(id.value(), piece, session, at(now))
                .update();
    }

    boolean downloading(ArchiveId id, int piece, byte[] session) {
        return jdbc.sql("select exists (select from archive_download"
                        + " where archive_id = ? and session = ? and piece = ?)")
                .params(id.value(), session, piece)
                .query(Boolean.class)
                .single();
    }

    private void requireWithinLimits(ArchiveId id, SectionRow section) {
        long bytes = jdbc.sql("select sum(bytes)::bigint from archive_section where archive_id = ?")
                .param(id.value())
                .query(Long.class)
                .single();
        if (bytes > limits.maxSize().toBytes() || section.items() > limits.maxEntries()) {
            throw ArchiveStorageFault.tooLarge();
        }
    }

    private static @Nullable String json(@Nullable Partial partial) {
        return partial == null ? null : partial.json();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
