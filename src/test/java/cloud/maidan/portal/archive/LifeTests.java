package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.Workshop.bytes;
import static cloud.maidan.portal.archive.Workshop.described;
import static cloud.maidan.portal.archive.Workshop.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveDiscarded;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveExpired;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

@PortalTest
@Import(Workshop.class)
class LifeTests {

    @TempDir
    Path temporary;

    @Autowired
    Workshop workshop;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcOperations tables;

    @Autowired
    @Qualifier("archiveRecords")
    PersonalRecords records;

    private StoredArchives archives;
    private Member mira;

    @BeforeEach
    void openWorkshop() {
        archives = workshop.archives(workshop.withParts(50_000));
        mira = workshop.member();
    }

    @Test
    void anArchiveEndsWithItsTimeAndItsKeyIsGone() {
        ArchiveId id = small();
        ArchiveSweeper sweeper = sweeper();

        workshop.clock.turn(workshop.properties.keep().minusSeconds(1));
        sweeper.sweep();
        assertThat(stage(id)).isEqualTo(Stage.READY);

        workshop.clock.turn(Duration.ofSeconds(1));
        assertThat(stage(id)).as("even before it is swept").isEqualTo(Stage.EXPIRED);
        sweeper.sweep();
        sweeper.sweep();

        assertThat(stage(id)).isEqualTo(Stage.EXPIRED);
        assertNothingLeft(id);
        assertThat(workshop.events)
                .filteredOn(e -> e.archive().equals(id))
                .endsWith(new ArchiveExpired(id, mira.id()))
                .hasSize(2);
    }

    @Test
    void aDiscardedArchiveLeavesNothingAndStaysDiscarded() {
        ArchiveId id = small();

        archives.discard(id);
        archives.discard(id);

        assertThat(stage(id)).isEqualTo(Stage.DISCARDED);
        assertNothingLeft(id);
        assertThat(workshop.events)
                .filteredOn(ArchiveDiscarded.class::isInstance)
                .containsOnlyOnce(new ArchiveDiscarded(id, mira.id()));
    }

    @Test
    void aGrowingArchiveThatIsDiscardedTakesNothingMore() {
        ArchiveId id = workshop.begin(archives, mira);
        ArchiveSection section = archives.section(id, "matrix", workshop.run());
        section.entry("a", Form.MEDIA, null, stream(ArchiveTests.random(30_000, 1)));
        archives.discard(id);

        assertThatThrownBy(() -> {
                    section.entry("b", Form.MEDIA, null, stream(ArchiveTests.random(30_000, 1)));
                    section.finish();
                })
                .isInstanceOfAny(IllegalStateException.class, ArchiveStorageFault.class);
        section.close();
        assertNothingLeft(id);
    }

    @Test
    void filesThatBelongToNoArchiveAreSwept() throws Exception {
        Path orphan = orphan(Duration.ofHours(2));
        Path young = orphan(Duration.ofMinutes(30));
        ArchiveId living = small();
        age(workshop.properties.folder().resolve(living.toString()), Duration.ofHours(2));

        sweeper().sweep();

        assertThat(orphan).doesNotExist();
        assertThat(young).exists();
        assertThat(workshop.properties.folder().resolve(living.toString())).isNotEmptyDirectory();
    }

