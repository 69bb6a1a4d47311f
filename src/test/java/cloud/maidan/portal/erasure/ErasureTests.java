package cloud.maidan.portal.erasure;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.rights.DataSubjectRequests;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import com.nimbusds.jose.JWSObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@Import(ErasureTests.Street.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "db-scheduler.polling-interval=200ms",
            "portal.erasure.window=PT1H",
            "portal.erasure.short-window=PT0S",
            "portal.erasure.patience=PT0.2S",
            "portal.erasure.probe-after=PT1S",
            "portal.erasure.replay-every=P1000D"
        })
class ErasureTests {

    private static final ServiceId SHED = new ServiceId("shed");
    private static final ServiceId ATTIC = new ServiceId("attic");
    private static final ServiceId GATE = new ServiceId("gate");
    private static final ServiceId PORTAL = new ServiceId("portal");

    @LocalServerPort
    int port;

    private final ErasureDesk desk;
    private final ErasureCourse course;
    private final ErasureRows rows;
    private final Accounts accounts;
    private final LedgerReplay replay;
    private final Ledger ledger;
    private final DataSubjectRequests requests;
    private final Signatures signatures;
    private final ServiceCatalog services;
    private final List<PersonalRecords> records;
    private final Steps steps;
    private final Houses houses;
    private final JdbcClient jdbc;
    private final JdbcOperations tables;
    private final TransactionTemplate transactions;
    private final MemberId member = MemberId.random();
    private final String subject = "subject-of-" + member;

    ErasureTests(
            ErasureDesk desk,
            ErasureCourse course,
            ErasureRows rows,
            Accounts accounts,
            LedgerReplay replay,
            Ledger ledger,
            DataSubjectRequests requests,
            Signatures signatures,
            ServiceCatalog services,
            List<PersonalRecords> records,
            Steps steps,
            Houses houses,
            JdbcClient jdbc,
            JdbcOperations tables,
            TransactionTemplate transactions) {
        this.desk = desk;
        this.course = course;
        this.rows = rows;
        this.accounts = accounts;
        this.replay = replay;
        this.ledger = ledger;
        this.requests = requests;
        this.signatures = signatures;
        this.services = services;
        this.records = records;
        this.steps = steps;
        this.houses = houses;
        this.jdbc = jdbc;
        this.tables = tables;
        this.transactions = transactions;
    }

    record Houses(InventedHouse shed, InventedHouse attic, InventedHouse.Door gate, List<String> log) {

