package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.zip.ZipRecord.DEFLATED;
import static cloud.maidan.portal.archive.zip.ZipRecord.STORED;

import cloud.maidan.portal.archive.zip.Compression;
import cloud.maidan.portal.archive.zip.ZipRecord;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Reads, measures and packs the content of one entry after the other, in memory that does not grow with the content. */
final class EntryContent {

    /** Up to so many bytes are held in memory, packed at once, and lie whole in one part. */
    static final int SMALL = 8 << 20;

    private static final int BLOCK = 1 << 16;
    private static final int SAMPLE = 1 << 16;

    private final Compression compression;
    private final CRC32 crc = new CRC32();
    private final MessageDigest digest = sha256Digest();
    private byte[] raw = new byte[BLOCK];
    private byte[] deflated = new byte[BLOCK];
    private InputStream in = InputStream.nullInputStream();
    private int method = STORED;
    private int held;
    private long size;
    private long packed;

    /** Takes packed bytes. */
    interface Out {
        void write(byte[] bytes, int length);
    }

    EntryContent(Compression compression) {
        this.compression = compression;
    }

    /** Reads the start of the content. Says whether that was all of it. */
    boolean begin(InputStream in, boolean text, int small) {
        this.in = in;
        crc.reset();
        digest.reset();
        size = 0;
        held = 0;
        while (held < small) {
            if (held == raw.length) {
                raw = Arrays.copyOf(raw, Math.min(small, 2 * held));
            }
            int got = read(raw, held, Math.min(raw.length, small) - held);
            if (got == 0) {
                measure(raw, held);
                packSmall(text);
                return true;
            }
            held += got;
        }
        measure(raw, held);
        method = text && shrinks() ? DEFLATED : STORED;
        return false;
    }

    void writeSmall(ArchiveFiles.Growing part) {
        part.write(method == DEFLATED ? deflated : raw, 0, (int) packed);
    }

    /** Reads to the end, handing on what is packed. */
    void writeLarge(Out out) {
        packed = 0;
        if (method == STORED) {
            for (int length = held; length > 0; length = next()) {
                out.write(raw, length);
            }
            packed = size;
        } else {
            deflateLarge(out);
        }
    }

    ZipRecord record(String name, @Nullable Instant modified, long offset) {
        return new ZipRecord(name, method, crc.getValue(), packed, size, modified, offset);
    }

    byte[] sha256() {
        return digest.digest();
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void packSmall(boolean text) {
        if (deflated.length < held) {
            deflated = new byte[raw.length];
        }
        packed = text && held > 0 ? compression.deflate(raw, held, deflated, held - 1) : 0;
        method = packed > 0 ? DEFLATED : STORED;
        packed = packed > 0 ? packed : held;
    }

    private boolean shrinks() {
        int sample = Math.min(SAMPLE, held);
        return compression.deflate(raw, sample, deflated, sample / 16 * 15) > 0;
    }

    private void deflateLarge(Out out) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            for (int length = held; length > 0; length = next()) {
                deflater.setInput(raw, 0, length);
                while (!deflater.needsInput()) {
                    drain(deflater, out);
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                drain(deflater, out);
            }
        } finally {
            deflater.end();
        }
    }

    private void drain(Deflater deflater, Out out) {
        int written = deflater.deflate(deflated);
        out.write(deflated, written);
        packed += written;
    }

    private int next() {
        int got = read(raw, 0, raw.length);
        measure(raw, got);
        return got;
    }

    private void measure(byte[] bytes, int length) {
        crc.update(bytes, 0, length);
        digest.update(bytes, 0, length);
        size += length;
    }

    private int read(byte[] bytes, int offset, int length) {
        try {
            return in.readNBytes(bytes, offset, length);
        } catch (IOException e) {
            throw new ServiceFault(Fault.UNREACHABLE, null, "the content of an entry broke off", e);
        }
    }
}
