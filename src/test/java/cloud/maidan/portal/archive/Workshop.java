package cloud.maidan.portal.archive;

import cloud.maidan.portal.keys.DataKeys;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepId;
import cloud.maidan.portal.work.StepRun;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Makes archives as the portal does, with parts as small as a test needs them, a clock it can turn and disks that fail. */
@TestComponent
class Workshop {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final ArchiveProperties properties;
    final List<ArchiveEvent> events = new ArrayList<>();
    final TurnableClock clock = new TurnableClock();
    private final JdbcClient jdbc;
    private final DataKeys keys;
    private final Seals seals;
    private final Press press;
    private final Bag bag;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher publisher;

    Workshop(
            ArchiveProperties properties,
            JdbcClient jdbc,
            DataKeys keys,
            Seals seals,
            Press press,
            Bag bag,
            TransactionTemplate transactions,
            ApplicationEventPublisher publisher) {
        this.properties = properties;
        this.jdbc = jdbc;
        this.keys = keys;
        this.seals = seals;
        this.press = press;
        this.bag = bag;
        this.transactions = transactions;
        this.publisher = publisher;
    }

    /** A clock that stands still until it is turned. */
    static final class TurnableClock extends Clock {

        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        void turn(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A run that always holds its step. */
    class Holding implements StepRun {

        private final StepId id = StepId.random();

        @Override
        public StepId id() {
            return id;
        }

        @Override
        public UUID about() {
            return id.value();
        }

        @Override
        public String part() {
            return "";
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public void effect(Runnable work) {
            transactions.executeWithoutResult(transaction -> work.run());
        }

        @Override
        public void stillMine() {}
    }

    StepRun run() {
        return new Holding();
    }

    ArchiveProperties with(DataSize part, DataSize maxSize, long maxEntries) {
        return new ArchiveProperties(
                properties.folder(),
                properties.keep(),
                part,
                maxSize,
                maxEntries,
                properties.freeFloor(),
                properties.sweepEvery(),
                10);
    }

    ArchiveProperties withParts(long bytes) {
        return with(DataSize.ofBytes(bytes), properties.maxSize(), properties.maxEntries());
    }

    ArchiveRegister register(ArchiveProperties limits) {
        return new ArchiveRegister(jdbc, limits);
    }

    PieceRegister pieceRegister(ArchiveRegister register) {
        return new PieceRegister(jdbc, register);
    }

    StoredArchives archives(ArchiveProperties limits) {
        return archives(limits, new ArchiveFolder(limits));
    }

    StoredArchives archives(ArchiveProperties limits, ArchiveFolder folder) {
        ArchiveRegister register = register(limits);
        PieceRegister pieces = pieceRegister(register);
        ApplicationEventPublisher noting = event -> {
            if (event instanceof ArchiveEvent archive) {
                events.add(archive);
            }
            publisher.publishEvent(event);
        };
        Sealing sealing = new Sealing(register, pieces, seals, press, limits);
        Completion completion = new Completion(register, pieces, bag, press, sealing, noting, clock);
        return new StoredArchives(
                register, pieces, folder, limits, keys, completion, sealing, press, transactions, noting, clock);
    }

    Member member() {
        return member(Locale.ENGLISH);
    }

    Member member(Locale locale) {
        MemberId id = MemberId.random();
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'test', ?, 'mira', 'Mira', now(), now())")
                .params(id.value(), id.toString())
                .update();
        return new Member(
                id, "test", id.toString(), "mira", "Mira Beispiel", null, false, locale, ZoneId.of("Europe/Berlin"));
    }

    ArchiveId begin(StoredArchives archives, Member owner) {
        return begin(archives, owner, Archives.Packaging.USUAL);
    }

    ArchiveId begin(StoredArchives archives, Member owner, Archives.Packaging packaging) {
        ArchiveId id = new ArchiveId(UUID.randomUUID());
        transactions.executeWithoutResult(
                transaction -> archives.begin(id, owner.id(), "E-2026-" + NUMBER.incrementAndGet(), packaging));
        return id;
    }

    static ArchiveDescription described(Member member, String... services) {
        return new ArchiveDescription(
                "Riverbend",
                member,
                Arrays.stream(services).map(s -> part(s, null)).toList());
    }

    static ArchiveDescription.Part part(String service, @Nullable String why) {
        return new ArchiveDescription.Part(
                service, "Product " + service, Text.of("test." + service), why == null ? null : Text.of(why));
    }

    /** An archive with one service that holds the given files. */
    ArchiveId archiveOf(StoredArchives archives, Member owner, Map<String, byte[]> files) {
        ArchiveId id = begin(archives, owner);
        try (ArchiveSection section = archives.section(id, "matrix", run())) {
            files.forEach((path, content) -> section.entry(path, Form.TEXT, null, stream(content)));
            section.finish();
        }
        archives.complete(id, described(owner, "matrix"), run());
        return id;
    }

    /** Writes the finished file where stock tools can see it. */
    Path file(StoredArchives archives, ArchiveId id, Path folder) throws Exception {
        return pieces(archives, id, folder).getFirst();
    }

    /** All its pieces under their names. */
    List<Path> pieces(StoredArchives archives, ArchiveId id, Path folder) throws Exception {
        ArchiveRegister register = register(properties);
        ArchiveRow row = register.find(id).orElseThrow();
        List<PieceRow> pieces = pieceRegister(register).of(id);
        List<Path> paths = new ArrayList<>();
        for (PieceRow piece : pieces) {
            Path file = folder.resolve(row.file(piece.number(), pieces.size()));
            WholeArchive whole = archives.whole(row, piece);
            try (OutputStream out = Files.newOutputStream(file)) {
                whole.copy(0, whole.size(), out);
            }
            paths.add(file);
        }
        return paths;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static InputStream stream(String text) {
        return stream(bytes(text));
    }

    static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
