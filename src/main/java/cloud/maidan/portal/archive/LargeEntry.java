package cloud.maidan.portal.archive;

import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/** Reads, measures and packs one entry that is too large for memory, block by block and side by side. */
final class LargeEntry {

    static final int BLOCK = 1 << 20;

    private final Press press;
    private final Packing.Blocks blocks;
    private final int block;
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = Digests.sha256();
    private final Deque<Underway> underway = new ArrayDeque<>();
    private final Deque<Press.Store> free = new ArrayDeque<>();
    private byte[] window = new byte[0];
    private long size;
    private long written;

    private record Underway(Press.Store store, int length, Future<Integer> packed) {}

    /** Takes packed blocks. */
    interface Out {

        /** Another block of content follows. */
        void before();

        void write(byte[] bytes, int length);
    }

    LargeEntry(Press press, Packing.Blocks blocks, int block) {
        this.press = press;
        this.blocks = blocks;
        this.block = block;
        int stores = blocks.copies() ? 1 : Press.THREADS + 1;
        for (int i = 0; i < stores; i++) {
            free.add(new Press.Store());
        }
    }

    Packing.Blocks blocks() {
        return blocks;
    }

    /** Bytes of the content so far. */
    long size() {
        return size;
    }

    /** Bytes of the content that are handed on. */
    long written() {
        return written;
    }

    long crc() {
        return crc.getValue();
    }

    byte[] sha256() {
        return sha256.digest();
    }

    /** Measures what was packed before. */
    void goOnAfter(InputStream packed) {
        byte[] bytes = new byte[1 << 16];
        try (InputStream content = blocks.unpacked(packed)) {
            for (int length = content.read(bytes); length >= 0; length = content.read(bytes)) {
                measure(bytes, 0, length);
                remember(bytes, length);
            }
            written = size;
        } catch (IOException e) {
            throw ArchiveStorageFault.broken(e);
        }
    }

    /** Reads to the end, handing on packed blocks in order; also those that came before the content broke off. */
    void write(InputStream in, Out out) {
        try {
            boolean last = false;
            while (!last) {
                if (free.isEmpty()) {
                    writeOldest(out);
                }
                last = next(in, out);
            }
        } catch (ServiceFault brokenOff) {
            writeAll(out);
            throw brokenOff;
        }
        writeAll(out);
    }

    private boolean next(InputStream in, Out out) {
        Press.Store store = free.remove();
        int before = window.length;
        store.makeRoom(before + block);
        System.arraycopy(window, 0, store.raw, 0, before);
        int length = Batch.read(in, store.raw, before, block);
        boolean last = length < block;
        measure(store.raw, before, length);
        if (blocks.copies()) {
            handOn(store.raw, length, length, out);
            free.add(store);
        } else {
            window = tail(store.raw, before + length);
            int read = length;
            underway.add(
                    new Underway(store, read, press.submit(tools -> blocks.pack(store, before, read, last, tools))));
        }
        return last;
    }

    private void writeAll(Out out) {
        while (!underway.isEmpty()) {
            writeOldest(out);
        }
    }

    private void writeOldest(Out out) {
        Underway oldest = underway.remove();
        int length = Press.await(oldest.packed());
        handOn(oldest.store().packed, length, oldest.length(), out);
        free.add(oldest.store());
    }

    private void handOn(byte[] packed, int length, int content, Out out) {
        if (content > 0) {
            out.before();
        }
        out.write(packed, length);
        written += content;
    }

    private void measure(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        sha256.update(bytes, offset, length);
        size += length;
    }

    private byte[] tail(byte[] bytes, int end) {
        return Arrays.copyOfRange(bytes, end - Math.min(end, blocks.window()), end);
    }

    private void remember(byte[] bytes, int length) {
        byte[] both = Arrays.copyOf(window, window.length + length);
        System.arraycopy(bytes, 0, both, window.length, length);
        window = tail(both, both.length);
    }
}
