package cloud.maidan.portal.requests;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.Acquaintances;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

@PortalTest
@Import(Acquaintances.Directory.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(properties = {"portal.requests.first-pause=1s", "portal.requests.per-day=3"})
class ExportsTests {

    private static final ServiceId SHED = new ServiceId("shed");
    private static final ServiceId ATTIC = new ServiceId("attic");

    private final ExportDesk desk;
    private final ExportPages pages;
    private final Exports exports;
    private final Archives archives;
    private final Steps steps;
    private final Houses houses;
    private final JdbcClient jdbc;
    private final MemberId member;

    ExportsTests(
            ExportDesk desk,
            ExportPages pages,
            Exports exports,
            Archives archives,
            Steps steps,
            Houses houses,
            Acquaintances members,
            JdbcClient jdbc) {
        this.desk = desk;
        this.pages = pages;
        this.exports = exports;
        this.archives = archives;
        this.steps = steps;
        this.houses = houses;
        this.jdbc = jdbc;
        this.member = members.know("Mira Beispiel");
    }

    @Test
    void twoServicesBecomeOneArchiveAndOneLetter() {
        houses.shed().holds(member, 35);
        houses.attic().holds(member, 5);

        UUID export = ask(SHED, ATTIC);

        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(page.lines()).extracting(ServiceLine::items).containsExactly(35L, 5L);
        assertThat(page.lines()).extracting(ServiceLine::word).containsOnly(ServiceLine.Word.DONE);
        assertThat(page.sha256()).matches("[0-9a-f]{64}");
        assertThat(page.bytes()).isPositive();
        assertThat(Objects.requireNonNull(page.expiresAt())).isAfter(page.createdAt());
        assertThat(letters(export)).containsExactly("export-ready/" + export);
        assertThat(houses.told(member))
                .containsSequence("requests.export-asked")
                .endsWith("requests.export-ready");
        assertThat(exports.running(member)).isEmpty();
    }

    @Test
    void whatIsAskedForStandsOnceInTheRegisterAndEndsWithTheArchive() {
        houses.shed().holds(member, 1);
        CountDownLatch goOn = new CountDownLatch(1);
        houses.shed().holds(member, 1, note -> waitFor(goOn));

        UUID export = ask(SHED);

        assertThat(registered()).containsExactly("ACCESS open led");
        goOn.countDown();
        awaitStage(export, ExportPage.Stage.READY);
        assertThat(registered()).containsExactly("ACCESS FULFILLED led");
        assertThat(jdbc.sql("select count(*) from data_subject_request where member_id = ? and due_at is not null")
                        .param(member.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private List<String> registered() {
        return jdbc.sql("""
                        select asked_right || ' ' || coalesce(ending, 'open')
                            || case when led_elsewhere then ' led' else ' for the officer' end
                        from data_subject_request where member_id = ? order by received_at""")
                .param(member.value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void aServiceWhereTheMemberNeverSignedInHoldsNothing() {
        houses.shed().holds(member, 1);

        UUID export = ask(SHED, ATTIC);

        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(page.lines())
                .extracting(ServiceLine::word)
                .containsExactly(ServiceLine.Word.DONE, ServiceLine.Word.NOTHING_HELD);
    }

    @Test
    void twoExportsAtOnceAreOne() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        houses.shed().holds(member, 3, note -> waitFor(goOn));
        UUID token = UUID.randomUUID();

        List<ExportDesk.Asked> asked;
        try (var threads = Executors.newFixedThreadPool(6)) {
            asked = threads
                    .invokeAll(IntStream.range(0, 6)
                            .mapToObj(i -> (java.util.concurrent.Callable<ExportDesk.Asked>)
                                    () -> desk.ask(member, chosen(SHED), i < 3 ? token : UUID.randomUUID()))
                            .toList())
                    .stream()
                    .map(future -> {
                        try {
                            return future.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
        goOn.countDown();

        assertThat(asked).filteredOn(ExportDesk.Asked.Started.class::isInstance).hasSize(1);
        assertThat(asked.stream().map(each -> each.export().getId()).distinct()).hasSize(1);
        awaitStage(asked.getFirst().export().getId(), ExportPage.Stage.READY);
        assertThat(desk.list(member)).hasSize(1);
    }

    @Test
    void aRunningExportIsToldToOtherModules() {
        CountDownLatch goOn = new CountDownLatch(1);
        houses.shed().holds(member, 1);
        houses.attic().holds(member, 1, note -> waitFor(goOn));

        UUID export = ask(SHED, ATTIC);

        await().until(() -> exports.running(member).map(ExportSummary::done).orElse(0) == 1);
        ExportSummary running = exports.running(member).orElseThrow();
        assertThat(running.total()).isEqualTo(2);
        assertThat(running.path()).isEqualTo("/me/exports/" + export);
        assertThat(running.reference()).matches("E-\\d{4}-\\d{4,}");
        goOn.countDown();
        awaitStage(export, ExportPage.Stage.READY);
    }

    @Test
    void cancellingStopsTheWorkAndRemovesWhatWasCollected() {
        AtomicInteger handed = new AtomicInteger();
        houses.shed().holds(member, 100_000, note -> {
            handed.incrementAndGet();
            pause(5);
        });
        UUID export = ask(SHED);
        await().until(() -> handed.get() > 20);

        desk.cancel(desk.find(member, export).orElseThrow());

        assertThat(page(export).stage()).isEqualTo(ExportPage.Stage.CANCELLED);
        await().until(() -> archives.state(desk.find(export).orElseThrow().archive())
                .map(archive -> archive.stage() == Archives.Stage.DISCARDED)
                .orElse(true));
        await().pollDelay(ofSeconds(2)).until(() -> {
            int before = handed.get();
            pause(300);
            return handed.get() == before;
        });
        assertThat(steps.about(export))
                .extracting(StepView::state)
                .containsExactly(StepView.State.CANCELLED, StepView.State.DONE);
        assertThatThrownBy(() -> desk.cancel(desk.find(member, export).orElseThrow()))
                .isInstanceOf(NotRunning.class);
        assertThat(houses.told(member)).contains("requests.export-cancelled");
        assertThat(registered()).containsExactly("ACCESS WITHDRAWN led");
    }

    @Test
    void aServiceThatBreaksHalfWayGoesOnWhereItWas() {
        AtomicInteger faults = new AtomicInteger();
        houses.shed().holds(member, 60, note -> {
            if (note == 44 && faults.getAndIncrement() == 0) {
                throw InventedService.fault(Fault.TIMED_OUT);
            }
        });

        UUID export = ask(SHED);

        await().until(() -> page(export).lines().getFirst().word() == ServiceLine.Word.WILL_TRY_AGAIN
                || page(export).stage() == ExportPage.Stage.READY);
        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(page.lines().getFirst().items()).isEqualTo(60);
        assertThat(houses.shed().began(member)).containsExactly(0, 40);
    }

    @Test
    void aServiceThatPreparesSomethingByItselfIsAskedAgainAndDoesNotRepeatItself() {
        AtomicInteger asked = new AtomicInteger();
        houses.shed().holds(member, 24, new InventedService.Hook() {
            @Override
            public void before(int note) {}

            @Override
            public Export.Progress after() {
                return asked.incrementAndGet() < 3
                        ? new Export.Progress.Later(Instant.now().plusSeconds(1), Text.of("requests.why.no-export"))
                        : Export.Progress.WHOLE;
            }
        });

        UUID export = ask(SHED);

        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(houses.shed().began(member)).containsExactly(0, 20, 20);
        assertThat(page.lines()).extracting(ServiceLine::items).containsExactly(24L);
    }

    @Test
    void aServiceThatRefusesIsLeftOutAndNamed() {
        houses.shed().holds(member, 5);
        houses.attic().holds(member, 5, note -> {
            throw InventedService.fault(Fault.REFUSED);
        });

        ExportPage page = awaitStage(ask(SHED, ATTIC), ExportPage.Stage.READY);

        assertThat(page.leftOut()).singleElement().satisfies(line -> {
            assertThat(line.id()).isEqualTo(ATTIC);
            assertThat(line.sentence()).isEqualTo(Fault.REFUSED.said());
        });
        assertThat(page.outcome()).isEqualTo(Text.of("requests.outcome.without", 1L, 1));
    }

    @Test
    void aServiceThatStaysSilentIsWaitedForAndThenLeftOut() {
        houses.shed().holds(member, 5);
        houses.attic().holds(member, 5, note -> {
            throw InventedService.fault(Fault.UNREACHABLE);
        });
        UUID export = ask(SHED, ATTIC);
        await().until(() -> page(export).lines().get(1).word() == ServiceLine.Word.WILL_TRY_AGAIN);
        assertThat(page(export).lines().get(1).nextAt()).isNotNull();
        assertThat(page(export).stage()).isEqualTo(ExportPage.Stage.COLLECTING);

        jdbc.sql("update export_request set created_at = created_at - interval '24 hours' where id = ?")
                .param(export)
                .update();

        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(page.leftOut()).extracting(ServiceLine::id).containsExactly(ATTIC);
    }

    @Test
    void aMemberGoesOnWithoutAServiceThatStaysSilent() {
        houses.shed().holds(member, 5);
        houses.attic().holds(member, 5, note -> {
            throw InventedService.fault(Fault.BROKEN);
        });
        UUID export = ask(SHED, ATTIC);
        await().until(() -> page(export).lines().get(1).word() == ServiceLine.Word.WILL_TRY_AGAIN);

        desk.goOnWithout(desk.find(member, export).orElseThrow(), ATTIC);

        ExportPage page = awaitStage(export, ExportPage.Stage.READY);
        assertThat(page.leftOut())
                .singleElement()
                .satisfies(line -> assertThat(line.sentence()).isEqualTo(Text.of("requests.why.your-choice")));
        assertThat(houses.told(member)).contains("requests.service-left-out");
    }

    @Test
    void withoutAnythingThereIsNoArchiveAndTheMemberIsTold() {
        houses.shed().holds(member, 5, note -> {
            throw InventedService.fault(Fault.REFUSED);
        });

        UUID export = ask(SHED);

        awaitStage(export, ExportPage.Stage.FAILED);
        assertThat(registered()).allMatch(each -> each.matches("ACCESS (FULFILLED led|open for the officer)"));
        assertThat(letters(export)).containsExactly("export-failed/" + export);
    }

    @Test
    void aMemberBeginsOnlySoManyExportsADay() {
        houses.shed().holds(member, 1);
        for (int i = 0; i < 3; i++) {
            awaitStage(ask(SHED), ExportPage.Stage.READY);
        }

        assertThatThrownBy(() -> ask(SHED))
                .isInstanceOfSatisfying(
                        TooManyExports.class,
                        refused -> assertThat(refused.reason().key()).isEqualTo("requests.refused.too-many"));
    }

    @Test
    void anotherMembersExportIsNotFound() {
        houses.shed().holds(member, 1);
        UUID export = ask(SHED);

        assertThat(desk.find(MemberId.random(), export)).isEmpty();
        awaitStage(export, ExportPage.Stage.READY);
    }

    private UUID ask(ServiceId... services) {
        return desk.ask(member, chosen(services), UUID.randomUUID()).export().getId();
    }

    private static List<ExportedService.Chosen> chosen(ServiceId... services) {
        return Stream.of(services)
                .map(service -> new ExportedService.Chosen(service, 5L, null))
                .toList();
    }

    private ExportPage page(UUID export) {
        return pages.page(desk.find(member, export).orElseThrow());
    }

    private ExportPage awaitStage(UUID export, ExportPage.Stage stage) {
        await().untilAsserted(() -> assertThat(page(export).stage()).isEqualTo(stage));
        return page(export);
    }

    private List<String> letters(UUID export) {
        return jdbc.sql("select key from letter where member_id = ? and path = ?")
                .params(member.value(), "/me/exports/" + export)
                .query((row, number) -> row.getString("key"))
                .list();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The two invented services, and what the record of deeds would hear. */
    record Houses(InventedService shed, InventedService attic, Queue<Auditable> events) {

        List<String> told(MemberId about) {
            return events.stream()
                    .filter(event -> event.about().filter(about::equals).isPresent())
                    .map(Auditable::action)
                    .toList();
        }

        @EventListener
        void hear(Auditable event) {
            events.add(event);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Street {

        @Bean
        InventedService shed() {
            return new InventedService("shed", 1);
        }

        @Bean
        InventedService attic() {
            return new InventedService("attic", 2);
        }

        @Bean
        Houses houses(InventedService shed, InventedService attic) {
            return new Houses(shed, attic, new ConcurrentLinkedQueue<>());
        }
    }
}
