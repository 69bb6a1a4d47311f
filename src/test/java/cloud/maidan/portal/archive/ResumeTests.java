package cloud.maidan.portal.archive;

import static cloud.maidan.portal.archive.Workshop.described;
import static cloud.maidan.portal.archive.Workshop.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.ArchiveEvent.ArchiveCompleted;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.Superseded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@PortalTest
@Import(Workshop.class)
class ResumeTests {

    private static final int ITEMS = 14;

    @TempDir
    Path folder;

    @Autowired
    Workshop workshop;

    private final Mortal process = new Mortal();
    private Member mira;
    private StoredArchives archives;

    @BeforeEach
    void openWorkshop() {
        mira = workshop.member();
        ArchiveProperties properties = workshop.withParts(40_000);
        archives = workshop.archives(properties, process.new Folder(properties));
    }

    /** Every point with {@code -Dportal.test.thorough=true}. */
    @Test
    void aDeathAtAnyPointLeavesOneArchiveWithEverythingOnce() throws Exception {
        process.startToDieAt(0);
        exportUntilDone(workshop.begin(archives, mira));
        int points = process.passed();

        int stride = Boolean.getBoolean("portal.test.thorough") ? 1 : Math.max(1, points / 50);
        assertThat(points).isGreaterThan(60);
        for (int point = 1; point <= points; point += stride) {
            ArchiveId id = workshop.begin(archives, mira);
            process.startToDieAt(point);
            int deaths = exportUntilDone(id);

            assertThat(deaths).as("deaths at point %d", point).isEqualTo(1);
            assertWholeOnce(id, point);
        }
    }

    @Test
    void aDeathDuringTheRecoveryFromADeathDoesNoHarm() throws Exception {
        Random random = new Random(20261121);
        for (int round = 0; round < 12; round++) {
            ArchiveId id = workshop.begin(archives, mira);
            for (int deaths = 0; deaths < 6; deaths++) {
                process.startToDieAt(1 + random.nextInt(60));
                try {
                    export(id);
                } catch (Mortal.Death died) {
                    // started again by the next round
                }
            }
            process.startToDieAt(0);
            export(id);
            assertWholeOnce(id, round);
        }
    }

    @Test
    void aServiceThatFailsEveryFewItemsIsReadToItsEnd() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        int runs = 0;
        for (boolean done = false; !done; runs++) {
            try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
                int from = next(section.resumeFrom());
                for (int i = from; i < ITEMS; i++) {
                    write(section, i);
                    if (i == from + 1 && i < ITEMS - 1) {
                        section.entry("not whole", Form.TEXT, null, stream("dropped"));
                        throw new ServiceFault(Fault.RATE_LIMITED, null, "slow down", null);
                    }
                    section.reached(new Cursor("" + i));
                }
                section.finish();
                done = true;
            } catch (ServiceFault slowDown) {
                assertThat(runs).isLessThan(ITEMS);
            }
        }
        archives.complete(id, described(mira, "matrix"), workshop.run());

        assertWholeOnce(id, 0);
    }

    @Test
    void aRunThatLostItsStepChangesNothing() throws Exception {
        ArchiveId id = workshop.begin(archives, mira);
        Losing losing = new Losing(workshop);
        ArchiveSection old = archives.section(id, "matrix", losing);
        write(old, 0);
        old.reached(new Cursor("0"));
        losing.lost = true;

        export(id);
        write(old, 1);
        assertThatThrownBy(old::finish).isInstanceOf(Superseded.class);
        old.close();

        assertWholeOnce(id, 0);
    }

    private static final class Losing extends Workshop.Holding {

        private boolean lost;

        Losing(Workshop workshop) {
            workshop.super();
        }

        @Override
        public void effect(Runnable work) {
            stillMine();
            super.effect(work);
        }

        @Override
        public void stillMine() {
            if (lost) {
                throw new Superseded(id());
            }
        }
    }

    private int exportUntilDone(ArchiveId id) {
        for (int deaths = 0; ; deaths++) {
            try {
                export(id);
                return deaths;
            } catch (Mortal.Death died) {
                process.startToDieAt(0);
            }
        }
    }

    private void export(ArchiveId id) {
        StepRun run = process.run(workshop);
        if (archives.state(id).orElseThrow().stage() == Stage.GROWING) {
            try (ArchiveSection section = archives.section(id, "matrix", run)) {
                for (int i = next(section.resumeFrom()); i < ITEMS; i++) {
                    write(section, i);
                    section.reached(new Cursor("" + i));
                }
                section.finish();
            }
        }
        archives.complete(id, described(mira, "matrix"), run);
    }

    private static void write(ArchiveSection section, int i) {
        section.entry("items/" + i, i % 2 == 0 ? Form.MEDIA : Form.TEXT, null, stream(content(i)));
        section.missing("gap/" + i, Text.of("test.gone"));
    }

    private static int next(Cursor cursor) {
        return cursor.atStart() ? 0 : 1 + Integer.parseInt(cursor.value());
    }

    private static byte[] content(int i) {
        return ArchiveTests.random(i % 7 == 3 ? 90_000 : 4_000, i);
    }

    private void assertWholeOnce(ArchiveId id, int point) throws Exception {
        process.startToDieAt(0);
        Path file = workshop.file(archives, id, folder);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            var items = Collections.list(zip.entries()).stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.contains("/data/"))
                    .toList();
            assertThat(items).as("point %d", point).hasSize(ITEMS).doesNotHaveDuplicates();
            for (String item : items) {
                int i = Integer.parseInt(item.substring(item.lastIndexOf('/') + 1));
                assertThat(zip.getInputStream(zip.getEntry(item)).readAllBytes())
                        .isEqualTo(content(i));
            }
        }
        assertThat(archives.state(id).orElseThrow().sections())
                .singleElement()
                .matches(s -> s.complete() && s.missing() == ITEMS && s.items() == ITEMS);
        assertThat(workshop.events)
                .filteredOn(e -> e.archive().equals(id) && e instanceof ArchiveCompleted)
                .hasSizeBetween(1, 2);
        assertThat(Files.deleteIfExists(file)).isTrue();
    }
}