        List<String> of(String subject) {
            return log.stream().filter(line -> line.endsWith(subject)).toList();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Street {

        private static final List<String> LOG = InventedHouse.newLog();

        @Bean
        InventedHouse shed() {
            return new InventedHouse("shed", 1, LOG);
        }

        @Bean
        InventedHouse attic() {
            return new InventedHouse("attic", 2, LOG);
        }

        @Bean
        InventedHouse.Door gate() {
            return new InventedHouse.Door("gate", 3, LOG);
        }

        @Bean
        Houses houses(InventedHouse shed, InventedHouse attic, InventedHouse.Door gate) {
            return new Houses(shed, attic, gate, LOG);
        }
    }

    @BeforeEach
    void someoneLivesHere() {
        know(member, subject);
        houses.shed().holds(subject, 12);
        houses.gate().holds(subject, 1);
    }

    @Test
    void everythingGoesInOrderAndTheReceiptSaysSo() throws Exception {
        Asked.Begun begun = ask(true);

        MemberErasure done = awaited(begun, State.DONE);

        assertThat(houses.of(subject))
                .containsExactly("gate shut " + subject, "shed erased " + subject, "gate erased " + subject);
        assertThat(states(done))
                .isEqualTo(Map.of(
                        SHED, Line.State.ERASED,
                        ATTIC, Line.State.NOTHING_HELD,
                        PORTAL, Line.State.ERASED,
                        GATE, Line.State.ERASED));
        assertThat(done.member()).as("the proof names nobody").isNull();
        for (PersonalRecords module : records) {
            module.personal().stream()
                    .filter(table -> !table.name().equals("audit_record"))
                    .forEach(table -> assertThat(
                                    module.rows(table).holding(tables, member).count())
                            .as(table.name())
                            .isZero());
        }
        assertThat(jdbc.sql("select count(*) from member where id = ?")
                        .param(member.value())
                        .query(Long.class)
                        .single())
                .isZero();
        JWSObject receipt = JWSObject.parse(rows.receipts(done.id()).getFirst());
        assertThat(signatures.verify(
                        Receipts.PURPOSE,
                        new Signatures.Signature(
                                receipt.getHeader().getKeyID(),
                                receipt.getSignature().decode()),
                        receipt.getSigningInput()))
                .isTrue();
        assertThat(receipt.getPayload().toString())
                .contains("\"reference\":\"" + done.reference() + "\"", "\"items\":12")
                .doesNotContain(subject, member.toString());
        assertThat(rows.byReceipt(begun.secret().digest(), begun.erasure().askedAt()))
                .isPresent();
    }

    @Test
    void aDayLaterWeLookAgainAndForgetWhomItWasAbout() {
        Asked.Begun begun = ask(true);

        MemberErasure looked = awaited(begun, erasure -> erasure.person() == null && erasure.state() == State.DONE);

        assertThat(looked.lines()).allMatch(line -> line.account() == null && line.handle() == null);
        assertThat(looked.line(SHED).orElseThrow().found()).isEmpty();
        assertThat(rows.receipts(looked.id())).hasSize(2);
        assertThat(Receipts.said(rows.receipts(looked.id()).getLast())).containsEntry("state", "second-look");
    }

    @Test
    void aConfirmedErasureIsOneLetterWithItsNumbersAndDates() {
        MemberErasure erasure = ask(false).erasure();

        assertThat(jdbc.sql("select key from letter where member_id = ?")
                        .param(member.value())
                        .query((row, number) -> row.getString(1))
                        .list())
                .containsExactly("erasure-confirmed/" + erasure.id());
        String reference = requests.find(Objects.requireNonNull(erasure.request()))
                .orElseThrow()
                .reference();
        assertThat(jdbc.sql("select paragraphs::text from letter where member_id = ?")
                        .param(member.value())
                        .query((row, number) -> row.getString(1))
                        .single())
                .contains(reference, erasure.reference());
        desk.cancel(erasure);
    }

    @Test
    void withinTheWindowItCanBeCancelledAndNothingHappened() {
        Asked.Begun begun = ask(false);

        desk.cancel(begun.erasure());

        assertThat(course.find(begun.erasure().id().value()).orElseThrow().state())
                .isEqualTo(State.CANCELLED);
        assertThat(houses.of(subject)).isEmpty();
        assertThat(ledger.recognition().erasure(SHED, subject)).isEmpty();
        assertThat(requests.find(Objects.requireNonNull(begun.erasure().request()))
                        .orElseThrow()
                        .due())
                .as("the request has ended")
                .isEmpty();
        assertThatThrownBy(() -> desk.cancel(begun.erasure())).isInstanceOf(TooLate.class);
    }

    /** As if all clocks had been set forward by two weeks right after the confirmation. */
    @Test
    void aClockThatJumpsForwardBeginsNothingBeforeTheWindowIsOver() {
        Asked.Begun begun = ask(false);
        UUID id = begun.erasure().id().value();
        await().atMost(ofSeconds(30)).until(() -> waited(id) != null);
        jdbc.sql("""
                update erasure set asked_at = asked_at - interval '14 days', waited_at = waited_at - interval '14 days',
                    starts_at = asked_at - interval '1 second' where id = ?""").param(id).update();

        rerun(begun);

        await().atMost(ofSeconds(30)).until(() -> Objects.requireNonNull(waited(id)) > 7000);
        assertThat(course.find(id).orElseThrow().state()).isEqualTo(State.WINDOW);
        assertThat(waited(id)).as("two hours at most are believed").isLessThan(7300);
        assertThat(houses.of(subject)).isEmpty();
        desk.cancel(begun.erasure());
    }

    @Test
    void aClockThatJumpsBackAddsNothingAndTakesNothingAway() {
        ErasureId id = ask(false).erasure().id();
        await().atMost(ofSeconds(30)).until(() -> waited(id.value()) != null); // the step's own first look
        java.time.Instant now = java.time.Instant.parse("2026-11-21T10:00:00Z");
        jdbc.sql("update erasure set waited = 0, waited_at = ? where id = ?")
                .params(now.atOffset(java.time.ZoneOffset.UTC), id.value())
                .update();
        java.time.Duration most = java.time.Duration.ofHours(2);

        assertThat(rows.wait(id, now.plusSeconds(3600), most)).isEqualTo(java.time.Duration.ofHours(1));
        assertThat(rows.wait(id, now.minusSeconds(86_400), most)).isEqualTo(java.time.Duration.ofHours(1));
        assertThat(rows.wait(id, now, most)).isEqualTo(java.time.Duration.ofHours(3));
        desk.cancel(course.find(id.value()).orElseThrow());
    }

    private @Nullable Double waited(UUID erasure) {
        return jdbc.sql("select case when waited_at is null then null else waited end from erasure where id = ?")
                .param(erasure)
                .query((row, number) -> (Double) row.getObject(1))
                .list()
                .getFirst();
    }

    /** As its next look would. */
    private void rerun(Asked asked) {
        jdbc.sql("update scheduled_tasks set execution_time = now() where task_instance = ?")
                .param(steps.about(asked.erasure().id().value())
                        .getFirst()
                        .id()
                        .value()
                        .toString())
                .update();
    }

    @Test
    void whileAnExportRunsNothingGoes() {
        UUID export = UUID.randomUUID();
        jdbc.sql("insert into export_request (id, member_id, reference, token, state, created_at)"
                        + " values (?, ?, ?, ?, 'COLLECTING', now())")
                .params(export, member.value(), "E-" + export, UUID.randomUUID())
                .update();
        Asked.Begun begun = ask(true);

        await().atMost(ofSeconds(60))
                .until(() -> Text.of("erasure.why.export")
                        .equals(steps.about(begun.erasure().id().value())
                                .getFirst()
                                .why()));
        assertThat(course.find(begun.erasure().id().value()).orElseThrow().state())
                .isEqualTo(State.WINDOW);
        assertThat(houses.of(subject)).isEmpty();

        jdbc.sql("update export_request set state = 'READY', finished_at = now() where id = ?")
                .param(export)
                .update();
        rerun(begun);

        awaited(begun, State.DONE);
        assertThat(houses.of(subject)).isNotEmpty();
    }

    @Test
    void twoErasuresAtOnceAreOne() throws Exception {
        UUID token = UUID.randomUUID();
        List<Callable<Asked>> asking = java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> (Callable<Asked>) () -> desk.ask(member, i < 3 ? token : UUID.randomUUID(), false))
                .toList();
        List<Asked> asked = new java.util.ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (Future<Asked> each : threads.invokeAll(asking)) {
                asked.add(each.get());
            }
        }

