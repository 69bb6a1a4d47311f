package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.work.StepRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts pages and folders into pieces between two entries and writes what ends each: with several pieces a list of what
 * the piece holds, and with a directory the directory.
 */
final class PieceWriter {

    private static final int LOOK_EVERY = 5_000;
    /** What a piece needs beside its entries and their lines, at most. */
    private static final int END = 4 << 10;
    /** A line of the list of what a piece holds has the name, the checksum, and two spaces. */
    private static final int CHECKSUM_LINE = 67;

    private final ArchiveRow archive;
    private final ArchiveFiles files;
    private final List<Recorded> body;
    private final Packing packing;
    private final Press press;
    private final StepRun run;
    private final Map<Integer, Long> starts;

    PieceWriter(ArchiveRow archive, ArchiveFiles files, List<Recorded> body, Press press, StepRun run) {
        this.archive = archive;
        this.files = files;
        this.body = body;
        this.packing = Packing.of(archive.form());
        this.press = press;
        this.run = run;
        this.starts = starts(body);
    }

    /** Where pieces begin and end; one piece when no size is asked for. */
    List<PieceRow> plan() {
        long end = WholeArchive.body(files, body).size();
        List<PieceRow> pieces = new ArrayList<>();
        if (archive.pieceBytes() > 0) {
            long begin = 0;
            long lines = END;
            try (Entries entries = new Entries()) {
                Journal.Entry entry = entries.next();
                while (entry != null) {
                    long offset = entry.zip().offset();
                    long added = 0;
                    while (entry != null && entry.zip().offset() == offset) {
                        added += packing.line(entry.zip()).length
                                + CHECKSUM_LINE
                                + entry.zip().name().length() * 3L / 2;
                        entry = entries.next();
                    }
                    long next = entry == null ? end : entry.zip().offset();
                    if (offset > begin && next - begin + lines + added > archive.pieceBytes()) {
                        pieces.add(PieceRow.planned(pieces.size() + 1, begin, offset - begin));
                        begin = offset;
                        lines = END;
                    }
                    lines += added;
                }
            }
            pieces.add(PieceRow.planned(pieces.size() + 1, begin, end - begin));
        } else {
            pieces.add(PieceRow.planned(1, 0, end));
        }
        return pieces;
    }

    /** Writes what ends the pieces. */
    List<Recorded> write(List<PieceRow> pieces, Instant now) {
        List<Recorded> written = new ArrayList<>();
        List<Journal.Entry> lists = new ArrayList<>();
        if (pieces.size() > 1) {
            try (Entries entries = new Entries()) {
                pieces.forEach(piece -> written.addAll(list(piece, pieces.size(), entries, lists, now)));
            }
        }
        try (Entries entries = new Entries()) {
            for (PieceRow piece : pieces) {
                Journal.Entry list = lists.isEmpty() ? null : lists.get(piece.number() - 1);
                written.addAll(directory(piece, list, entries, written));
            }
        }
        return written;
    }

    private List<Recorded> list(PieceRow piece, int pieces, Entries entries, List<Journal.Entry> lists, Instant now) {
        Iterator<String> lines = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.before(piece);
            }

            @Override
            public String next() {
                return entries.require().checksumLine(archive.root());
            }
        };
        String name = archive.root() + "pieces/" + piece.number() + "-of-" + pieces + "-sha256.txt";
        try (PartsWriter out = new PartsWriter(files, Place.checksums(piece.number()), 0, packing, press)) {
            out.parts().telling(entry -> lists.add(entry.movedBy(piece.length())));
            out.add(name, null, true, now, Bag.lines(lines), PartsWriter.Midway.NEVER);
            out.flush();
            return out.parts().sealAll().stream()
                    .filter(file -> !file.journal())
                    .toList();
        }
    }

    private List<Recorded> directory(
            PieceRow piece, Journal.@Nullable Entry list, Entries entries, List<Recorded> written) {
        long begin = piece.length()
                + written.stream()
                        .filter(file -> file.ordinal() == Place.checksums(piece.number()))
                        .mapToLong(Recorded::bytes)
                        .sum();
        try (PartsWriter out = new PartsWriter(files, Place.directory(piece.number()), begin, packing, press)) {
            long count = 0;
            while (entries.before(piece)) {
                out.addBytes(packing.line(entries.require().zip().movedBy(-piece.first())));
                count++;
            }
            if (list != null) {
                out.addBytes(packing.line(list.zip()));
                count++;
            }
            out.addBytes(
                    packing.end(new Packing.Directory(count, begin, out.parts().end() - begin)));
            return out.parts().sealAll();
        }
    }

    /** Where each section begins in the file. */
    private static Map<Integer, Long> starts(List<Recorded> body) {
        Map<Integer, Long> starts = new HashMap<>();
        long at = 0;
        for (Recorded file :
                body.stream().sorted(Comparator.comparingInt(Recorded::ordinal)).toList()) {
            starts.putIfAbsent(file.ordinal(), at);
            at += file.journal() ? 0 : file.bytes();
        }
        return starts;
    }

    /** All entries in the order of the file, their offsets counted from its beginning. */
    private final class Entries implements AutoCloseable {

        private final JournalReader journal = new JournalReader(files, body);
        private Journal.@Nullable Entry ahead;
        private long read;

        Journal.@Nullable Entry next() {
            Journal.Entry entry = ahead;
            ahead = null;
            while (entry == null && journal.hasNext()) {
                JournalReader.Line line = journal.next();
                if (line.note() instanceof Journal.Entry found) {
                    entry = found.movedBy(starts.getOrDefault(line.ordinal(), 0L));
                    if (++read % LOOK_EVERY == 0) {
                        run.stillMine();
                    }
                }
            }
            return entry;
        }

        Journal.Entry require() {
            Journal.Entry entry = next();
            if (entry == null) {
                throw new java.util.NoSuchElementException();
            }
            return entry;
        }

        /** Whether another entry comes that lies in the piece. */
        boolean before(PieceRow piece) {
            ahead = next();
            return ahead != null && ahead.zip().offset() < piece.first() + piece.length();
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
