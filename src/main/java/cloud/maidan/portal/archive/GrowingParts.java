package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Growing;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts and the journal of a section that grow on the disk and are not recorded yet. */
final class GrowingParts {

    private static final int NONE = -1;

    private final ArchiveFiles files;
    private final int ordinal;
    private final List<Growing> parts = new ArrayList<>();
    private Consumer<Journal.Entry> listener = entry -> {};
    private @Nullable Growing journal;
    private Journal notes = new Journal();
    private int headSeq = NONE;
    private long end;
    private Tally tally = Tally.NONE;

    /** What was added since the last recording. */
    record Tally(long items, long payload, long missing) {

        static final Tally NONE = new Tally(0, 0, 0);

        Tally plus(long items, long payload, long missing) {
            return new Tally(this.items + items, this.payload + payload, this.missing + missing);
        }
    }

    /** A place up to which everything is whole. @param end offset in the section */
    record Mark(int parts, long lastPart, long journal, long end, Tally tally) {

        boolean empty() {
            return parts == 0 && journal == 0;
        }
    }

    /** @param start offset at which the section goes on */
    GrowingParts(ArchiveFiles files, int ordinal, long start) {
        this.files = files;
        this.ordinal = ordinal;
        this.end = start;
    }

    /** @param written is told each entry once it is */
    void telling(Consumer<Journal.Entry> written) {
        listener = written;
    }

    /** Where the section ends, of what is written. */
    long end() {
        return end;
    }

    void moveEnd(long bytes) {
        end += bytes;
    }

    int count() {
        return parts.size();
    }

    /** Bytes of all parts. */
    long size() {
        return parts.stream().mapToLong(Growing::size).sum();
    }

    /** Another part, for the header of a large entry. */
    Growing begin() {
        Growing head = files.create(ordinal);
        parts.add(head);
        return head;
    }

    /** The header of a large entry, once size and checksum are known. */
    void complete(Growing head, byte[] header) {
        head.write(header);
        if (parts.getLast() != head) {
            head.close();
        }
    }

    /** The first part holds the header of an entry whose later parts are recorded already. @param seq kept for it */
    void headedBy(int seq) {
        headSeq = seq;
    }

    /** The place up to which everything is written. */
    Mark mark() {
        return new Mark(
                parts.size(),
                parts.isEmpty() ? 0 : parts.getLast().size(),
                journal == null ? 0 : journal.size(),
                end,
                tally);
    }

    /** Brings everything up to the mark to the disk and lets go of the rest. @param seq of the first of the files */
    List<Recorded> seal(Mark mark, int seq) {
        List<Recorded> recorded = new ArrayList<>();
        List<Growing> kept = new ArrayList<>(parts.subList(0, mark.parts()));
        int next = seq;
        for (Growing part : kept) {
            boolean last = part == kept.getLast();
            boolean head = headSeq != NONE && part == kept.getFirst();
            recorded.add(new Recorded(
                    ordinal, head ? headSeq : next++, false, part.name(), last ? mark.lastPart() : part.size()));
        }
        if (journal != null && mark.journal() > 0) {
            recorded.add(new Recorded(ordinal, next, true, journal.name(), mark.journal()));
            kept.add(journal);
        }
        kept.forEach(Growing::close);
        files.publish(kept);
        dropFrom(mark.parts());
        return recorded;
    }

    /** Brings everything to the disk that nothing will follow. */
    List<Recorded> sealAll() {
        List<Recorded> sealed = seal(mark(), 0);
        recorded();
        return sealed;
    }

    /** Starts counting anew after what was sealed has been recorded. */
    void recorded() {
        parts.clear();
        headSeq = NONE;
        journal = null;
        tally = Tally.NONE;
    }

    /** Brings the blocks of an unfinished large entry to the disk. @param headSeq kept for the part with its header */
    List<Recorded> sealBlocks(int headSeq, int seq) {
        List<Growing> kept = new ArrayList<>(parts.subList(1, parts.size()));
        List<Recorded> recorded = new ArrayList<>();
        for (Growing part : kept) {
            recorded.add(new Recorded(ordinal, seq + recorded.size(), false, part.name(), part.size()));
        }
        kept.forEach(Growing::close);
        files.publish(kept);
        parts.subList(1, parts.size()).clear();
        this.headSeq = headSeq;
        return recorded;
    }

    /** Lets go of everything. */
    void drop() {
        dropFrom(0);
        if (journal != null) {
            journal.drop();
        }
        recorded();
    }

    /** @param counted bytes of the content that are counted already */
    void wrote(Journal.Entry entry, long counted) {
        write(entry);
        tally = tally.plus(1, entry.zip().size() - counted, 0);
        listener.accept(entry);
    }

    void write(Journal.Note note) {
        if (journal == null) {
            journal = files.create(ordinal);
            notes = new Journal();
        }
        journal.write(notes.bytes(note));
        if (note instanceof Journal.Missing) {
            tally = tally.plus(0, 0, 1);
        }
    }

    void append(byte[] bytes, int length) {
        for (int done = 0; done < length; ) {
            Growing part = withRoom(1);
            int now = (int) Math.min(length - done, part.room());
            part.write(bytes, done, now);
            done += now;
        }
    }

    /** A block lies whole in one part, so that each part ends where packing can go on. @param head index of the header's */
    void appendBlock(byte[] bytes, int length, int head) {
        if (length == 0) {
            return;
        }
        if (parts.size() == head + 1) {
            parts.add(files.create(ordinal));
        }
        withRoom(length).write(bytes, 0, length);
    }

    private Growing withRoom(long bytes) {
        if (parts.isEmpty()) {
            parts.add(files.create(ordinal));
        } else if (parts.getLast().room() < bytes && parts.getLast().size() > 0) {
            parts.getLast().close();
            parts.add(files.create(ordinal));
        }
        return parts.getLast();
    }

    void dropFrom(int first) {
        while (parts.size() > first) {
            parts.removeLast().drop();
        }
    }
}
