package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The files to download that an archive is cut into, and how much of each lies under the passphrase. */
@Component
class PieceRegister {

    private final JdbcClient jdbc;
    private final ArchiveRegister archives;

    PieceRegister(JdbcClient jdbc, ArchiveRegister archives) {
        this.jdbc = jdbc;
        this.archives = archives;
    }

    void insert(ArchiveId id, List<PieceRow> pieces) {
        for (PieceRow piece : pieces) {
            jdbc.sql("insert into archive_piece (archive_id, number, first, length) values (?, ?, ?, ?)")
                    .params(id.value(), piece.number(), piece.first(), piece.length())
                    .update();
        }
    }

    /** In their order; empty until the archive is cut. */
    List<PieceRow> of(ArchiveId id) {
        return jdbc.sql("select * from archive_piece where archive_id = ? order by number")
                .param(id.value())
                .query(PieceRow::read)
                .list();
    }

    /** @param payloadKey sealed */
    void beginSealing(ArchiveId id, int piece, byte[] header, byte[] payloadKey) {
        archives.lockGrowing(id);
        jdbc.sql("update archive_piece set header = ?, payload_key = ? where archive_id = ? and number = ?")
                .params(header, payloadKey, id.value(), piece)
                .update();
    }

    /** @param sealed bytes of the piece that are in the sealed parts now @param gone parts that are not needed any more */
    void sealed(ArchiveId id, int piece, long before, long sealed, Recorded part, List<Recorded> gone) {
        archives.lockGrowing(id);
        int changed = jdbc.sql("update archive_piece set sealed = ? where archive_id = ? and number = ? and sealed = ?")
                .params(sealed, id.value(), piece, before)
                .update();
        if (changed != 1) {
            throw new IllegalStateException("a piece of archive " + id + " was sealed by somebody else");
        }
        archives.insert(id, List.of(part));
        for (Recorded file : gone) {
            jdbc.sql("update archive_part set gone = true where archive_id = ? and ordinal = ? and seq = ?")
                    .params(id.value(), file.ordinal(), file.seq())
                    .update();
        }
    }

    void finish(ArchiveId id, int piece, long bytes, String sha256) {
        jdbc.sql(
                        "update archive_piece set bytes = ?, sha256 = ?, payload_key = null where archive_id = ? and number = ?")
                .params(bytes, sha256, id.value(), piece)
                .update();
    }
}
