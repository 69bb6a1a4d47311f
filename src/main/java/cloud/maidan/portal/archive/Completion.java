package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveEvent.ArchiveCompleted;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.work.StepRun;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Turns finished sections into files to download: pages and checksums in front, a directory at the end, under the
 * member's passphrase if there is one, all read back once.
 */
@Component
class Completion {

    private static final long READ_AT_ONCE = 64 << 20;

    private final ArchiveRegister register;
    private final PieceRegister pieces;
    private final Bag bag;
    private final Press press;
    private final Sealing sealing;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Completion(
            ArchiveRegister register,
            PieceRegister pieces,
            Bag bag,
            Press press,
            Sealing sealing,
            ApplicationEventPublisher events,
            Clock clock) {
        this.register = register;
        this.pieces = pieces;
        this.bag = bag;
        this.press = press;
        this.sealing = sealing;
        this.events = events;
        this.clock = clock;
    }

    /** A finished file. */
    private record Finished(int number, long bytes, String sha256) {}

    void complete(ArchiveRow archive, ArchiveFiles files, ArchiveDescription description, StepRun run) {
        if (pieces.of(archive.id()).isEmpty()) {
            Written written = write(archive, files, description, run);
            if (!archive.underPassphrase()) {
                finish(archive, files, written.all(), written.pieces(), run, () -> record(archive, written));
                return;
            }
            run.effect(() -> {
                register.lockGrowing(archive.id());
                record(archive, written);
            });
            files.dropUnrecorded(register.files(archive.id()));
        }
        sealing.seal(archive, files, run);
        finish(archive, files, register.files(archive.id()), pieces.of(archive.id()), run, () -> {});
    }

    /** @param all parts, those made now among them @param made parts that are not recorded yet */
    private record Written(List<PieceRow> pieces, List<Recorded> all, List<Recorded> made) {}

    private Written write(ArchiveRow archive, ArchiveFiles files, ArchiveDescription description, StepRun run) {
        dropPartials(archive, run);
        List<SectionRow> sections = register.sections(archive.id());
        List<Recorded> payload = register.files(archive.id());
        files.dropUnrecorded(payload);
        List<Recorded> all = new ArrayList<>();
        try (PartsWriter pages = new PartsWriter(files, Place.PAGES, 0, Packing.of(archive.form()), press)) {
            bag.write(new Bag.Contents(archive, description, sections, files, payload), pages);
            all.addAll(pages.parts().sealAll());
        }
        List<Recorded> made = new ArrayList<>(all);
        all.addAll(payload);
        run.stillMine();
        PieceWriter writer = new PieceWriter(archive, files, all, press, run);
        List<PieceRow> pieces = writer.plan();
        List<Recorded> ends = writer.write(pieces, clock.instant());
        made.addAll(ends);
        all.addAll(ends);
        return new Written(pieces, all, made);
    }

    private void dropPartials(ArchiveRow archive, StepRun run) {
        for (SectionRow row : register.sections(archive.id())) {
            Partial partial = row.partial();
            if (partial != null) {
                run.effect(() -> register.dropPartial(archive.id(), row.without(partial), partial));
            }
        }
    }

    private void record(ArchiveRow archive, Written written) {
        register.insert(archive.id(), written.made());
        register.dropJournals(archive.id());
        pieces.insert(archive.id(), written.pieces());
    }

    private void finish(
            ArchiveRow archive,
            ArchiveFiles files,
            List<Recorded> all,
            List<PieceRow> cut,
            StepRun run,
            Runnable recording) {
        List<Finished> finished = cut.stream()
                .map(piece -> readBack(piece.number(), WholeArchive.piece(files, all, piece), run))
                .toList();
        long bytes = finished.stream().mapToLong(Finished::bytes).sum();
        String sha256 = finished.getFirst().sha256();
        run.effect(() -> {
            register.lockGrowing(archive.id());
            recording.run();
            finished.forEach(piece -> pieces.finish(archive.id(), piece.number(), piece.bytes(), piece.sha256()));
            register.complete(archive.id(), bytes, sha256, clock.instant());
            events.publishEvent(new ArchiveCompleted(archive.id(), archive.owner(), bytes, sha256));
        });
        files.dropUnrecorded(register.files(archive.id()));
    }

    /** Proves that every part can be read, before anybody is told so. */
    private Finished readBack(int number, WholeArchive whole, StepRun run) {
        DigestedBeside out = new DigestedBeside(press);
        for (long at = 0; at < whole.size(); at += READ_AT_ONCE) {
            run.stillMine();
            whole.copy(at, Math.min(READ_AT_ONCE, whole.size() - at), out);
        }
        return new Finished(number, whole.size(), HexFormat.of().formatHex(out.digest()));
    }
}
