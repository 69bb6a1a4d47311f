package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An archive as the database knows it.
 *
 * @param wrappedKey empty once the archive has ended
 */
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

    static ArchiveRow read(ResultSet row, int number) throws SQLException {
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
}
