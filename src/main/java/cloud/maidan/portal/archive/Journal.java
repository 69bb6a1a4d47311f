package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.zip.ZipRecord;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How an archive remembers, in files beside its parts, what its checksums, pages and directory will say. An instance
 * writes or reads one such file, note by note; an entry tells only what differs from the one before it.
 */
final class Journal {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int RENAMED = 1;
    private static final int DATED = 2;

    private byte[] name = new byte[0];
    private long offset;
    private long modified;

    sealed interface Note {}

    /** @param original the path as the service gave it; null when it is the entry's own */
    record Entry(ZipRecord zip, @Nullable String original, byte[] sha256) implements Note {

        Entry movedBy(long bytes) {
            return new Entry(zip.movedBy(bytes), original, sha256);
        }

        /** One line as {@code sha256sum} and BagIt read it. @param root cut off the name's front */
        String checksumLine(String root) {
            return HexFormat.of().formatHex(sha256) + "  " + zip.name().substring(root.length()) + "\n";
        }
    }

    record Missing(String path, Text why) implements Note {}

    record Described(String path, Text meaning) implements Note {}

    /** @param resource on the class path */
    record Schema(String path, String resource) implements Note {

        /** Where the archive holds it. */
        String file(String service) {
            return "schemas/" + service + resource.substring(resource.lastIndexOf('/'));
        }
    }

    byte[] bytes(Note note) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (note) {
                case Entry entry -> write(entry, out);
                case Missing(String path, Text why) -> write('M', path, why, out);
                case Described(String path, Text meaning) -> write('D', path, meaning, out);
                case Schema schema -> write(schema, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The next note; null at the end. */
    @Nullable
    Note read(DataInputStream in) throws IOException {
        int kind = in.read();
        return switch (kind) {
            case -1 -> null;
            case 'E' -> entry(in);
            case 'M' -> new Missing(text(in), JSON.readValue(text(in), Text.class));
            case 'D' -> new Described(text(in), JSON.readValue(text(in), Text.class));
            case 'S' -> new Schema(text(in), text(in));
            default -> throw new IOException("a journal holds a note of unknown kind " + kind);
        };
    }

    private static void write(char kind, String path, Text text, DataOutputStream out) throws IOException {
        out.write(kind);
        write(path, out);
        write(JSON.writeValueAsString(text), out);
    }

    private static void write(Schema schema, DataOutputStream out) throws IOException {
        out.write('S');
        write(schema.path(), out);
        write(schema.resource(), out);
    }

    private void write(Entry entry, DataOutputStream out) throws IOException {
        ZipRecord zip = entry.zip();
        Instant at = zip.modified();
        byte[] next = zip.name().getBytes(StandardCharsets.UTF_8);
        int differs = Arrays.mismatch(name, next);
        int same = differs < 0 ? next.length : differs;
        out.write('E');
        write(same, out);
        write(next.length - same, out);
        out.write(next, same, next.length - same);
        out.write((entry.original() == null ? 0 : RENAMED) | (at == null ? 0 : DATED));
        if (entry.original() != null) {
            write(entry.original(), out);
        }
        out.writeByte(zip.method());
        out.writeInt((int) zip.crc());
        write(zip.packed(), out);
        write(zip.size(), out);
        write(zip.offset() - offset, out);
        if (at != null) {
            write(at.getEpochSecond() - modified, out);
            modified = at.getEpochSecond();
        }
        out.write(entry.sha256());
        name = next;
        offset = zip.offset();
    }

    private Entry entry(DataInputStream in) throws IOException {
        int same = length(in, name.length);
        byte[] rest = exactly(length(in, Integer.MAX_VALUE), in);
        name = Arrays.copyOf(name, same + rest.length);
        System.arraycopy(rest, 0, name, same, rest.length);
        int told = in.readByte();
        String original = (told & RENAMED) == 0 ? null : text(in);
        int method = in.readByte();
        long crc = Integer.toUnsignedLong(in.readInt());
        long packed = number(in);
        long size = number(in);
        offset += number(in);
        Instant at = null;
        if ((told & DATED) != 0) {
            modified += number(in);
            at = Instant.ofEpochSecond(modified);
        }
        ZipRecord zip = new ZipRecord(new String(name, StandardCharsets.UTF_8), method, crc, packed, size, at, offset);
        return new Entry(zip, original, exactly(32, in));
    }

    /** Seven bits a byte, the lowest first, the sign in the lowest bit of all: small numbers are short. */
    private static void write(long number, DataOutputStream out) throws IOException {
        long left = number << 1 ^ number >> 63;
        while ((left & ~0x7f) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long number(DataInputStream in) throws IOException {
        long read = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int some = in.readUnsignedByte();
            read |= (long) (some & 0x7f) << shift;
            if (some < 0x80) {
                return read >>> 1 ^ -(read & 1);
            }
        }
        throw new IOException("a journal holds a number that is too long");
    }

    private static int length(DataInputStream in, int most) throws IOException {
        long length = number(in);
        if (length < 0 || length > most) {
            throw new IOException("a journal holds a length that cannot be");
        }
        return (int) length;
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes.length, out);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(exactly(length(in, Integer.MAX_VALUE), in), StandardCharsets.UTF_8);
    }

    private static byte[] exactly(int length, DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a journal ends within a note");
        }
        return bytes;
    }
}
