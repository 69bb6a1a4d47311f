package cloud.maidan.portal.archive.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes around the entries of a ZIP file (PKWARE APPNOTE 6.3.10). Sizes and checksum always stand in the local
 * header; ZIP64 fields appear only where a number does not fit, so that old readers take small files.
 */
public final class ZipFormat {

    private static final long FULL = 0xFFFF_FFFFL;
    private static final int FULL_SHORT = 0xFFFF;
    private static final int UTF_8_NAMES = 1 << 11;
    private static final int PLAIN = 20;
    private static final int ZIP64 = 45;
    private static final int UNIX = 3 << 8;
    /** A regular file that only its owner may read: {@code -rw-------}. */
    private static final int PRIVATE_FILE = 0100600 << 16;
    /** A folder that only its owner may enter: {@code drwx------}, and the same for MS-DOS. */
    private static final int PRIVATE_FOLDER = 040700 << 16 | 1 << 4;

    private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(2107, 12, 31, 23, 59, 58);

    private ZipFormat() {}

    /** What stands in front of an entry's content. */
    public static byte[] localHeader(ZipRecord entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        boolean big = entry.size() >= FULL || entry.packed() >= FULL;
        ByteBuffer extra = extra();
        if (big) {
            extra.putShort((short) 1).putShort((short) 16).putLong(entry.size()).putLong(entry.packed());
        }
        time(extra, entry.modified());
        return bytes(30 + name.length + extra.position())
                .putInt(0x04034b50)
                .putShort((short) (big ? ZIP64 : PLAIN))
                .putShort((short) UTF_8_NAMES)
                .putShort((short) entry.method())
                .putInt(dosTime(entry.modified()))
                .putInt((int) entry.crc())
                .putInt(big ? (int) FULL : (int) entry.packed())
                .putInt(big ? (int) FULL : (int) entry.size())
                .putShort((short) name.length)
                .putShort((short) extra.position())
                .put(name)
                .put(extra.array(), 0, extra.position())
                .array();
    }

    /** The entry's line in the directory at the end of the file. */
    public static byte[] directoryHeader(ZipRecord entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer extra = extra();
        zip64(extra, entry);
        boolean big = extra.position() > 0;
        time(extra, entry.modified());
        return bytes(46 + name.length + extra.position())
                .putInt(0x02014b50)
                .putShort((short) (UNIX | ZIP64))
                .putShort((short) (big ? ZIP64 : PLAIN))
                .putShort((short) UTF_8_NAMES)
                .putShort((short) entry.method())
                .putInt(dosTime(entry.modified()))
                .putInt((int) entry.crc())
                .putInt((int) Math.min(entry.packed(), FULL))
                .putInt((int) Math.min(entry.size(), FULL))
                .putShort((short) name.length)
                .putShort((short) extra.position())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.name().endsWith("/") ? PRIVATE_FOLDER : PRIVATE_FILE)
                .putInt((int) Math.min(entry.offset(), FULL))
                .put(name)
                .put(extra.array(), 0, extra.position())
                .array();
    }

    /** What ends the file. @param offset where the directory begins @param size of the directory in bytes */
    public static byte[] end(long entries, long offset, long size) {
        boolean big = entries >= FULL_SHORT || offset >= FULL || size >= FULL;
        ByteBuffer end = bytes(56 + 20 + 22);
        if (big) {
            end.putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) (UNIX | ZIP64))
                    .putShort((short) ZIP64)
                    .putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(size)
                    .putLong(offset);
            end.putInt(0x07064b50).putInt(0).putLong(offset + size).putInt(1);
        }
        short count = (short) Math.min(entries, FULL_SHORT);
        end.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count)
                .putInt((int) Math.min(size, FULL))
                .putInt((int) Math.min(offset, FULL))
                .putShort((short) 0);
        return Arrays.copyOf(end.array(), end.position());
    }

    private static void zip64(ByteBuffer extra, ZipRecord entry) {
        int length =
                (entry.size() >= FULL ? 8 : 0) + (entry.packed() >= FULL ? 8 : 0) + (entry.offset() >= FULL ? 8 : 0);
        if (length == 0) {
            return;
        }
        extra.putShort((short) 1).putShort((short) length);
        if (entry.size() >= FULL) {
            extra.putLong(entry.size());
        }
        if (entry.packed() >= FULL) {
            extra.putLong(entry.packed());
        }
        if (entry.offset() >= FULL) {
            extra.putLong(entry.offset());
        }
    }

    /** Info-ZIP's field of universal time: without it extractors take the older field for local time. */
    private static void time(ByteBuffer extra, @Nullable Instant modified) {
        if (modified != null && modified.getEpochSecond() == (int) modified.getEpochSecond()) {
            extra.putShort((short) 0x5455).putShort((short) 5).put((byte) 1).putInt((int) modified.getEpochSecond());
        }
    }

    /** Time in the low half, date in the high half; steps of two seconds, 1980 to 2107. */
    private static int dosTime(@Nullable Instant modified) {
        LocalDateTime time = modified == null ? FIRST : within(modified);
        return (time.getYear() - 1980) << 25
                | time.getMonthValue() << 21
                | time.getDayOfMonth() << 16
                | time.getHour() << 11
                | time.getMinute() << 5
                | time.getSecond() >> 1;
    }

    private static LocalDateTime within(Instant modified) {
        if (modified.isBefore(FIRST.toInstant(ZoneOffset.UTC))) {
            return FIRST;
        }
        return modified.isAfter(LAST.toInstant(ZoneOffset.UTC))
                ? LAST
                : LocalDateTime.ofInstant(modified, ZoneOffset.UTC);
    }

    private static ByteBuffer extra() {
        return bytes(64);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
