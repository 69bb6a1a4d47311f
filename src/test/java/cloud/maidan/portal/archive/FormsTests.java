package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.Workshop.bytes;
import static cloud.maidan.portal.archive.Workshop.described;
import static cloud.maidan.portal.archive.Workshop.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.Archives.Form;
import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever form an archive has, stock tools open it; and a large entry is not read twice. */
@PortalTest
@Import(Workshop.class)
class FormsTests {

    private static final String PASSPHRASE = "correct horse battery staple ü";

    @Autowired
    Workshop workshop;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path folder;

    private StoredArchives archives;
    private Member mira;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    @BeforeEach
    void smallParts() {
        archives = workshop.archives(workshop.withParts(256 << 10));
        mira = workshop.member();
        Random random = new Random(7);
        for (int i = 0; i < 120; i++) {
            contents.put("native/notes/%03d.txt".formatted(i), bytes("note " + i + " says hello\n".repeat(i * 7)));
        }
        contents.put("native/" + "lang-é-".repeat(12) + "/" + "x".repeat(90) + ".txt", bytes("deep down"));
        contents.put("native/picture.bin", random(random, 300_000));
        contents.put("native/history.txt", bytes(HexFormat.of().formatHex(random(random, 400_000))));
        contents.put("native/empty", new byte[0]);
    }

    @Test
    void theFastFormIsATarThatStockToolsOpen() throws Exception {
        ArchiveId id = made(new Packaging(Form.TAR_ZST, 0, null));

        Path file = workshop.pieces(archives, id, folder).getFirst();
        Tools.succeeds(folder, "zstd", "-q", "-t", file.toString());
        Tools.succeeds(folder, "tar", "--zstd", "-xf", file.toString());

        assertThat(file.getFileName().toString()).endsWith(".tar.zst");
        assertWhole(bag());
    }

    @Test
    void anArchiveUnderAPassphraseOpensWithThePassphraseOnly() throws Exception {
        for (Form form : Form.values()) {
            ArchiveId id = made(new Packaging(form, 0, PASSPHRASE));

            Path file = workshop.pieces(archives, id, folder).getFirst();
            Path opened = folder.resolve("opened." + form.extension());
            Age.decrypt(file, PASSPHRASE, opened);
            assertThatThrownBy(() -> Age.decrypt(file, PASSPHRASE + "x", folder.resolve("never")))
                    .isInstanceOf(AssertionError.class);

            Tools.succeeds(folder, "bsdtar", "-xf", opened.toString());
            assertThat(file.getFileName().toString()).endsWith(form.extension() + ".age");
            Path bag = bag();
            assertWhole(bag);
            Tools.succeeds(folder, "rm", "-r", bag.toString());
        }
    }

