package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveEvent.ArchiveCompleted;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.ArchiveRegister.ArchiveRow;
import cloud.maidan.portal.archive.ArchiveRegister.SectionRow;
import cloud.maidan.portal.archive.zip.ZipFormat;
import cloud.maidan.portal.work.StepRun;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Turns finished sections into one file: pages and checksums in front, directory at the end, all read back once. */
@Component
class Completion {

    private static final int PAGES = 0;
    private static final int DIRECTORY = Integer.MAX_VALUE;
    private static final int LOOK_EVERY = 5_000;
    private static final long READ_AT_ONCE = 64 << 20;

    private final ArchiveRegister register;
    private final Bag bag;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Completion(ArchiveRegister register, Bag bag, ApplicationEventPublisher events, Clock clock) {
        this.register = register;
        this.bag = bag;
        this.events = events;
        this.clock = clock;
    }

    void complete(ArchiveRow archive, ArchiveFiles files, ArchiveDescription description, StepRun run) {
        List<SectionRow> sections = register.sections(archive.id());
        List<Recorded> payload = register.files(archive.id());
        files.dropUnrecorded(PAGES, List.of());
        files.dropUnrecorded(DIRECTORY, List.of());

        List<Recorded> all = new ArrayList<>();
        try (PartsWriter pages = new PartsWriter(files, PAGES, 0)) {
            bag.write(new Bag.Contents(archive, description, sections, files, payload), pages);
            all.addAll(pages.seal(pages.mark(), 0));
            pages.recorded();
        }
        all.addAll(payload);
        run.stillMine();
        List<Recorded> directory = directory(files, all, run);
        List<Recorded> made =
                all.stream().filter(file -> file.ordinal() == PAGES).toList();
        all.addAll(directory);

        WholeArchive whole = new WholeArchive(files, all);
        String sha256 = readBack(whole, run);
        run.effect(() -> {
            register.lockGrowing(archive.id());
            register.insert(archive.id(), made);
            register.insert(archive.id(), directory);
            register.dropJournals(archive.id());
            register.complete(archive.id(), whole.size(), sha256, clock.instant());
            events.publishEvent(new ArchiveCompleted(archive.id(), archive.owner(), whole.size(), sha256));
        });
        files.dropUnrecorded(register.files(archive.id()));
    }

    private static List<Recorded> directory(ArchiveFiles files, List<Recorded> all, StepRun run) {
        Map<Integer, Long> starts = starts(all);
        long begin = new WholeArchive(files, all).size();
        try (JournalReader journal = new JournalReader(files, all);
                PartsWriter directory = new PartsWriter(files, DIRECTORY, begin)) {
            long entries = 0;
            while (journal.hasNext()) {
                JournalReader.Line line = journal.next();
                if (line.note() instanceof Journal.Entry entry) {
                    directory.addBytes(
                            ZipFormat.directoryHeader(entry.zip().movedBy(starts.getOrDefault(line.ordinal(), 0L))));
                    if (++entries % LOOK_EVERY == 0) {
                        run.stillMine();
                    }
                }
            }
            directory.addBytes(ZipFormat.end(entries, begin, directory.end() - begin));
            List<Recorded> recorded = directory.seal(directory.mark(), 0);
            directory.recorded();
            return recorded;
        }
    }

    /** Where each section begins in the file. */
    private static Map<Integer, Long> starts(List<Recorded> all) {
        Map<Integer, Long> starts = new HashMap<>();
        long at = 0;
        for (Recorded file :
                all.stream().sorted(Comparator.comparingInt(Recorded::ordinal)).toList()) {
            starts.putIfAbsent(file.ordinal(), at);
            at += file.journal() ? 0 : file.bytes();
        }
        return starts;
    }

    /** Proves that every part can be read, before anybody is told so. */
    private static String readBack(WholeArchive whole, StepRun run) {
        MessageDigest digest = EntryContent.sha256Digest();
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        for (long at = 0; at < whole.size(); at += READ_AT_ONCE) {
            run.stillMine();
            whole.copy(at, Math.min(READ_AT_ONCE, whole.size() - at), out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