        assertThat(asked).filteredOn(Asked.Begun.class::isInstance).hasSize(1);
        assertThat(asked.stream().map(each -> each.erasure().id()).distinct()).hasSize(1);
    }

    @Test
    void cancellingInTheLastSecondWinsOrLosesButNeverBoth() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int race = 0; race < 100; race++) {
                MemberId racer = MemberId.random();
                know(racer, "racer-" + racer);
                MemberErasure erasure =
                        desk.ask(racer, UUID.randomUUID(), false).erasure();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Boolean> cancelled = threads.submit(() -> {
                    start.await();
                    try {
                        desk.cancel(erasure);
                        return true;
                    } catch (TooLate e) {
                        return false;
                    }
                });
                Future<Boolean> begun = threads.submit(() -> {
                    start.await();
                    return Boolean.TRUE.equals(
                            transactions.execute(transaction -> course.begin(erasure.id(), new byte[] {1}, List.of())));
                });

                assertThat(cancelled.get()).isNotEqualTo(begun.get());
                assertThat(course.find(erasure.id().value()).orElseThrow().state())
                        .isEqualTo(cancelled.get() ? State.CANCELLED : State.ERASING);
            }
        }
    }

    @Test
    void aServiceThatFailsIsAskedUntilItAnswers() {
        houses.shed().faults.set(3);
        houses.shed().waits.set(2);

        MemberErasure done = awaited(ask(true), State.DONE);

        assertThat(done.line(SHED).orElseThrow().items()).isEqualTo(12);
        assertThat(houses.of(subject))
                .filteredOn(line -> line.startsWith("shed"))
                .hasSize(1);
    }

    @Test
    void aServiceThatSaysYesAndKeepsTheDataIsCaught() {
        houses.shed().keeps.set(2);

        MemberErasure done = awaited(ask(true), State.DONE);

        assertThat(done.line(SHED).orElseThrow().state()).isEqualTo(Line.State.ERASED);
        assertThat(done.line(SHED).orElseThrow().items()).isEqualTo(12);
        assertThat(houses.shed().held(subject)).isZero();
    }

    @Test
    void whatComesBackIsFoundAtTheSecondLook() {
        Asked.Begun begun = ask(true);
        awaited(begun, State.DONE);
        houses.shed().holds(subject, 3);
        houses.shed().waits.set(1);

        MemberErasure found = awaited(
                begun,
                erasure -> erasure.line(SHED).orElseThrow().found() != null
                        && !Objects.requireNonNull(
                                        erasure.line(SHED).orElseThrow().found())
                                .isEmpty());

        assertThat(found.line(SHED).orElseThrow().found())
                .containsExactly(new cloud.maidan.portal.services.Erasure.Amount(InventedHouse.NOTES, 3));
        assertThat(awaited(begun, erasure -> erasure.person() == null).state()).isEqualTo(State.DONE);
        assertThat(houses.shed().held(subject)).isZero();
    }

    @Test
    void whatNeedsAPersonWaitsAndThePortalKeepsTheMember() {
        houses.attic().holds(subject, 2);
        houses.attic().ambiguous(subject);

        Asked.Begun begun = ask(true);

        awaited(begun, erasure -> erasure.line(SHED).filter(Line::settled).isPresent());
        await().atMost(ofSeconds(90)).until(() -> step(begun, ATTIC) == StepView.State.NEEDS_ATTENTION);
        MemberErasure waiting = course.find(begun.erasure().id().value()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(State.ERASING);
        assertThat(waiting.line(ATTIC).orElseThrow().why()).isEqualTo(Text.of("erasure.why.ambiguous"));
        assertThat(waiting.line(PORTAL).orElseThrow().settled()).isFalse();
        assertThat(waiting.member()).isEqualTo(member);
        houses.attic().certain(subject);

        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        assertThat(officer.get("/admin/jobs?show=attention").body()).contains("erasure.erase");
        HttpResponse<String> again = officer.post("/admin/jobs/" + stepId(begun, ATTIC) + "/again", Map.of());
        assertThat(officer.follow(again).body()).contains("It is tried again now.");

        assertThat(awaited(begun, State.DONE).line(ATTIC).orElseThrow().state()).isEqualTo(Line.State.ERASED);
        assertThat(ledger.recognition().erasure(ATTIC, subject)).isPresent();
    }

    @Test
    void aPersonCanEndItWithoutAServiceAndTheReceiptSaysSo() {
        houses.shed().blocked = true;
        Asked.Begun begun = ask(true);
        await().atMost(ofSeconds(90)).until(() -> step(begun, SHED) == StepView.State.NEEDS_ATTENTION);
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        String job = "/admin/jobs/" + stepId(begun, SHED);
        assertThat(officer.get(job).body()).contains("Give up").doesNotContain(subject, member.toString());

        officer.post(job + "/give-up", Map.of());

        MemberErasure done = awaited(begun, State.DONE);
        assertThat(done.line(SHED).orElseThrow().state()).isEqualTo(Line.State.LEFT);
        assertThat(houses.shed().held(subject)).isEqualTo(12);
        assertThat(Receipts.said(rows.receipts(done.id()).getFirst()).toString())
                .contains("state=left");
        assertThat(Browser.on(port).signIn(DemoAccount.MEMBER).get(job).statusCode())
                .as("not a member's page")
                .isEqualTo(403);
        houses.shed().blocked = false;
    }

    @Test
    void whoeverARestoreBringsBackIsErasedAgain() {
        awaited(ask(true), erasure -> erasure.state() == State.DONE && erasure.person() == null);
        houses.shed().holds(subject, 12);
        know(member, subject);
        jdbc.sql("update erasure_ledger set entries = 0").update();
        assertThat(replay.restored()).isTrue();

        assertThat(replay.replay()).isGreaterThanOrEqualTo(2);

        await().atMost(ofSeconds(90))
                .until(() -> houses.shed().held(subject) == 0
                        && jdbc.sql("select count(*) from member where id = ?")
                                        .param(member.value())
                                        .query(Long.class)
                                        .single()
                                == 0);
        assertThat(replay.restored()).isFalse();
        assertThat(replay.replay()).as("nobody is left").isZero();
        assertThat(houses.of(subject))
                .filteredOn(line -> line.equals("shed erased " + subject))
                .hasSize(2);
    }

    @Test
    void theLedgerIsWrittenBeforeAnythingGoes() {
        houses.shed().blocked = true;
        Asked.Begun begun = ask(true);

        await().atMost(ofSeconds(90)).until(() -> step(begun, SHED) == StepView.State.NEEDS_ATTENTION);

        assertThat(ledger.recognition().erasure(SHED, subject))
                .contains(begun.erasure().id().value());
        assertThat(ledger.recognition().erasure(GATE, subject))
                .contains(begun.erasure().id().value());
        assertThat(ledger.recognition().erasure(PORTAL, member.toString()))
                .contains(begun.erasure().id().value());
        assertThat(replay.replay()).as("what is under way is no return").isZero();
        houses.shed().blocked = false;
    }

    @Test
    void aMemberGoesFromTheDryRunToTheReceipt() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        houses.shed().holds(DemoAccount.MEMBER.subject(), 4);

        HttpResponse<String> outlook = mira.get("/me/erasure/new");
        assertThat(outlook.body()).contains("Nothing has been changed", "Exports: 4");
        assertThat(houses.of(DemoAccount.MEMBER.subject())).isEmpty();

        String token = between(mira.get("/me/erasure/confirm").body(), "name=\"token\" value=\"", "\"");
        HttpResponse<String> wrong = mira.post("/me/erasure", Map.of("token", token, "typed", "somebody"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Nothing was started");

        HttpResponse<String> address =
                mira.post("/me/erasure", Map.of("token", token, "typed", DemoAccount.MEMBER.username()));
        assertThat(address.statusCode()).isEqualTo(200);
        assertThat(address.headers().firstValue("Cache-Control")).hasValue("no-store");
        String receipt = between(address.body(), "/receipts/", "<");
        assertThat(Browser.on(port).get("/receipts/" + receipt).body()).contains("Nothing has been erased yet");
        HttpResponse<String> again =
                mira.post("/me/erasure", Map.of("token", token, "typed", DemoAccount.MEMBER.username()));
        String path = again.headers().firstValue("Location").orElseThrow().replaceAll("^https?://[^/]*", "");

        assertThat(mira.get(path).body()).contains("Your erasure is waiting", "Cancel the erasure");
        assertThat(mira.get("/me/erasure").body()).contains(path);
        assertThat(Browser.on(port).signIn(DemoAccount.OFFICER).get(path).statusCode())
                .as("nobody else's")
                .isEqualTo(404);

        String newer = between(mira.post(path + "/address", Map.of()).body(), "/receipts/", "<");
        assertThat(Browser.on(port).get("/receipts/" + receipt).statusCode()).isEqualTo(404);
        assertThat(Browser.on(port).get("/receipts/" + newer).statusCode()).isEqualTo(200);
        mira.post(path + "/cancel", Map.of());
        assertThat(mira.get(path).body()).contains("This erasure was cancelled");
        assertThat(mira.post(path + "/cancel", Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void aReceiptIsReadAtItsAddressAloneAndTheKeysByAnyone() {
        Asked.Begun begun = ask(true);
        awaited(begun, State.DONE);

        HttpResponse<String> page = Browser.on(port).get(begun.secret().path());
        HttpResponse<String> file = Browser.on(port).get(begun.secret().path() + "/receipt.jws");

        assertThat(page.body()).contains(begun.erasure().reference()).containsOnlyOnce("Copies in backups");
        Map<String, Object> said = Receipts.said(file.body().lines().findFirst().orElseThrow());
        assertThat(java.time.Instant.parse(String.valueOf(said.get("backups_until"))))
                .isAfter(begun.erasure().askedAt().plus(java.time.Duration.ofDays(29)))
                .isBefore(begun.erasure().askedAt().plus(java.time.Duration.ofDays(31)));
        assertThat(file.body().lines()).isNotEmpty().allMatch(line -> line.split("\\.").length == 3);
        assertThat(Browser.on(port).get("/receipts/keys").body()).contains("\"crv\":\"Ed25519\"");
        for (String other : List.of("x", Secret.random().text(), "%00", "..%2f")) {
            assertThat(Browser.on(port).get("/receipts/" + other).statusCode()).isBetween(400, 404);
        }
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        assertThat(text).contains(before);
        return text.substring(from, text.indexOf(after, from));
    }

    private void know(MemberId id, String sub) {
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'https://id.example/', ?, 'mira', 'Mira', now(), now())")
                .params(id.value(), sub)
                .update();
    }

    private Asked.Begun ask(boolean soon) {
        return (Asked.Begun) desk.ask(member, UUID.randomUUID(), soon);
    }

    private MemberErasure awaited(Asked asked, State state) {
        return awaited(asked, erasure -> erasure.state() == state);
    }

    private MemberErasure awaited(Asked asked, Predicate<MemberErasure> until) {
        UUID id = asked.erasure().id().value();
        return await().atMost(ofSeconds(90)).until(() -> course.find(id).orElseThrow(), until);
    }

    private UUID stepId(Asked asked, ServiceId service) {
        return steps.about(asked.erasure().id().value()).stream()
                .filter(step -> step.part().equals(service.value()))
                .findFirst()
                .orElseThrow()
                .id()
                .value();
    }

    private StepView.@Nullable State step(Asked asked, ServiceId service) {
        return steps.about(asked.erasure().id().value()).stream()
                .filter(step -> step.part().equals(service.value()))
                .map(StepView::state)
                .findFirst()
                .orElse(null);
    }

    private static Map<ServiceId, Line.State> states(MemberErasure erasure) {
        return erasure.lines().stream().collect(java.util.stream.Collectors.toMap(Line::service, Line::state));
    }
}
