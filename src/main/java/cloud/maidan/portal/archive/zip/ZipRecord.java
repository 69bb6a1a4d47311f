package cloud.maidan.portal.archive.zip;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a ZIP file, as its headers tell it.
 *
 * @param method {@link #STORED} or {@link #DEFLATED}
 * @param crc CRC-32 of the content
 * @param packed bytes in the file
 * @param size bytes of the content
 * @param modified null when unknown
 * @param offset where the local header begins, counted from wherever the writer counts
 */
public record ZipRecord(
        String name,
        int method,
        long crc,
        long packed,
        long size,
        @Nullable Instant modified,
        long offset) {

    public static final int STORED = 0;
    public static final int DEFLATED = 8;

    /** The same entry in a file that has other things in front of it. */
    public ZipRecord movedBy(long bytes) {
        return new ZipRecord(name, method, crc, packed, size, modified, offset + bytes);
    }
}