    @Test
    void tooLittleRoomIsSaidAndNothingRecordedIsLost() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("first", Form.TEXT, null, stream("first"));
            section.reached(new Cursor("1"));
        }
        ArchiveProperties full = new ArchiveProperties(
                workshop.properties.folder(),
                workshop.properties.keep(),
                DataSize.ofKilobytes(50),
                workshop.properties.maxSize(),
                1000,
                DataSize.ofTerabytes(8_000_000),
                Duration.ofMinutes(5),
                10);
        StoredArchives onFullDisk = workshop.archives(full);

        try (ArchiveSection section = onFullDisk.section(id, "matrix", workshop.run())) {
            section.entry("second", Form.TEXT, null, stream("second"));
            assertThatThrownBy(section::finish)
                    .asInstanceOf(type(ArchiveStorageFault.class))
                    .matches(ArchiveStorageFault::worthRetrying)
                    .matches(fault -> fault.reason().key().equals("archive.fault.no-room"));
        }

        finish(id);
        Path bag = Bags.extracted(workshop.file(archives, id, temporary), temporary);
        assertThat(Tools.tree(bag.resolve("data"))).containsOnlyKeys("matrix/first", "matrix/second");
    }

    @Test
    void aDiskThatRunsFullHalfWayIsSaidAndTheExportGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        assumeTrue(
                Tools.installed("mount").isPresent()
                        && Tools.run(temporary, "mount", "-t", "tmpfs", "-o", "size=600k", "none", disk.toString())
                                        .exit()
                                == 0,
                "a small disk cannot be mounted here");
        try {
            ArchiveProperties properties = new ArchiveProperties(
                    disk,
                    workshop.properties.keep(),
                    DataSize.ofKilobytes(100),
                    DataSize.ofGigabytes(1),
                    1000,
                    DataSize.ofBytes(-1_000_000),
                    Duration.ofMinutes(5),
                    10);
            StoredArchives onSmallDisk = workshop.archives(properties);
            ArchiveId id = workshop.begin(onSmallDisk, mira);
            assertThatThrownBy(() -> export(onSmallDisk, id))
                    .asInstanceOf(type(ArchiveStorageFault.class))
                    .matches(fault -> fault.reason().key().equals("archive.fault.no-room"));
            assertThat(onSmallDisk.state(id).orElseThrow().stage()).isEqualTo(Stage.GROWING);

            Tools.succeeds(temporary, "mount", "-o", "remount,size=20m", disk.toString());
            export(onSmallDisk, id);
            onSmallDisk.complete(id, described(mira, "matrix"), workshop.run());

            Path bag = Bags.extracted(workshop.file(onSmallDisk, id, temporary), temporary);
            assertThat(Tools.tree(bag.resolve("data"))).hasSize(30);
            Bags.assertValid(bag);
        } finally {
            assertThat(Tools.run(temporary, "umount", disk.toString()).exit())
                    .as("no file is left open")
                    .isZero();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws Exception {
        Path blocked = Files.writeString(temporary.resolve("file"), "in the way");
        ArchiveProperties properties = new ArchiveProperties(
                blocked,
                workshop.properties.keep(),
                DataSize.ofKilobytes(50),
                DataSize.ofGigabytes(1),
                1000,
                DataSize.ofBytes(0),
                Duration.ofMinutes(5),
                10);
        StoredArchives nowhere = workshop.archives(properties);
        ArchiveId id = workshop.begin(nowhere, mira);

        assertThatThrownBy(() -> nowhere.section(id, "matrix", workshop.run()))
                .asInstanceOf(type(ArchiveStorageFault.class))
                .matches(fault -> fault.reason().key().equals("archive.fault.storage"));
    }

    @Test
    void anArchiveHasItsLimits() {
        StoredArchives few = workshop.archives(workshop.with(DataSize.ofKilobytes(50), DataSize.ofGigabytes(1), 3));
        StoredArchives little =
                workshop.archives(workshop.with(DataSize.ofKilobytes(50), DataSize.ofKilobytes(60), 100));

        for (StoredArchives limited : new StoredArchives[] {few, little}) {
            ArchiveId id = workshop.begin(limited, mira);
            assertThatThrownBy(() -> export(limited, id))
                    .asInstanceOf(type(ArchiveStorageFault.class))
                    .matches(fault -> !fault.worthRetrying())
                    .matches(fault -> fault.reason().key().equals("archive.fault.too-large"));
        }
    }

    @Test
    void thePortalCanTellAndForgetWhatItKeepsAboutArchives() {
        ArchiveId id = small();
        ArchiveId other = workshop.archiveOf(archives, workshop.member(), Map.of("a", bytes("a")));

        for (PersonalTable table : records.personal()) {
            if (!table.name().equals("archive_download")) {
                assertThat(records.rows(table).holding(tables, mira.id()).count())
                        .as(table.name())
                        .isPositive();
            }
            records.export(
                    table,
                    mira.id(),
                    row -> assertThat(row).doesNotContainKeys("wrapped_key", "session", "file", "cursor"));
        }
        records.personal().forEach(table -> records.erase(table, mira.id()));

        assertThat(records.personal())
                .allMatch(
                        table -> records.rows(table).holding(tables, mira.id()).equals(Holding.NOTHING));
        assertThat(archives.state(id)).isEmpty();
        assertNothingLeft(id);
        assertThat(stage(other)).isEqualTo(Stage.READY);
    }

    private ArchiveSweeper sweeper() {
        return new ArchiveSweeper(
                workshop.register(workshop.properties),
                archives,
                new ArchiveFolder(workshop.properties),
                workshop.clock);
    }

    private ArchiveId small() {
        return workshop.archiveOf(archives, mira, Map.of("a", bytes("a")));
    }

    private void export(StoredArchives into, ArchiveId id) {
        try (ArchiveSection section = into.section(id, "matrix", workshop.run())) {
            int from = section.resumeFrom().atStart()
                    ? 0
                    : Integer.parseInt(section.resumeFrom().value());
            for (int i = from; i < 30; i++) {
                section.entry("n/" + i, Form.MEDIA, null, stream(ArchiveTests.random(40_000, i)));
                section.reached(new Cursor("" + (i + 1)));
            }
            section.finish();
        }
    }

    private void finish(ArchiveId id) {
        try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
            section.entry("second", Form.TEXT, null, stream("second"));
            section.finish();
        }
        archives.complete(id, described(mira, "matrix"), workshop.run());
    }

    private Stage stage(ArchiveId id) {
        return archives.state(id).orElseThrow().stage();
    }

    private void assertNothingLeft(ArchiveId id) {
        assertThat(workshop.properties.folder().resolve(id.toString())).doesNotExist();
        assertThat(jdbc.sql("select count(*) from archive where id = ? and wrapped_key is not null")
                        .param(id.value())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private Path orphan(Duration age) throws Exception {
        Path orphan = Files.createDirectories(
                workshop.properties.folder().resolve(UUID.randomUUID().toString()));
        Files.writeString(orphan.resolve("1-x"), "left over");
        age(orphan, age);
        return orphan;
    }

    private void age(Path folder, Duration age) throws Exception {
        Files.setLastModifiedTime(folder, FileTime.from(workshop.clock.instant().minus(age)));
    }
}