    @Test
    void nobodyKeepsThePassphraseOrItsKeysOnceTheArchiveIsFinished() throws Exception {
        ArchiveId id = made(new Packaging(Form.ZIP, 200_000, PASSPHRASE));

        assertThat(jdbc.sql("select count(*) from archive where id = ? and passphrase is not null")
                        .param(id.value())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(*) from archive_piece where archive_id = ? and payload_key is not null")
                        .param(id.value())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(new Packaging(Form.ZIP, 0, PASSPHRASE).toString()).doesNotContain(PASSPHRASE);
        // what lay there before it was sealed is gone
        assertThat(Tools.tree(workshop.properties.folder().resolve(id.toString()))
                        .keySet())
                .isNotEmpty()
                .allMatch(file -> file.startsWith("15000000"));
    }

    @Test
    void whatIsUnderThePassphraseIsNotEncryptedOnceMore() throws Exception {
        ArchiveId id = made(new Packaging(Form.TAR_ZST, 0, PASSPHRASE));

        Path file = workshop.pieces(archives, id, folder).getFirst();
        try (Stream<Path> stored = Files.list(workshop.properties.folder().resolve(id.toString()))) {
            assertThat(stored)
                    .singleElement()
                    .satisfies(only -> assertThat(only).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void eachPieceOpensByItselfAndAllTogetherAreTheWhole() throws Exception {
        for (Form form : Form.values()) {
            ArchiveId id = made(new Packaging(form, 250_000, null));

            List<Path> pieces = workshop.pieces(archives, id, folder);
            assertThat(pieces).hasSizeGreaterThan(3);
            for (int i = 0; i < pieces.size(); i++) {
                Path piece = pieces.get(i);
                Path alone = Files.createDirectory(folder.resolve("alone"));
                Tools.succeeds(alone, "bsdtar", "-xf", piece.toString());
                Path bag = alone.resolve(name(alone));
                Tools.succeeds(
                        bag,
                        "sha256sum",
                        "--strict",
                        "--quiet",
                        "-c",
                        "pieces/%d-of-%d-sha256.txt".formatted(i + 1, pieces.size()));
                Tools.succeeds(folder, "rm", "-r", alone.toString());
                if (form == Form.ZIP) {
                    Tools.succeeds(folder, "unzip", "-q", "-t", piece.toString());
                }
                Tools.succeeds(folder, "bsdtar", "-xf", piece.toString());
            }
            assertThat(pieces.stream().map(Path::toFile).filter(file -> file.length() > 250_000))
                    .as("larger than asked only because of one large entry")
                    .hasSizeLessThanOrEqualTo(2);
            Path bag = bag();
            assertWhole(bag);
            Tools.succeeds(folder, "rm", "-r", bag.toString());
        }
    }

    @Test
    void sealingGoesOnWhereItWasKilled() throws Exception {
        Mortal process = new Mortal();
        ArchiveProperties limits = workshop.withParts(256 << 10);
        StoredArchives mortal = workshop.archives(limits, process.new Folder(limits));
        process.startToDieAt(0);
        ArchiveId counted = collected(mortal, new Packaging(Form.TAR_ZST, 250_000, PASSPHRASE));
        process.startToDieAt(0);
        mortal.complete(counted, described(mira, "matrix"), process.run(workshop));
        int points = process.passed();
        assertThat(points).isGreaterThan(40);
        for (int point = 5; point < points; point += Math.max(1, points / 4)) {
            process.startToDieAt(0);
            ArchiveId id = collected(mortal, new Packaging(Form.TAR_ZST, 250_000, PASSPHRASE));
            process.startToDieAt(point);
            assertThatThrownBy(() -> mortal.complete(id, described(mira, "matrix"), process.run(workshop)))
                    .isInstanceOf(Mortal.Death.class);
            process.startToDieAt(0);
            mortal.complete(id, described(mira, "matrix"), process.run(workshop));

            assertThat(mortal.state(id).orElseThrow().stage()).isEqualTo(Stage.READY);
            for (Path piece : workshop.pieces(mortal, id, folder)) {
                Path opened = folder.resolve("opened");
                Age.decrypt(piece, PASSPHRASE, opened);
                Tools.succeeds(folder, "tar", "--zstd", "-xf", opened.toString());
                Files.delete(opened);
                Files.delete(piece);
            }
            Path bag = bag();
            assertWhole(bag);
            Tools.succeeds(folder, "rm", "-r", bag.toString());
        }
    }

    @Test
    void aLargeEntryIsReadOnFromWhereItBrokeOff() throws Exception {
        for (Form form : Form.values()) {
            for (ExportSink.Form kind : ExportSink.Form.values()) {
                byte[] large = kind == ExportSink.Form.MEDIA
                        ? random(new Random(3), 3_000_000)
                        : bytes(HexFormat.of().formatHex(random(new Random(3), 1_500_000)));
                ArchiveId id = workshop.begin(archives, mira, new Packaging(form, 0, null));
                List<Long> offsets = new ArrayList<>();
                int runs = 0;
                for (boolean done = false; !done; runs++) {
                    try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
                        if (section.resumeFrom().atStart()) {
                            section.entry("before", ExportSink.Form.TEXT, null, stream("before"));
                            section.reached(new Cursor("1"));
                        }
                        section.resumable("large", kind, null, "v1", (offset, taker) -> {
                            offsets.add(offset);
                            taker.accept(brokenAfter(large, (int) offset, 700_000));
                        });
                        section.reached(new Cursor("2"));
                        section.finish();
                        done = true;
                    } catch (ServiceFault broken) {
                        assertThat(runs).isLessThan(20);
                    }
                }
                archives.complete(id, described(mira, "matrix"), workshop.run());

                assertThat(offsets)
                        .as("%s %s", form, kind)
                        .hasSizeGreaterThan(3)
                        .isSorted();
                assertThat(offsets.getLast()).isGreaterThan(1_500_000);
                Path file = workshop.pieces(archives, id, folder).getFirst();
                Tools.succeeds(folder, "bsdtar", "-xf", file.toString());
                Path bag = bag();
                Bags.assertValid(bag);
                assertThat(bag.resolve("data/matrix/large")).hasBinaryContent(large);
                assertThat(bag.resolve("data/matrix/before")).hasContent("before");
                assertThat(archives.state(id).orElseThrow().sections())
                        .containsExactly(new Archives.SectionState("matrix", 2, large.length + 6, 0, true));
                Tools.succeeds(folder, "rm", "-r", bag.toString());
            }
        }
    }

    @Test
    void anotherVersionOfALargeEntryIsReadFromItsBeginning() throws Exception {
        byte[] first = random(new Random(1), 2_000_000);
        byte[] second = random(new Random(2), 2_000_000);
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            assertThatThrownBy(() -> section.resumable(
                            "large",
                            ExportSink.Form.MEDIA,
                            null,
                            "v1",
                            (offset, taker) -> taker.accept(brokenAfter(first, 0, 1_000_000))))
                    .isInstanceOf(ServiceFault.class);
        }
        assertThat(archives.state(id).orElseThrow().sections().getFirst().bytes())
                .isGreaterThan(500_000);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.resumable("large", ExportSink.Form.MEDIA, null, "v2", (offset, taker) -> {
                assertThat(offset).isZero();
                taker.accept(new ByteArrayInputStream(second));
            });
            section.finish();
        }
        archives.complete(id, described(mira, "matrix"), workshop.run());

        Tools.succeeds(
                folder,
                "bsdtar",
                "-xf",
                workshop.pieces(archives, id, folder).getFirst().toString());
        Path bag = bag();
        Bags.assertValid(bag);
        assertThat(bag.resolve("data/matrix/large")).hasBinaryContent(second);
    }

    @Test
    void aHalfReadEntryOfAServiceThatIsLeftOutIsNotInTheArchive() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("kept", ExportSink.Form.TEXT, null, stream("kept"));
            section.reached(new Cursor("1"));
            assertThatThrownBy(() -> section.resumable(
                            "large",
                            ExportSink.Form.MEDIA,
                            null,
                            "v1",
                            (offset, taker) -> taker.accept(brokenAfter(new byte[2_000_000], 0, 1_000_000))))
                    .isInstanceOf(ServiceFault.class);
        }
        archives.complete(
                id,
                new ArchiveDescription("Riverbend", mira, List.of(Workshop.part("matrix", "test.down"))),
                workshop.run());

