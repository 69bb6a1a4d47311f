package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.Workshop.bytes;
import static cloud.maidan.portal.archive.Workshop.described;
import static cloud.maidan.portal.archive.Workshop.part;
import static cloud.maidan.portal.archive.Workshop.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveCompleted;
import cloud.maidan.portal.archive.Archives.ArchiveState;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PortalTest
@Import(Workshop.class)
class ArchiveTests {

    private static final Instant WRITTEN = Instant.parse("2024-02-29T23:59:58Z");

    @TempDir
    Path folder;

    @Autowired
    Workshop workshop;

    private StoredArchives archives;
    private Member mira;

    @BeforeEach
    void openWorkshop() {
        archives = workshop.archives(workshop.withParts(100_000));
        mira = workshop.member();
    }

    @Test
    void stockToolsAcceptTheArchive() throws Exception {
        Path file = file(everyKindOfEntry(mira));

        Tools.succeeds(folder, "unzip", "-tq", file.toString());
        Tools.succeeds(folder, "bsdtar", "-tf", file.toString());
        Tools.succeeds(
                folder,
                "python3",
                "-c",
                "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); sys.exit(z.testzip() is not None)",
                file.toString());
    }

    @Test
    void checksumsFitWhatIsExtracted() throws Exception {
        Path bag = extracted(file(everyKindOfEntry(mira)));

        Tools.succeeds(bag, "sha256sum", "--strict", "-c", "manifest-sha256.txt");
        Tools.succeeds(bag, "sha256sum", "--strict", "-c", "tagmanifest-sha256.txt");
    }

    @Test
    void theFolderIsABag() throws Exception {
        Path bag = extracted(file(everyKindOfEntry(mira)));

        Bags.assertValid(bag);
    }

    @Test
    void aValidatorThatNobodyHereWroteAcceptsTheBag() throws Exception {
        String python = Tools.pythonWith("bagit");
        Path bag = extracted(file(everyKindOfEntry(mira)));

        Tools.succeeds(folder, python, "-m", "bagit", "--validate", bag.toString());
    }

    @Test
    void anArchiveWithNothingInItIsStillABag() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        archives.complete(
                id,
                new ArchiveDescription("Riverbend", mira, List.of(part("matrix", "test.no-account"))),
                workshop.run());

        Path bag = extracted(file(id));

