package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Growing;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.zip.ZipRecord;
import cloud.maidan.portal.services.ServiceFault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a row of encrypted parts, with a journal beside them. Part after part, in order, is the file. Small
 * entries are packed together beside the reading thread and written in order. A large entry fills parts of its own, and
 * only then its header, which holds size and checksum, is put into the part before: nothing is written twice and nothing
 * is guessed.
 */
final class PartsWriter implements AutoCloseable {

    /** Up to so many bytes of an entry are held in memory and packed at once. */
    static final int SMALL = 8 << 20;
    /** Batches waiting to be written; each holds a store. */
    private static final int WAITING = 2 * Press.THREADS;

    private final ArchiveFiles files;
    private final GrowingParts parts;
    private final Packing packing;
    private final Press press;
    private final int smallest;
    private final int together;
    private final Press.Store own = new Press.Store();
    private final Deque<Batch> queue = new ArrayDeque<>();
    private boolean ownFree = true;
    private @Nullable Batch open;
    private Press.@Nullable Store retained;
    private @Nullable Throwable failure;

    /** Is asked between the blocks of a large entry, where what was written so far can be kept. */
    interface Midway {

        Midway NEVER = new Midway() {
            @Override
            public void at(LargeEntry entry) {}

            @Override
            public void brokenOff(LargeEntry entry) {}

            @Override
            public long counted() {
                return 0;
            }
        };

        /** Another block follows. */
        void at(LargeEntry entry);

        /** The content ended too early. */
        void brokenOff(LargeEntry entry);

        /** Bytes of the content that recordings so far have counted. */
        long counted();
    }

    /** @param start offset at which the section goes on */
    PartsWriter(ArchiveFiles files, int ordinal, long start, Packing packing, Press press) {
        this.files = files;
        this.parts = new GrowingParts(files, ordinal, start);
        this.packing = packing;
        this.press = press;
        this.smallest = (int) Math.min(SMALL, files.partSize() / 2);
        this.together = (int) Math.min(packing.together(), files.partSize() / 4);
    }

    /**
     * @param original the path as the service gave it; null when it is the name's own
     * @param text whether the content is worth deflating
     */
    void add(
            String name,
            @Nullable String original,
            boolean text,
            @Nullable Instant modified,
            InputStream in,
            Midway midway) {
        Batch batch = open();
        int front = packing.front(name);
        int held = batch.read(in, front, smallest);
        int start = batch.raw + front;
        if (held < smallest) {
            batch.add(new Batch.Member(name, original, text, modified, start, held), packing.behind(held));
            if (batch.full(together)) {
                emit();
            }
            return;
        }
        Press.Store store = batch.store;
        retained = store;
        try {
            flush();
            byte[] raw = store.raw;
            Packing.Blocks blocks = Press.await(press.submit(tools -> packing.blocks(text, raw, start, held, tools)));
            LargeEntry large = new LargeEntry(press, blocks, block());
            InputStream content = new SequenceInputStream(new ByteArrayInputStream(raw, start, held), in);
            addLarge(large, name, original, modified, content, 0, midway);
        } finally {
            retained = null;
            release(store);
        }
    }

    /** Goes on with a large entry that an earlier run began. @param recorded its parts so far */
    void goOn(Partial partial, List<Recorded> recorded, InputStream rest, Midway midway, LargeEntry large) {
        flush();
        parts.headedBy(partial.seq());
        addLarge(large, partial.name(), partial.original(), partial.modified(), rest, recordedBytes(recorded), midway);
    }

    /** The entry as far as an earlier run got. */
    LargeEntry begun(Partial partial, List<Recorded> recorded) {
        LargeEntry large = new LargeEntry(press, packing.blocks(partial.method()), block());
        large.goOnAfter(new PartsStream(files, recorded));
        return large;
    }

    void note(Journal.Note note) {
        if (queue.isEmpty() && (open == null || open.empty())) {
            parts.write(note);
        } else {
            Batch batch = open();
            batch.notes.add(note);
            if (batch.full(together)) {
                emit();
            }
        }
    }

    /** Everything added so far is whole. @param written is run once it is also written, unless a later call comes first */
    void reached(Runnable written) {
        if (open != null && !open.empty()) {
            open.mark(written);
        } else if (!queue.isEmpty()) {
            queue.getLast().reached = written;
        } else {
            written.run();
        }
    }

    /** Writes everything that was added. */
    void flush() {
        emitAll();
        while (!queue.isEmpty()) {
            writeOldest();
        }
    }

    /** Writes what was added before {@link #reached} was called last, and drops the rest. */
    void flushWhole() {
        if (failure != null) {
            return;
        }
        if (open != null) {
            open.dropUnmarked(packing);
        }
        flush();
    }

