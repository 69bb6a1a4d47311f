package cloud.maidan.portal.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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

    static PieceRow read(ResultSet row, int number) throws SQLException {
        return new PieceRow(
                row.getInt("number"),
                row.getLong("first"),
                row.getLong("length"),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getBytes("header"),
                row.getBytes("payload_key"),
                row.getLong("sealed"));
    }
}
