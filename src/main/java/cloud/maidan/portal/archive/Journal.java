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
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How an archive remembers, in files beside its parts, what its checksums, pages and directory will say. */
final class Journal {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private Journal() {}

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

    static byte[] bytes(Note note) {
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
    static @Nullable Note read(DataInputStream in) throws IOException {
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

    private static void write(Entry entry, DataOutputStream out) throws IOException {
        ZipRecord zip = entry.zip();
        out.write('E');
        write(zip.name(), out);
        out.writeBoolean(entry.original() != null);
        write(entry.original() == null ? "" : entry.original(), out);
        out.writeByte(zip.method());
        out.writeLong(zip.crc());
        out.writeLong(zip.packed());
        out.writeLong(zip.size());
        out.writeLong(zip.modified() == null ? UNKNOWN : zip.modified().getEpochSecond());
        out.writeLong(zip.offset());
        out.write(entry.sha256());
    }

    private static Entry entry(DataInputStream in) throws IOException {
        String name = text(in);
        boolean renamed = in.readBoolean();
        String original = text(in);
        int method = in.readByte();
        long crc = in.readLong();
        long packed = in.readLong();
        long size = in.readLong();
        long modified = in.readLong();
        ZipRecord zip = new ZipRecord(
                name,
                method,
                crc,
                packed,
                size,
                modified == UNKNOWN ? null : Instant.ofEpochSecond(modified),
                in.readLong());
        return new Entry(zip, renamed ? original : null, exactly(32, in));
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(exactly(in.readInt(), in), StandardCharsets.UTF_8);
    }

    private static byte[] exactly(int length, DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a journal ends within a note");
        }
        return bytes;
    }
}
