package cloud.maidan.portal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Files that are older than anything else at the Matrix stand-in: which of them go, and that each goes once. */
@CommunityTest
class EnforcementTests {

    private static final Instant OLD = Instant.parse("2020-06-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("2021-01-01T00:00:00Z");
    private static final String PART = "matrix/files";
    private static final int MOST_STOPS = 100;
    /** Of the places to be stopped at, every so many; {@code -Dportal.stops=1} for all. */
    private static final int STRIDE = Integer.getInteger("portal.stops", 4);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    Rules rules;

    @Autowired
    Kinds kinds;

    @Autowired
    PlanDesk desk;

    @Autowired
    PlanRows plans;

    @Autowired
    PlanSeal seal;

    @Autowired
    Steps steps;

    @Autowired
    CountTask count;

    @Autowired
    ItemRows items;

    @Autowired
    Sparing sparing;

    @Autowired
    Clock clock;

    @Autowired
    CarryOutTask carryOut;

    private final List<MemberId> people = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private Browser admin = Browser.on(1);

    @BeforeEach
    void ruled() {
        TestCommunity.community().heal();
        clear();
        Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser.on(port).signIn(DemoAccount.MODERATOR);
        admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        rules.set(kinds.find("matrix", "files").orElseThrow(), Period.ofYears(5), "why", 0, MemberId.random());
        rules.confirm("matrix", "files", 1);
    }

    @AfterEach
    void clear() {
        List.of("retention_plan", "retention_rule", "retention_look", "legal_hold", "member_restriction")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        people.forEach(person -> jdbc.sql("delete from member where id = ?")
                .param(person.value())
                .update());
        people.clear();
        matrix().withdraw(files);
        files.clear();
    }

    @Test
    void exactlyWhatIsRestrictedOrHeldStaysAndPlanAndReportSaySo() {
        List<String> miras = List.of(old(DemoAccount.MEMBER), old(DemoAccount.MEMBER));
        String held = old(DemoAccount.MODERATOR);
        String heldLater = old(DemoAccount.MODERATOR);
        List<String> free = List.of(old(DemoAccount.MODERATOR), old(DemoAccount.OFFICER), old(DemoAccount.OFFICER));
        restrict(member(DemoAccount.MEMBER));
        hold(held);
        UUID id = Objects.requireNonNull(transactions.execute(transaction -> {
            UUID plan = insert(true);
            steps.plan(CountTask.KIND, plan, PART, null);
            return plan;
        }));
        awaitState(id, Plan.State.WAITING);
        assertThat(line(id).items()).isEqualTo(4);
        assertThat(line(id).spared()).isEqualTo(Map.of(Reason.RESTRICTED, 2L, Reason.HELD, 1L));
        assertThat(admin.get("/admin/retention/plans/" + id).body())
                .contains("1 stays: it is held for a legal claim")
                .contains("2 stay: their owners’ data is restricted");
        hold(heldLater);

        confirm(id);

        awaitState(id, Plan.State.DONE);
        assertThat(files.stream().filter(matrix()::holdsFile))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(miras.stream(), Stream.of(held, heldLater))
                        .toList());
        assertThat(free).noneMatch(matrix()::holdsFile);
        assertThat(line(id).gone()).isEqualTo(3);
        assertThat(line(id).stayed()).isEqualTo(Map.of(Reason.HELD, 1L));
        assertThat(admin.get("/admin/retention/plans/" + id).body())
                .contains("3 are gone")
                .contains("2 stay: they are held for a legal claim")
                .contains("2 stay: their owners’ data is restricted");
    }

    /** An account's files are a page; with one page at a time others have their turn after each account. */
    @Test
    void aServiceIsLeftAloneAfterEachPageAndAsLongAsItAsksFor() {
        RetentionProperties slow = new RetentionProperties(
                10,
                Duration.ofHours(24),
                Duration.ofHours(24),
                Duration.ofHours(1),
                2000,
                1,
                Duration.ofMinutes(3),
                Duration.ofMinutes(5),
                Duration.ofDays(3),
                Duration.ofDays(365));
        LineRun lines = new LineRun(plans, kinds, slow, clock);
        CountTask slowly = new CountTask(lines, plans, items, desk, sparing, slow);
        List.of(DemoAccount.MODERATOR, DemoAccount.OFFICER).forEach(this::old);
        UUID plan = insert(false);
        matrix().forgetCalls();

        Instant asked = clock.instant();
        StepOutcome first = slowly.run(new Mortal(Integer.MAX_VALUE).run(plan));

        assertThat(first)
                .isInstanceOfSatisfying(
                        StepOutcome.Again.class,
                        again -> assertThat(again.at()).isAfterOrEqualTo(asked.plus(slow.pause())));
        assertThat(matrix().calls()).hasSizeLessThan(6);
        server().fail(Trouble.RATE_LIMITED);
        StepOutcome limited = slowly.run(new Mortal(Integer.MAX_VALUE).run(plan));
        assertThat(limited).isInstanceOf(StepOutcome.Again.class);
        assertThat(line(plan).why()).isNotNull();
        server().heal();
        int runs = 0;
        while (!(slowly.run(new Mortal(Integer.MAX_VALUE).run(plan)) instanceof StepOutcome.Done)) {
            assertThat(++runs).isLessThan(MOST_STOPS);
        }
        assertThat(runs).as("a run for each account").isGreaterThan(3);
        assertThat(line(plan).items()).isEqualTo(2);
    }

