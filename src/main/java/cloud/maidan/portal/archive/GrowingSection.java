package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.ArchiveRegister.SectionRow;
import cloud.maidan.portal.archive.PartsWriter.Mark;
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
    private final PartsWriter writer;
    private final NameRegister names;
    private final long recordAfter;
    private SectionRow row;
    private Cursor cursor;
    private Mark whole;
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
            NameRegister names) {
        this.register = register;
        this.archive = archive;
        this.row = row;
        this.run = run;
        this.clock = clock;
        this.folder = folder;
        this.names = names;
        this.writer = new PartsWriter(files, row.ordinal(), row.bytes());
        this.recordAfter = files.partSize() / 2;
        this.cursor = row.cursor();
        this.whole = writer.mark();
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
        if (finished()) {
            return;
        }
        String name = names.choose(path);
        String original = name.equals(path) ? null : path;
        whileMine(() -> writer.add(folder + name, original, form == Form.TEXT, modified, content));
        names.take(name);
        register.requireWithinLimits(writer.pending());
    }

    @Override
    public void missing(String path, Text why) {
        note(new Journal.Missing(path, why));
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
        this.cursor = cursor;
        whole = writer.mark();
        Instant now = clock.instant();
        if (writer.pending() >= recordAfter || !now.isBefore(recordedAt.plus(RECORD_EVERY))) {
            record(false);
        } else if (!now.isBefore(lookedAt.plus(LOOK_EVERY))) {
            run.stillMine();
            lookedAt = now;
        }
    }

    @Override
    public void finish() {
        if (!finished()) {
            whole = writer.mark();
            record(true);
        }
    }

    @Override
    public void close() {
        try (writer) {
            if (!finished() && !whole.empty()) {
                record(false);
            }
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

    /** Whether the transaction took place may stay unknown when it fails: sealed files are never deleted here. */
    private void record(boolean complete) {
        Mark mark = whole;
        whole = new Mark(0, 0, 0, mark.end(), PartsWriter.Tally.NONE);
        List<Recorded> files = new ArrayList<>();
        whileMine(() -> files.addAll(writer.seal(mark, row.nextSeq())));
        SectionRow next = row.after(cursor, mark, files.size(), complete);
        writer.recorded();
        run.effect(() -> register.record(archive, row, next, files));
        row = next;
        recordedAt = clock.instant();
        lookedAt = recordedAt;
    }
}