        assertThat(bag.resolve("data")).isDirectory();
        Bags.assertValid(bag);
    }

    @Test
    void contentTimeAndMethodAreThoseOfTheEntry() throws Exception {
        try (ZipFile zip = new ZipFile(file(everyKindOfEntry(mira)).toFile())) {
            String data = zip.stream().findFirst().orElseThrow().getName().split("/")[0] + "/data/matrix/";
            ZipEntry text = zip.getEntry(data + "native/rooms.json");
            ZipEntry picture = zip.getEntry(data + "native/picture.bin");

            assertThat(zip.getInputStream(text).readAllBytes()).isEqualTo(bytes("[]".repeat(5000)));
            assertThat(text.getMethod()).isEqualTo(ZipEntry.DEFLATED);
            assertThat(text.getLastModifiedTime().toInstant()).isEqualTo(WRITTEN);
            assertThat(zip.getInputStream(picture).readAllBytes()).isEqualTo(random(70_000, 1));
            assertThat(picture.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.getInputStream(zip.getEntry(data + "native/large.bin"))
                            .readAllBytes())
                    .isEqualTo(random(1_000_000, 2));
            assertThat(zip.getInputStream(zip.getEntry(data + "native/large.txt"))
                            .readAllBytes())
                    .isEqualTo(bytes("a line of text that goes on\n".repeat(100_000)));
        }
    }

    @Test
    void theManifestSaysWhatIsThereAndWhatIsNot() throws Exception {
        Path bag = extracted(file(everyKindOfEntry(mira)));
        JsonNode manifest = JsonMapper.shared().readTree(bag.resolve("manifest.json"));
        JsonNode missing = JsonMapper.shared().readTree(bag.resolve("missing.json"));

        assertThat(manifest.get("complete").asBoolean()).isFalse();
        assertThat(manifest.get("services"))
                .extracting(
                        s -> s.get("service").asString(),
                        s -> s.get("state").asString(),
                        s -> s.get("items").asInt())
                .containsExactly(
                        tuple("matrix", "incomplete", 6),
                        tuple("portal", "complete", 1),
                        tuple("nextcloud", "left-out", 0));
        assertThat(manifest.get("renamed")).singleElement().satisfies(renamed -> {
            assertThat(renamed.get("original").asString()).isEqualTo("native/a:b.txt");
            assertThat(renamed.get("path").asString()).isEqualTo("data/matrix/native/a_b.txt");
        });
        assertThat(missing.get("missing"))
                .extracting(
                        m -> m.get("service").asString(),
                        m -> m.get("path").asString(),
                        m -> m.get("code").asString())
                .containsExactly(
                        tuple("nextcloud", "", "test.not-connected"), tuple("matrix", "native/gone.jpg", "test.gone"));
    }

    @Test
    void theManifestFitsTheSchemaBesideIt() throws Exception {
        String python = Tools.pythonWith("jsonschema");
        Path bag = extracted(file(everyKindOfEntry(mira)));

        Tools.succeeds(bag, python, "-c", """
                import json, jsonschema
                schema = json.load(open("manifest.schema.json"))
                jsonschema.Draft202012Validator.check_schema(schema)
                jsonschema.Draft202012Validator(schema).validate(json.load(open("manifest.json")))
                """);
    }

    @Test
    void theArchiveHoldsTheSchemaOfItsFilesAndLinksToIt() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.describe("native/notes-*.ndjson", Text.of("test.matrix"));
            section.schema("native/notes-*.ndjson", "/archive/manifest.schema.json");
            section.entry("native/notes-1.ndjson", Form.TEXT, null, stream("{}"));
            assertThatThrownBy(() -> section.schema("native/notes-*.ndjson", "/schemas/nowhere.json"))
                    .isInstanceOf(IllegalArgumentException.class);
            section.finish();
        }
        archives.complete(id, described(mira, "matrix"), workshop.run());

        Path bag = extracted(file(id));

        assertThat(bag.resolve("schemas/matrix/manifest.schema.json"))
                .hasSameTextualContentAs(bag.resolve("manifest.schema.json"));
        assertThat(bag.resolve("README.html")).content().contains("href=\"schemas/matrix/manifest.schema.json\"");
        assertThat(JsonMapper.shared()
                        .readTree(bag.resolve("manifest.json"))
                        .at("/services/0/files/0/schema")
                        .asString())
                .isEqualTo("schemas/matrix/manifest.schema.json");
        Bags.assertValid(bag);
    }

    @Test
    void thePagesNeedNoNetworkAndSpeakTheMembersLanguage() throws Exception {
        Path bag = extracted(file(everyKindOfEntry(workshop.member(Locale.GERMAN))));

        for (String page : List.of("index.html", "README.html")) {
            assertThat(bag.resolve(page))
                    .content()
                    .contains("<html lang=\"de\">", "Vollständig", "Unvollständig")
                    .doesNotContain("http://", "https://", "src=", "<script", "??");
        }
        assertThat(bag.resolve("README.html")).content().contains("native/*.json", "test.rooms", "native/gone.jpg");
    }

    @Test
    void sectionsAreWrittenSideBySide() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (var threads = Executors.newFixedThreadPool(3)) {
            List.of("matrix", "portal", "nextcloud").stream()
                    .map(service -> threads.submit(() -> {
                        try (ArchiveSection section = archives.section(id, service, workshop.run())) {
                            for (int i = 0; i < 200; i++) {
                                section.entry("n/" + i, Form.MEDIA, null, stream(random(3000, i)));
                                section.reached(new Cursor("" + i));
                            }
                            section.finish();
                        }
                        return service;
                    }))
                    .toList()
                    .forEach(done -> assertThat(done).succeedsWithin(Duration.ofMinutes(1)));
        }
        archives.complete(id, described(mira, "matrix", "portal", "nextcloud"), workshop.run());

        Path bag = extracted(file(id));
        assertThat(Tools.tree(bag.resolve("data"))).hasSize(600);
        Tools.succeeds(bag, "sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt");
    }

    @Test
    void anEntryThatBreaksOffLeavesNoTrace() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("before", Form.TEXT, null, stream("before"));
            for (int length : new int[] {10, 500_000}) {
                assertThatThrownBy(() -> section.entry("broken", Form.MEDIA, null, breakingOffAfter(length)))
                        .isInstanceOf(ServiceFault.class);
            }
            section.entry("broken", Form.MEDIA, null, stream("whole at last"));
            section.finish();
        }
        archives.complete(id, described(mira, "matrix"), workshop.run());

        Path bag = extracted(file(id));
        assertThat(Tools.tree(bag.resolve("data/matrix"))).containsOnlyKeys("before", "broken");
        assertThat(bag.resolve("data/matrix/broken")).content().isEqualTo("whole at last");
    }

    @Test
    void aFinishedSectionTakesNothingMore() {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("once", Form.TEXT, null, stream("once"));
            section.reached(new Cursor("end"));
            section.finish();
        }
        try (ArchiveSection again = archives.section(id, "matrix", workshop.run())) {
            assertThat(again.finished()).isTrue();
            assertThat(again.resumeFrom()).isEqualTo(new Cursor("end"));
            again.entry("once", Form.TEXT, null, stream("twice"));
            again.finish();
        }

        assertThat(archives.state(id).orElseThrow().sections())
                .containsExactly(new Archives.SectionState("matrix", 1, 4, 0, true));
    }

    @Test
    void aSectionThatIsNotFinishedIsNeverCalledComplete() {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("half", Form.TEXT, null, stream("half"));
        }

        assertThatThrownBy(() -> archives.complete(id, described(mira, "matrix"), workshop.run()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(archives.state(id).orElseThrow().stage()).isEqualTo(Stage.GROWING);
    }

    @Test
    void whatWasReadOfABrokenServiceIsKeptAndNamedIncomplete() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("kept", Form.TEXT, null, stream("kept"));
            section.reached(new Cursor("1"));
            section.entry("dropped", Form.TEXT, null, stream("dropped"));
        }
        archives.complete(
                id, new ArchiveDescription("Riverbend", mira, List.of(part("matrix", "test.down"))), workshop.run());

        Path bag = extracted(file(id));
        assertThat(Tools.tree(bag.resolve("data/matrix"))).containsOnlyKeys("kept");
        assertThat(JsonMapper.shared()
                        .readTree(bag.resolve("manifest.json"))
                        .at("/services/0/state")
                        .asString())
                .isEqualTo("incomplete");
        Bags.assertValid(bag);
    }

    @Test
    void completingAgainChangesNothing() {
        ArchiveId id = everyKindOfEntry(mira);
        ArchiveState before = archives.state(id).orElseThrow();

        archives.complete(id, described(mira, "matrix"), workshop.run());

        assertThat(archives.state(id)).contains(before);
        assertThat(workshop.events)
                .filteredOn(e -> e.archive().equals(id))
                .containsExactly(new ArchiveCompleted(id, mira.id(), before.bytes(), before.sha256()));
    }

    /** More entries than an old ZIP can count, through every stage; with {@code -Dportal.test.thorough=true}. */
    @Test
    @EnabledIfSystemProperty(named = "portal.test.thorough", matches = "true")
    void seventyThousandFilesMakeOneArchive() throws Exception {
        StoredArchives usual = workshop.archives(workshop.properties);
        ArchiveId id = workshop.begin(usual, mira);
        try (ArchiveSection section = usual.section(id, "matrix", workshop.run())) {
            for (int i = 0; i < 70_000; i++) {
                section.entry("n/" + i % 100 + "/" + i, Form.TEXT, WRITTEN, stream("number " + i));
                section.reached(new Cursor("" + i));
            }
            section.finish();
        }
        usual.complete(id, described(mira, "matrix"), workshop.run());
        Path zip = workshop.file(usual, id, folder);

        Tools.succeeds(folder, "unzip", "-tqq", zip.toString());
        Path bag = extracted(zip);
        assertThat(Tools.tree(bag.resolve("data"))).hasSize(70_000);
        Tools.succeeds(bag, "sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt");
    }

    @Test
    void nothingOnTheDiskIsReadable() throws Exception {
        ArchiveId id = everyKindOfEntry(mira);

        for (Path file :
                Tools.tree(workshop.properties.folder().resolve(id.toString())).values()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("a line of text", "picture.bin", "BagIt", "matrix");
        }
    }

    @Test
    void theStateGivesSizeAndChecksumOfTheFile() throws Exception {
        ArchiveId id = everyKindOfEntry(mira);
        Path file = file(id);
        ArchiveState state = archives.state(id).orElseThrow();

        assertThat(state.bytes()).isEqualTo(Files.size(file));
        assertThat(state.sha256())
                .isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(Files.readAllBytes(file))));
        assertThat(state.expiresAt()).contains(workshop.clock.instant().plus(workshop.properties.keep()));
    }

    private ArchiveId everyKindOfEntry(Member member) {
        ArchiveId id = workshop.begin(archives, member);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.describe("native/*.json", Text.of("test.rooms"));
            section.entry("native/rooms.json", Form.TEXT, WRITTEN, stream("[]".repeat(5000)));
            section.entry("native/picture.bin", Form.MEDIA, WRITTEN, stream(random(70_000, 1)));
            section.reached(new Cursor("1"));
            section.entry("native/large.bin", Form.MEDIA, WRITTEN, stream(random(1_000_000, 2)));
            section.entry("native/large.txt", Form.TEXT, null, stream("a line of text that goes on\n".repeat(100_000)));
            section.reached(new Cursor("2"));
            section.missing("native/gone.jpg", Text.of("test.gone"));
            section.entry("native/empty", Form.TEXT, Instant.parse("1969-01-01T00:00:00Z"), stream(""));
            section.entry("native/a:b.txt", Form.TEXT, Instant.parse("2999-01-01T00:00:00Z"), stream("renamed"));
            section.finish();
        }
        try (ArchiveSection section = archives.section(id, "portal", workshop.run())) {
            section.entry("neutral/me.json", Form.TEXT, null, stream("{}"));
            section.finish();
        }
        archives.complete(
                id,
                new ArchiveDescription(
                        "Riverbend",
                        member,
                        List.of(part("matrix", null), part("portal", null), part("nextcloud", "test.not-connected"))),
                workshop.run());
        return id;
    }

    private Path file(ArchiveId id) throws Exception {
        return workshop.file(archives, id, folder);
    }

    private Path extracted(Path zip) throws Exception {
        return Bags.extracted(zip, folder);
    }

    private static InputStream breakingOffAfter(int length) {
        return new InputStream() {

            private int left = length;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("connection reset");
                }
                return 7;
            }
        };
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