    /** The run is stopped as it asks for its turn, or before or after one of its transactions; then it goes on. */
    @Test
    void stoppedAnywhereItGoesOnWithoutDeletingTwiceOrBeyondThePlan() {
        int place = 1;
        while (stoppedAt(place)) {
            place += STRIDE;
            assertThat(place).isLessThan(MOST_STOPS);
        }
        assertThat(place).as("places").isGreaterThan(16);
    }

    /** @return false when it was over before it came to that place */
    private boolean stoppedAt(int place) {
        matrix().withdraw(files);
        files.clear();
        List<String> planned = List.of(
                old(DemoAccount.MEMBER), old(DemoAccount.MODERATOR), old(DemoAccount.OFFICER), old(DemoAccount.ADMIN));
        hold(planned.getFirst());
        UUID plan = insert(false);
        int countStops = over(count, plan, place);
        transactions.executeWithoutResult(transaction -> {
            plans.begin(plan);
            plans.state(plan, Plan.State.RUNNING, null);
        });
        String late = old(DemoAccount.MODERATOR);
        int effects = matrix().effects().size();

        int carryStops = over(carryOut, plan, place);

        List<String> gone =
                matrix().effects().subList(effects, matrix().effects().size());
        assertThat(gone)
                .as("stopped at " + place)
                .containsExactlyInAnyOrderElementsOf(planned.stream()
                        .skip(1)
                        .map(file -> "delete file " + file)
                        .toList());
        assertThat(new HashSet<>(gone)).hasSameSizeAs(gone);
        assertThat(matrix().holdsFile(late)).as("not in the plan").isTrue();
        assertThat(matrix().holdsFile(planned.getFirst())).as("held").isTrue();
        assertThat(line(plan)).satisfies(line -> {
            assertThat(line.items()).isEqualTo(3);
            assertThat(line.gone()).isEqualTo(3);
            assertThat(line.stayed()).isEmpty();
            assertThat(line.spared()).isEqualTo(Map.of(Reason.HELD, 1L));
        });
        assertThat(plans.find(plan).orElseThrow().state()).isEqualTo(Plan.State.DONE);
        return countStops + carryStops > 0;
    }

    /** Until it is over, whatever stops it once. @return how often it was stopped */
    private int over(StepTask task, UUID plan, int place) {
        int stopped = 0;
        int asked = 0;
        for (int run = 0; run < MOST_STOPS; run++) {
            Mortal mortal = new Mortal(stopped == 0 ? place - asked : Integer.MAX_VALUE);
            try {
                if (task.run(mortal.run(plan)) instanceof StepOutcome.Done) {
                    return stopped;
                }
                asked += mortal.passed;
            } catch (Mortal.Stopped now) {
                stopped++;
            }
        }
        throw new AssertionError("it never ends");
    }

    /** A run that loses its turn at one place. */
    private final class Mortal {

        private final int last;
        private int passed;

        Mortal(int last) {
            this.last = last;
        }

        private static final class Stopped extends RuntimeException {}

        private void pass() {
            if (++passed == last) {
                throw new Stopped();
            }
        }

        StepRun run(UUID plan) {
            StepRun run = mock(StepRun.class);
            when(run.about()).thenReturn(plan);
            when(run.part()).thenReturn(PART);
            when(run.attempt()).thenReturn(1);
            Mockito.doAnswer(call -> {
                        pass();
                        return null;
                    })
                    .when(run)
                    .stillMine();
            Mockito.doAnswer(call -> {
                        pass();
                        transactions.executeWithoutResult(
                                transaction -> call.<Runnable>getArgument(0).run());
                        pass();
                        return null;
                    })
                    .when(run)
                    .effect(Mockito.any());
            return run;
        }
    }

    /** As the desk makes it, but for what is older than everything that others put there. */
    private UUID insert(boolean scheduled) {
        UUID plan = UUID.randomUUID();
        Rule rule = rules.find("matrix", "files").orElseThrow();
        transactions.executeWithoutResult(transaction -> {
            plans.insert(plan, Instant.now(), scheduled);
            plans.insert(plan, 0, rule, BEFORE);
        });
        return plan;
    }

    private void confirm(UUID id) {
        Plan plan = plans.find(id).orElseThrow();
        for (int confirmed = 0; confirmed < plan.needed(); confirmed++) {
            MemberId person = MemberId.random();
            jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                            + " values (?, 'test', ?, 'x', 'X', now(), now())")
                    .params(person.value(), person.toString())
                    .update();
            people.add(person);
            desk.confirm(id, seal.token(plan), person);
        }
    }

    private String old(DemoAccount owner) {
        String id = matrix().upload("@" + owner.username() + ":riverbend.example", OLD);
        files.add(id);
        return id;
    }

    private MemberId member(DemoAccount account) {
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single());
    }

    private void restrict(MemberId member) {
        jdbc.sql("insert into member_restriction (member_id, since) values (?, now())")
                .param(member.value())
                .update();
    }

    private void hold(String file) {
        UUID id = UUID.randomUUID();
        jdbc.sql(
                        "insert into legal_hold (id, reference, token, formerly, service, kind, item, ground, confidential,"
                                + " placed_at, review_at) values (?, ?, ?, ?, 'matrix', 'file', ?, 'a claim', false, now(), now())")
                .params(id, id.toString(), id, UUID.randomUUID(), file)
                .update();
    }

    private PlanLine line(UUID plan) {
        return plans.find(plan).orElseThrow().lines().getFirst();
    }

    private void awaitState(UUID plan, Plan.State state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> plans.find(plan).orElseThrow().state() == state);
    }

    private static FaultyServer server() {
        return Objects.requireNonNull(TestCommunity.community().servers().get("matrix"));
    }

    private static MatrixStandIn matrix() {
        return TestCommunity.community().standIn(MatrixStandIn.class);
    }
}
