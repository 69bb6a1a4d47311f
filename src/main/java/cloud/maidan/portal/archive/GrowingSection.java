package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.GrowingParts.Mark;
import cloud.maidan.portal.archive.zip.NameRegister;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepRun;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one service's folder. Every few seconds or mebibytes, where the service says all is whole, it is recorded. */
final class GrowingSection implements ArchiveSection {

    private static final Duration RECORD_EVERY = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final ArchiveRegister register;
    private final ArchiveId archive;
    private final StepRun run;
    private final Clock clock;
    private final String folder;
    private final ArchiveFiles files;
    private final PartsWriter writer;
    private final NameRegister names;
    private final long recordAfter;
    private SectionRow row;
    private Cursor reached;
    private Cursor wholeCursor;
    private Mark whole;
    /** Nothing was added since the service last said that all is whole. */
    private boolean nothingSince = true;

    private boolean partialEnded;
    private Instant recordedAt;
    private Instant lookedAt;

    GrowingSection(
            ArchiveRegister register,
            ArchiveId archive,
            SectionRow row,
            StepRun run,
            Clock clock,
            String folder,
            ArchiveFiles files,
            PartsWriter writer,
            NameRegister names) {
        this.register = register;
        this.archive = archive;
        this.row = row;
        this.run = run;
        this.clock = clock;
        this.folder = folder;
        this.files = files;
        this.names = names;
        this.writer = writer;
        this.recordAfter = files.partSize() / 2;
        this.reached = row.cursor();
        this.wholeCursor = row.cursor();
        this.whole = writer.parts().mark();
        this.recordedAt = clock.instant();
        this.lookedAt = recordedAt;
    }

    @Override
    public Cursor resumeFrom() {
        return row.cursor();
    }

    @Override
    public boolean finished() {
        return row.complete();
    }

    @Override
    public void entry(String path, Form form, @Nullable Instant modified, InputStream content) {
        if (!finished()) {
            dropPartial();
            add(path, form, modified, content, new Looking());
        }
    }

    @Override
    public void resumable(String path, Form form, @Nullable Instant modified, String version, Rereadable content) {
        if (finished()) {
            return;
        }
        if (!nothingSince) {
            dropPartial();
            content.read(0, in -> add(path, form, modified, in, new Looking()));
            return;
        }
        recordWhole();
        Partial begun = row.partial();
        if (begun != null && begun.of(path, version)) {
            goOn(begun, content);
        } else {
            dropPartial();
            content.read(0, in -> {
                String name = names.choose(path);
                String original = name.equals(path) ? null : path;
                add(path, form, modified, in, new Keeping(path, version, folder + name, original, modified));
            });
        }
    }

    private void goOn(Partial begun, Rereadable content) {
        List<Recorded> parts = register.files(archive).stream()
                .filter(file -> file.ordinal() == row.ordinal() && file.seq() > begun.seq() && !file.journal())
                .toList();
        LargeEntry entry = writer.begun(begun, parts);
        content.read(entry.size(), in -> {
            Keeping keeping =
                    new Keeping(begun.path(), begun.version(), begun.name(), begun.original(), begun.modified());
            whileMine(() -> writer.goOn(begun, parts, in, keeping, entry));
            names.take(begun.name().substring(folder.length()));
            nothingSince = false;
            partialEnded = true;
        });
        if (!partialEnded) {
            dropPartial();
        }
    }

    private void add(
            String path, Form form, @Nullable Instant modified, InputStream content, PartsWriter.Midway midway) {
        String name = names.choose(path);
        String original = name.equals(path) ? null : path;
        whileMine(() -> writer.add(folder + name, original, form == Form.TEXT, modified, content, midway));
        names.take(name);
        nothingSince = false;
        partialEnded = row.partial() != null;
        register.requireWithinLimits(writer.pending());
    }

    @Override
    public void missing(String path, Text why) {
        note(new Journal.Missing(path, why));
        nothingSince = false;
    }

    @Override
    public void describe(String path, Text meaning) {
        note(new Journal.Described(path, meaning));
    }

    @Override
    public void schema(String path, String resource) {
        Bag.requireResource(resource);
        note(new Journal.Schema(path, resource));
    }

    @Override
    public void reached(Cursor cursor) {
        if (finished()) {
            return;
        }
        mark(cursor);
        Instant now = clock.instant();
        if (writer.pending() >= recordAfter || !now.isBefore(recordedAt.plus(RECORD_EVERY))) {
            whileMine(writer::flush);
            record(false);
        } else {
            look(now);
        }
    }

