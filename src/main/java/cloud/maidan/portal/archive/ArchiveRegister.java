package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** @param wrappedKey empty once the archive has ended */
    record ArchiveRow(
            ArchiveId id,
            MemberId owner,
            String reference,
            Stage stage,
            byte[] wrappedKey,
            Instant begunAt,
            @Nullable Instant expiresAt,
            long bytes,
            String sha256,
            int downloads,
            Archives.Form form,
            long pieceBytes,
            boolean underPassphrase,
            byte @Nullable [] passphrase) {

        String root() {
            return "maidan-" + reference + "/";
        }

        /** Name of a file to download. */
        String file(int number, int pieces) {
            return "maidan-" + reference + (pieces == 1 ? "" : "-" + number + "-of-" + pieces) + "." + form.extension()
                    + (underPassphrase ? ".age" : "");
        }

        boolean expired(Instant now) {
            return stage == Stage.EXPIRED || expiresAt != null && !now.isBefore(expiresAt);
        }
    }

    /**
     * One file to download: a range of pages and folders, then parts of its own.
     *
     * @param first where the range begins
     * @param bytes of the finished file; 0 before
     * @param header of an age file, its nonce included; null when there is none yet
     * @param payloadKey sealed; null when there is none, or no longer
     * @param sealed bytes of the piece that are in the age file
     */
    record PieceRow(
            int number,
            long first,
            long length,
            long bytes,
            String sha256,
            byte @Nullable [] header,
            byte @Nullable [] payloadKey,
            long sealed) {

        static PieceRow planned(int number, long first, long length) {
            return new PieceRow(number, first, length, 0, "", null, null, 0);
        }
    }

    /** @param bytes of the file so far @param payload bytes of the entries' content */
    record SectionRow(
            String section,
            int ordinal,
            Cursor cursor,
            int nextSeq,
            long bytes,
            long items,
            long payload,
            long missing,
            boolean complete,
            @Nullable Partial partial) {

        SectionRow after(
                Cursor reached,
                GrowingParts.Mark mark,
                List<Recorded> files,
                @Nullable Partial left,
                boolean finished) {
            int next = files.stream().mapToInt(Recorded::seq).max().orElse(-1) + 1;
            return new SectionRow(
                    section,
                    ordinal,
                    reached,
                    Math.max(nextSeq, next),
                    mark.end(),
                    items + mark.tally().items(),
                    payload + mark.tally().payload(),
                    missing + mark.tally().missing(),
                    finished,
                    left);
        }

        /** @param counted bytes of the entry that are in the payload already */
        SectionRow midway(Partial reached, long counted, int next) {
            return new SectionRow(
                    section,
                    ordinal,
                    cursor,
                    next,
                    bytes,
                    items,
                    payload + reached.size() - counted,
                    missing,
                    false,
                    reached);
        }

        SectionRow without(Partial dropped) {
            return new SectionRow(
                    section, ordinal, cursor, nextSeq, bytes, items, payload - dropped.size(), missing, complete, null);
        }
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
                .query(ArchiveRegister::archive)
                .optional();
    }

    /** Holds the archive until the transaction ends. */
    Optional<ArchiveRow> lock(ArchiveId id) {
        return jdbc.sql("select * from archive where id = ? for update")
                .param(id.value())
                .query(ArchiveRegister::archive)
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
                .query(ArchiveRegister::section)
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

    void insertPieces(ArchiveId id, List<PieceRow> pieces) {
        for (PieceRow piece : pieces) {
            jdbc.sql("insert into archive_piece (archive_id, number, first, length) values (?, ?, ?, ?)")
                    .params(id.value(), piece.number(), piece.first(), piece.length())
                    .update();
        }
    }

    List<PieceRow> pieces(ArchiveId id) {
        return jdbc.sql("select * from archive_piece where archive_id = ? order by number")
                .param(id.value())
                .query((row, number) -> new PieceRow(
                        row.getInt("number"),
                        row.getLong("first"),
                        row.getLong("length"),
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        row.getBytes("header"),
                        row.getBytes("payload_key"),
                        row.getLong("sealed")))
                .list();
    }

    /** @param payloadKey sealed */
    void beginSealing(ArchiveId id, int piece, byte[] header, byte[] payloadKey) {
        lockGrowing(id);
        jdbc.sql("update archive_piece set header = ?, payload_key = ? where archive_id = ? and number = ?")
                .params(header, payloadKey, id.value(), piece)
                .update();
    }

    /** @param sealed bytes of the piece that are in the sealed parts now @param gone parts that are not needed any more */
    void sealed(ArchiveId id, int piece, long before, long sealed, Recorded part, List<Recorded> gone) {
        lockGrowing(id);
        int changed = jdbc.sql("update archive_piece set sealed = ? where archive_id = ? and number = ? and sealed = ?")
                .params(sealed, id.value(), piece, before)
                .update();
        if (changed != 1) {
            throw new IllegalStateException("a piece of archive " + id + " was sealed by somebody else");
        }
        insert(id, List.of(part));
        for (Recorded file : gone) {
            jdbc.sql("update archive_part set gone = true where archive_id = ? and ordinal = ? and seq = ?")
                    .params(id.value(), file.ordinal(), file.seq())
                    .update();
        }
    }

    void finishPiece(ArchiveId id, int piece, long bytes, String sha256) {
        jdbc.sql(
                        "update archive_piece set bytes = ?, sha256 = ?, payload_key = null where archive_id = ? and number = ?")
                .params(bytes, sha256, id.value(), piece)
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

    private static ArchiveRow archive(ResultSet row, int number) throws SQLException {
        byte[] key = row.getBytes("wrapped_key");
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new ArchiveRow(
                new ArchiveId(row.getObject("id", UUID.class)),
                new MemberId(row.getObject("member_id", UUID.class)),
                row.getString("reference"),
                Stage.valueOf(row.getString("stage")),
                key == null ? new byte[0] : key,
                row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                expires == null ? null : expires.toInstant(),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getInt("downloads"),
                Archives.Form.valueOf(row.getString("form")),
                row.getLong("piece_bytes"),
                row.getBoolean("protected"),
                row.getBytes("passphrase"));
    }

    private static SectionRow section(ResultSet row, int number) throws SQLException {
        return new SectionRow(
                row.getString("section"),
                row.getInt("ordinal"),
                new Cursor(row.getString("cursor")),
                row.getInt("next_seq"),
                row.getLong("bytes"),
                row.getLong("items"),
                row.getLong("payload"),
                row.getLong("missing"),
                row.getBoolean("complete"),
                Partial.read(row.getString("partial")));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