        Tools.succeeds(
                folder,
                "bsdtar",
                "-xf",
                workshop.pieces(archives, id, folder).getFirst().toString());
        Path bag = bag();
        Bags.assertValid(bag);
        assertThat(Tools.tree(bag.resolve("data/matrix"))).containsOnlyKeys("kept");
    }

    private ArchiveId made(Packaging packaging) {
        ArchiveId id = collected(archives, packaging);
        archives.complete(id, described(mira, "matrix"), workshop.run());
        return id;
    }

    private ArchiveId collected(StoredArchives archives, Packaging packaging) {
        ArchiveId id = workshop.begin(archives, mira, packaging);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            contents.forEach((path, content) -> {
                section.entry(path, ExportSink.Form.TEXT, null, stream(content));
                if (content.length % 3 == 0) {
                    section.reached(new Cursor(path));
                }
            });
            section.finish();
        }
        return id;
    }

    private void assertWhole(Path bag) throws Exception {
        Bags.assertValid(bag);
        assertThat(Tools.tree(bag.resolve("data/matrix"))).hasSize(contents.size());
        for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            assertThat(bag.resolve("data/matrix").resolve(entry.getKey())).hasBinaryContent(entry.getValue());
        }
    }

    private Path bag() throws IOException {
        return folder.resolve(name(folder));
    }

    private static String name(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("maidan-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static InputStream brokenAfter(byte[] content, int offset, int length) {
        InputStream rest = new ByteArrayInputStream(content, offset, content.length - offset);
        if (content.length - offset <= length) {
            return rest;
        }
        return new SequenceInputStream(new ByteArrayInputStream(content, offset, length), new InputStream() {
            @Override
            public int read() {
                throw new ServiceFault(Fault.UNREACHABLE, null, "broken off", null);
            }
        });
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