    @Override
    public void finish() {
        if (!finished()) {
            if (!partialEnded) {
                dropPartial();
            }
            mark(reached);
            whileMine(writer::flush);
            record(true);
        }
    }

    @Override
    public void close() {
        try (writer) {
            if (!finished()) {
                writer.flushWhole();
                if (!whole.empty()) {
                    record(false);
                }
            }
        }
    }

    private void mark(Cursor cursor) {
        reached = cursor;
        nothingSince = true;
        writer.reached(() -> {
            whole = writer.parts().mark();
            wholeCursor = cursor;
        });
    }

    private void look(Instant now) {
        if (!now.isBefore(lookedAt.plus(LOOK_EVERY))) {
            run.stillMine();
            lookedAt = now;
        }
    }

    private void note(Journal.Note note) {
        if (!finished()) {
            whileMine(() -> writer.note(note));
        }
    }

    /** Files vanish under a run whose step another has taken over: that is then the reason, not the disk. */
    private void whileMine(Runnable writing) {
        try {
            writing.run();
        } catch (ArchiveStorageFault e) {
            run.stillMine();
            throw e;
        }
    }

    private void recordWhole() {
        mark(reached);
        whileMine(writer::flush);
        if (!whole.empty()) {
            record(false);
        }
    }

    /** Whether the transaction took place may stay unknown when it fails: sealed files are never deleted here. */
    private void record(boolean complete) {
        Mark mark = whole;
        whole = new Mark(0, 0, 0, mark.end(), GrowingParts.Tally.NONE);
        List<Recorded> sealed = new ArrayList<>();
        whileMine(() -> sealed.addAll(writer.parts().seal(mark, row.nextSeq())));
        Partial left = partialEnded ? null : row.partial();
        SectionRow next = row.after(wholeCursor, mark, sealed, left, complete);
        writer.parts().recorded();
        run.effect(() -> register.record(archive, row, next, sealed));
        recorded(next);
        partialEnded = false;
    }

    private void recorded(SectionRow next) {
        row = next;
        recordedAt = clock.instant();
        lookedAt = recordedAt;
    }

    /** Forgets what an earlier run read of an entry that this one does not go on with. */
    private void dropPartial() {
        Partial partial = row.partial();
        if (partial != null && !partialEnded) {
            SectionRow next = row.without(partial);
            run.effect(() -> register.dropPartial(archive, next, partial));
            row = next;
        }
    }

    /** Sees between two blocks whether this run still holds its step. */
    private class Looking implements PartsWriter.Midway {

        @Override
        public void at(LargeEntry entry) {
            look(clock.instant());
        }

        @Override
        public void brokenOff(LargeEntry entry) {}

        @Override
        public long counted() {
            return 0;
        }
    }

    /** Records what there is of an entry, so that the next run need not read it again. */
    private final class Keeping extends Looking {

        private final String path;
        private final String version;
        private final String name;
        private final @Nullable String original;
        private final @Nullable Instant modified;

        Keeping(String path, String version, String name, @Nullable String original, @Nullable Instant modified) {
            this.path = path;
            this.version = version;
            this.name = name;
            this.original = original;
            this.modified = modified;
        }

        @Override
        public void at(LargeEntry entry) {
            Instant now = clock.instant();
            if (writer.pending() >= recordAfter || !now.isBefore(recordedAt.plus(RECORD_EVERY))) {
                keep(entry);
            } else {
                super.at(entry);
            }
        }

        @Override
        public void brokenOff(LargeEntry entry) {
            keep(entry);
        }

        @Override
        public long counted() {
            Partial before = row.partial();
            return before == null ? 0 : before.size();
        }

        private void keep(LargeEntry entry) {
            Partial before = row.partial();
            int head = before == null ? row.nextSeq() : before.seq();
            int seq = before == null ? head + 1 : row.nextSeq();
            List<Recorded> sealed = new ArrayList<>();
            whileMine(() -> sealed.addAll(writer.parts().sealBlocks(head, seq)));
            if (!sealed.isEmpty()) {
                Partial partial = new Partial(
                        path, version, name, original, entry.blocks().method(), modified, head, entry.written());
                SectionRow next = row.midway(partial, counted(), seq + sealed.size());
                run.effect(() -> register.record(archive, row, next, sealed));
                recorded(next);
            }
        }
    }
}
