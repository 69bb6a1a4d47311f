package cloud.maidan.portal.archive.tar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes around the entries of a tar file in POSIX.1-2001 interchange format (pax). */
public final class TarFormat {

    public static final int BLOCK = 512;
    /** Numbers of the old header have eleven octal digits. */
    private static final long LARGEST = 0_77777777777L;

    private static final int NAME = 100;

    private TarFormat() {}

    /** Bytes that {@link #header} has for an entry of less than 8 GiB. */
    public static int headerLength(String name) {
        return plain(name) ? BLOCK : BLOCK + BLOCK + padded(record("path", name).length);
    }

    /** Zeros behind a content of the size. */
    public static int padding(long size) {
        return (int) (-size & BLOCK - 1);
    }

    /** What stands in front of an entry's content. @param modified null when unknown */
    public static byte[] header(String name, long size, @Nullable Instant modified) {
        byte[] extended = extended(name, size);
        byte[] bytes = new byte[(extended.length == 0 ? 0 : BLOCK + padded(extended.length)) + BLOCK];
        int at = 0;
        if (extended.length > 0) {
            block(bytes, 0, "pax/header", 'x', extended.length, null);
            System.arraycopy(extended, 0, bytes, BLOCK, extended.length);
            at = BLOCK + padded(extended.length);
        }
        block(bytes, at, plain(name) ? name : "pax/entry", name.endsWith("/") ? '5' : '0', size, modified);
        return bytes;
    }

    /** What ends the file. */
    public static byte[] end() {
        return new byte[2 * BLOCK];
    }

    private static byte[] extended(String name, long size) {
        byte[] path = plain(name) ? new byte[0] : record("path", name);
        byte[] length = size <= LARGEST ? new byte[0] : record("size", Long.toString(size));
        byte[] both = Arrays.copyOf(path, path.length + length.length);
        System.arraycopy(length, 0, both, path.length, length.length);
        return both;
    }

    /** Its own length, which counts its own digits, then keyword and value. */
    private static byte[] record(String keyword, String value) {
        String rest = " " + keyword + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + 1;
        while (Integer.toString(length).length() + bytes != length) {
            length++;
        }
        return (length + rest).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean plain(String name) {
        return name.length() <= NAME && name.chars().allMatch(c -> c > 0 && c < 128);
    }

    private static int padded(int length) {
        return length + padding(length);
    }

    private static void block(byte[] bytes, int at, String name, char type, long size, @Nullable Instant modified) {
        put(bytes, at, name);
        put(bytes, at + 100, type == '5' ? "0000700" : "0000600");
        put(bytes, at + 108, "0000000");
        put(bytes, at + 116, "0000000");
        put(bytes, at + 124, octal(Math.min(size, LARGEST)));
        put(bytes, at + 136, octal(modified == null ? 0 : Math.clamp(modified.getEpochSecond(), 0, LARGEST)));
        put(bytes, at + 148, "        ");
        bytes[at + 156] = (byte) type;
        put(bytes, at + 257, "ustar");
        put(bytes, at + 263, "00");
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
            sum += bytes[i] & 0xff;
        }
        put(bytes, at + 148, "%06o".formatted(sum));
        bytes[at + 154] = 0;
    }

    private static String octal(long number) {
        return "%011o".formatted(number);
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }
}
