package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveEvent.ArchiveDiscarded;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveExpired;
import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import cloud.maidan.portal.archive.zip.NameRegister;
import cloud.maidan.portal.keys.DataKeys;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.StepRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Archives in a folder on disk, known to the database, each under a key of its own. */
@Service
class StoredArchives implements Archives {

    private static final Logger log = LoggerFactory.getLogger(StoredArchives.class);
    private static final Pattern SECTION = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,40}");

    private final ArchiveRegister register;
    private final PieceRegister pieces;
    private final ArchiveFolder folder;
    private final ArchiveProperties properties;
    private final DataKeys keys;
    private final Completion completion;
    private final Sealing sealing;
    private final Press press;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    StoredArchives(
            ArchiveRegister register,
            PieceRegister pieces,
            ArchiveFolder folder,
            ArchiveProperties properties,
            DataKeys keys,
            Completion completion,
            Sealing sealing,
            Press press,
            TransactionTemplate transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.register = register;
        this.pieces = pieces;
        this.folder = folder;
        this.properties = properties;
        this.keys = keys;
        this.completion = completion;
        this.sealing = sealing;
        this.press = press;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public ArchiveId begin(ArchiveId id, MemberId owner, String reference, Packaging packaging) {
        require(REFERENCE, reference);
        String passphrase = packaging.passphrase();
        byte[] kept = passphrase == null ? null : sealing.keep(id, passphrase.getBytes(StandardCharsets.UTF_8));
        register.insert(id, owner, reference, keys.newStreamKey(context(id)), packaging, kept, clock.instant());
        return id;
    }

    @Override
    public ArchiveSection section(ArchiveId id, String section, StepRun run) {
        require(SECTION, section);
        AtomicReference<SectionRow> opened = new AtomicReference<>();
        run.effect(() -> opened.set(register.open(id, section)));
        SectionRow row = opened.get();
        ArchiveRow archive = register.find(id).orElseThrow();
        sealing.foresee(archive);
        List<Recorded> recorded = register.files(id);
        ArchiveFiles files = files(archive);
        files.dropUnrecorded(row.ordinal(), recorded);
        String root = archive.root() + "data/" + section + "/";
        PartsWriter writer = new PartsWriter(files, row.ordinal(), row.bytes(), Packing.of(archive.form()), press);
        NameRegister names = taken(files, recorded, row.ordinal(), root.length());
        return new GrowingSection(register, id, row, run, clock, root, files, writer, names);
    }

    @Override
    public void complete(ArchiveId id, ArchiveDescription description, StepRun run) {
        ArchiveRow archive = register.find(id).orElseThrow();
        if (archive.stage() != Stage.READY) {
            run.stillMine();
            try {
                completion.complete(archive, files(archive), description, run);
            } catch (ArchiveStorageFault e) {
                run.stillMine();
                throw e;
            }
        } else {
            // a run that was killed right after it was done left its journals behind
            files(archive).dropUnrecorded(register.files(id));
        }
    }

    @Override
    public void discard(ArchiveId id) {
        end(id, Stage.DISCARDED, row -> new ArchiveDiscarded(id, row.owner()));
    }

    @Override
    public Duration kept() {
        return properties.keep();
    }

    @Override
    public Optional<ArchiveState> state(ArchiveId id) {
        return register.find(id).map(this::state);
    }

    /** Ends the archive when its time is over. */
    void expire(ArchiveId id) {
        end(id, Stage.EXPIRED, row -> new ArchiveExpired(id, row.owner()));
    }

    WholeArchive whole(ArchiveRow archive, PieceRow piece) {
        return WholeArchive.piece(files(archive), register.files(archive.id()), piece);
    }

    /** Deletes the files; those that cannot be deleted now are found by the sweeper. */
    void clear(ArchiveId id) {
        try {
            folder.clear(id);
        } catch (IOException e) {
            log.warn("files of archive {} are still there: {}", id, e.toString());
        }
    }

    private void end(ArchiveId id, Stage stage, Function<ArchiveRow, ArchiveEvent> event) {
        transactions.executeWithoutResult(transaction -> register.lock(id)
                .filter(row -> row.stage() == Stage.GROWING || row.stage() == Stage.READY)
                .filter(row -> stage != Stage.EXPIRED || row.expired(clock.instant()))
                .ifPresent(row -> {
                    register.end(id, stage, clock.instant());
                    events.publishEvent(event.apply(row));
                    sealing.forget(id);
                    afterCommit(() -> clear(id));
                }));
    }

    private ArchiveState state(ArchiveRow row) {
        Instant now = clock.instant();
        return new ArchiveState(
                row.id(),
                row.owner(),
                row.reference(),
                row.stage() == Stage.READY && row.expired(now) ? Stage.EXPIRED : row.stage(),
                row.bytes(),
                row.sha256(),
                Optional.ofNullable(row.expiresAt()),
                row.downloads(),
                row.form(),
                row.underPassphrase(),
                register.sections(row.id()).stream()
                        .map(s -> new SectionState(s.section(), s.items(), s.payload(), s.missing(), s.complete()))
                        .toList(),
                row.stage() == Stage.READY ? pieces(row) : List.of());
    }

    private List<Piece> pieces(ArchiveRow row) {
        List<PieceRow> cut = pieces.of(row.id());
        return cut.stream()
                .map(piece ->
                        new Piece(piece.number(), row.file(piece.number(), cut.size()), piece.bytes(), piece.sha256()))
                .toList();
    }

    private ArchiveFiles files(ArchiveRow archive) {
        if (archive.wrappedKey().length == 0) {
            throw new IllegalStateException("archive " + archive.id() + " has ended");
        }
        return new ArchiveFiles(
                archive.id(),
                keys.streamKey(archive.wrappedKey(), context(archive.id())),
                folder,
                properties.partSize().toBytes());
    }

    private static NameRegister taken(ArchiveFiles files, List<Recorded> recorded, int ordinal, int root) {
        NameRegister names = new NameRegister();
        try (JournalReader journal = new JournalReader(files, recorded, file -> file.ordinal() == ordinal)) {
            journal.forEachRemaining(line -> {
                if (line.note() instanceof Journal.Entry entry) {
                    names.take(entry.zip().name().substring(root));
                }
            });
        }
        return names;
    }

    private static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    private static String context(ArchiveId id) {
        return "archive/" + id;
    }

    private static void require(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not a name for a folder of an archive");
        }
    }
}
