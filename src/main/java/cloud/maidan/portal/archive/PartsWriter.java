package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Growing;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.zip.Compression;
import cloud.maidan.portal.archive.zip.ZipFormat;
import cloud.maidan.portal.archive.zip.ZipRecord;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries of a ZIP file to a row of encrypted parts, with a journal beside them. Part after part, in order, is
 * the file. A small entry lies whole in one part. A larger one fills parts of its own, and only then its header, which
 * holds sizes and checksum, is put at the end of the part before: nothing is written twice and nothing is guessed.
 */
final class PartsWriter implements AutoCloseable {

    /** Room for headers, so that a part with one more of them stays below its size. */
    private static final int HEADER_ROOM = 2048;

    private final ArchiveFiles files;
    private final int ordinal;
    private final Compression compression = Compression.fastest();
    private final EntryContent content = new EntryContent(compression);
    private final List<Growing> parts = new ArrayList<>();
    private @Nullable Growing journal;
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
    PartsWriter(ArchiveFiles files, int ordinal, long start) {
        this.files = files;
        this.ordinal = ordinal;
        this.end = start;
    }

    /**
     * @param original the path as the service gave it; null when it is the name's own
     * @param text whether the content is worth deflating
     */
    Journal.Entry add(
            String name, @Nullable String original, boolean text, @Nullable Instant modified, InputStream in) {
        boolean small = content.begin(in, text, smallest());
        ZipRecord zip = small ? addSmall(name, modified) : addLarge(name, modified);
        Journal.Entry entry = new Journal.Entry(zip, original, content.sha256());
        note(entry);
        tally = tally.plus(1, zip.size(), 0);
        return entry;
    }

    void note(Journal.Note note) {
        if (journal == null) {
            journal = files.create(ordinal);
        }
        journal.write(Journal.bytes(note));
        if (note instanceof Journal.Missing) {
            tally = tally.plus(0, 0, 1);
        }
    }

    /** Appends bytes that are no entry: the directory. */
    void addBytes(byte[] bytes) {
        withRoom(bytes.length).write(bytes);
        end += bytes.length;
    }

    long end() {
        return end;
    }

    /** Bytes added since the last recording. */
    long pending() {
        return parts.stream().mapToLong(Growing::size).sum();
    }

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
        for (Growing part : kept) {
            boolean last = part == kept.getLast();
            recorded.add(new Recorded(
                    ordinal, seq + recorded.size(), false, part.name(), last ? mark.lastPart() : part.size()));
        }
        if (journal != null && mark.journal() > 0) {
            recorded.add(new Recorded(ordinal, seq + recorded.size(), true, journal.name(), mark.journal()));
            kept.add(journal);
        }
        kept.forEach(Growing::close);
        files.publish(kept);
        dropFrom(mark.parts());
        return recorded;
    }

    /** Starts counting anew after what was sealed has been recorded. */
    void recorded() {
        parts.clear();
        journal = null;
        tally = Tally.NONE;
    }

    /** Forgets what was not sealed. */
    @Override
    public void close() {
        dropFrom(0);
        if (journal != null) {
            journal.drop();
        }
        recorded();
        compression.close();
    }

    private int smallest() {
        return (int) Math.min(EntryContent.SMALL, files.partSize() / 2);
    }

    private ZipRecord addSmall(String name, @Nullable Instant modified) {
        ZipRecord zip = content.record(name, modified, end);
        byte[] header = ZipFormat.localHeader(zip);
        Growing part = withRoom(header.length + zip.packed());
        part.write(header);
        content.writeSmall(part);
        end += header.length + zip.packed();
        return zip;
    }

    private ZipRecord addLarge(String name, @Nullable Instant modified) {
        Growing head = withRoom(HEADER_ROOM);
        int before = parts.size();
        try {
            parts.add(files.create(ordinal));
            content.writeLarge(this::append);
            ZipRecord zip = content.record(name, modified, end);
            byte[] header = ZipFormat.localHeader(zip);
            head.write(header);
            head.close();
            end += header.length + zip.packed();
            return zip;
        } catch (RuntimeException | Error e) {
            dropFrom(before);
            throw e;
        }
    }

    private void append(byte[] bytes, int length) {
        for (int done = 0; done < length; ) {
            if (parts.getLast().room() <= HEADER_ROOM) {
                parts.getLast().close();
                parts.add(files.create(ordinal));
            }
            int now = (int) Math.min(length - done, parts.getLast().room() - HEADER_ROOM);
            parts.getLast().write(bytes, done, now);
            done += now;
        }
    }

    private Growing withRoom(long bytes) {
        if (parts.isEmpty()) {
            parts.add(files.create(ordinal));
        } else if (parts.getLast().room() < bytes + HEADER_ROOM
                && parts.getLast().size() > 0) {
            parts.getLast().close();
            parts.add(files.create(ordinal));
        }
        return parts.getLast();
    }

    private void dropFrom(int first) {
        while (parts.size() > first) {
            parts.removeLast().drop();
        }
    }
}