    /** What was written and is not recorded yet. */
    GrowingParts parts() {
        return parts;
    }

    /** Appends bytes that are no entry. */
    void addBytes(byte[] bytes) {
        flush();
        parts.append(bytes, bytes.length);
        parts.moveEnd(bytes.length);
    }

    /** Bytes added since the last recording, about. */
    long pending() {
        long waiting = open == null ? 0 : open.raw;
        for (Batch batch : queue) {
            waiting += batch.raw;
        }
        return waiting + parts.size();
    }

    /** Forgets what was not sealed. */
    @Override
    public void close() {
        while (!queue.isEmpty()) {
            Batch batch = queue.remove();
            awaitQuietly(batch);
            release(batch.store);
        }
        if (open != null) {
            release(open.store);
            open = null;
        }
        parts.drop();
    }

    private int block() {
        return (int) Math.min(LargeEntry.BLOCK, files.partSize() / 4);
    }

    private Batch open() {
        if (open == null) {
            open = new Batch(store());
        }
        return open;
    }

    private Press.Store store() {
        while (true) {
            if (ownFree) {
                ownFree = false;
                return own;
            }
            Press.Store spare = queue.size() < WAITING ? press.tryBorrow() : null;
            if (spare != null) {
                return spare;
            }
            if (queue.isEmpty()) {
                return new Press.Store();
            }
            writeOldest();
        }
    }

    private void release(Press.Store store) {
        if (store == retained) {
            return;
        }
        if (store == own) {
            ownFree = true;
        } else {
            press.giveBack(store);
        }
    }

    private void emitAll() {
        while (open != null) {
            emit();
        }
    }

    /** Has the open batch packed up to where it is whole; what came later waits for the next one. */
    private void emit() {
        Batch batch = open;
        open = null;
        if (batch == null) {
            return;
        }
        if (batch.empty()) {
            release(batch.store);
            return;
        }
        if (batch.hasMoreThanMarked()) {
            Batch later = new Batch(store());
            batch.moveUnmarked(later, packing);
            open = later;
        }
        List<Batch.Member> members = List.copyOf(batch.members);
        int raw = batch.raw;
        batch.packed = press.submit(tools -> packing.pack(batch.store, members, raw, tools));
        queue.add(batch);
    }

    private void writeOldest() {
        if (failure != null) {
            throw new IllegalStateException("nothing can follow what could not be written", failure);
        }
        Batch batch = queue.remove();
        try {
            Packing.Packed packed = batch.packed == null ? null : Press.await(batch.packed);
            if (packed != null) {
                parts.append(batch.store.packed, packed.length());
                for (Journal.Entry entry : packed.entries()) {
                    parts.wrote(entry.movedBy(parts.end()), 0);
                }
                parts.moveEnd(packed.length());
            }
            batch.notes.forEach(parts::write);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            release(batch.store);
        }
        if (batch.reached != null) {
            batch.reached.run();
        }
    }

    /** A store can be given back only when nobody packs in it any more. */
    private static void awaitQuietly(Batch batch) {
        try {
            if (batch.packed != null) {
                Press.await(batch.packed);
            }
        } catch (IllegalStateException e) {
            // nobody wants it any more
        }
    }

    private void addLarge(
            LargeEntry large,
            String name,
            @Nullable String original,
            @Nullable Instant modified,
            InputStream in,
            long packedBefore,
            Midway midway) {
        int before = parts.count();
        Growing head = parts.begin();
        Packed packed = new Packed(packedBefore);
        try {
            large.write(in, new LargeEntry.Out() {
                @Override
                public void before() {
                    midway.at(large);
                }

                @Override
                public void write(byte[] bytes, int length) {
                    parts.appendBlock(bytes, length, before);
                    packed.bytes += length;
                }
            });
            byte[] tail = packing.tail(large.size());
            parts.appendBlock(tail, tail.length, before);
            packed.bytes += tail.length;
        } catch (ServiceFault brokenOff) {
            midway.brokenOff(large);
            parts.dropFrom(before);
            throw brokenOff;
        } catch (RuntimeException | Error e) {
            parts.dropFrom(before);
            throw e;
        }
        ZipRecord zip =
                packing.record(name, large.blocks(), large.crc(), packed.bytes, large.size(), modified, parts.end());
        byte[] header = packing.head(zip);
        parts.complete(head, header);
        parts.moveEnd(header.length + packed.bytes);
        parts.wrote(new Journal.Entry(zip, original, large.sha256()), midway.counted());
    }

    private static final class Packed {

        private long bytes;

        Packed(long bytes) {
            this.bytes = bytes;
        }
    }

    private static long recordedBytes(List<Recorded> recorded) {
        return recorded.stream().mapToLong(Recorded::bytes).sum();
    }
}
