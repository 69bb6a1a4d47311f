package cloud.maidan.portal.work;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(properties = {"portal.work.failures=3", "portal.work.first-pause=100ms"})
class StepsTests {

    private final Steps steps;
    private final Rehearsal rehearsal;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final JdbcConnectionDetails database;
    private final UUID thing = UUID.randomUUID();

    StepsTests(
            Steps steps,
            Rehearsal rehearsal,
            TransactionTemplate transactions,
            JdbcClient jdbc,
            JdbcConnectionDetails database) {
        this.steps = steps;
        this.rehearsal = rehearsal;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.database = database;
    }

    /** Without the signal each would wait for the scheduler's next look, five seconds after its last. */
    @Test
    void aStepStartsSoonAfterItsTransactionCommitted() throws InterruptedException {
        List<Long> waited = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CountDownLatch started = new CountDownLatch(1);
            rehearsal.as(thing, run -> {
                started.countDown();
                return new StepOutcome.Done();
            });
            plan("part " + i);
            long committed = System.nanoTime();
            started.await();
            waited.add((System.nanoTime() - committed) / 1_000_000);
        }

        assertThat(waited.stream().sorted().toList().get(2)).isLessThan(2000);
    }

    @Test
    void aStepIsPlannedOnceHoweverOftenItIsAskedFor() {
        AtomicInteger runs = new AtomicInteger();
        rehearsal.as(thing, run -> {
            runs.incrementAndGet();
            return new StepOutcome.Done();
        });

        StepId first = plan("a");
        StepId again = plan("a");
        awaitState(StepView.State.DONE);
        StepId afterwards = plan("a");

        assertThat(again).isEqualTo(first).isEqualTo(afterwards);
        assertThat(steps.about(thing)).hasSize(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void workOnTheDataOfSomebodyRestrictedWaitsUnlessTheyAskedForIt() {
        UUID member = UUID.randomUUID();
        jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, email_verified, groups, roles, theme,
                    created_at, seen_at)
                values (?, 'test', ?, 'one', 'One', false, '{}', '{}', 'system', now(), now())""").params(member, member.toString()).update();
        jdbc.sql("insert into member_restriction (member_id, since) values (?, now())")
                .param(member)
                .update();
        AtomicInteger runs = new AtomicInteger();
        rehearsal.as(thing, run -> {
            runs.incrementAndGet();
            return new StepOutcome.Done();
        });
        transactions.executeWithoutResult(transaction -> {
            steps.plan(Rehearsal.KIND, thing, "", new MemberId(member));
            steps.plan(OwnRehearsal.KIND, thing, "", new MemberId(member));
        });

        await().until(() -> steps.about(thing).getLast().state() == StepView.State.DONE);
        awaitState(StepView.State.RETRYING);

        assertThat(view().why()).isEqualTo(Text.of("work.why.restricted"));
        assertThat(runs).hasValue(1);
        steps.cancel(thing);
    }

    @Test
    void aStepOfARolledBackTransactionNeverExisted() {
        transactions.executeWithoutResult(transaction -> {
            steps.plan(Rehearsal.KIND, thing, "", null);
            transaction.setRollbackOnly();
        });

        assertThat(steps.about(thing)).isEmpty();
        assertThat(jdbc.sql("select count(*) from scheduled_tasks where task_name = 'work.step' and not picked")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aStepIsPlannedOnlyTogetherWithWhatItIsAbout() {
        assertThatThrownBy(() -> steps.plan(Rehearsal.KIND, thing, "", null))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void aStepThatAsksForItRunsAgainAndSaysWhy() {
        CountDownLatch goOn = new CountDownLatch(1);
        rehearsal.as(thing, run -> {
            if (run.attempt() > 1) {
                goOn.await(10, TimeUnit.SECONDS);
                return new StepOutcome.Done();
            }
            return new StepOutcome.Again(rehearsal.clock().instant().plusMillis(300), Text.of("test.why", 7));
        });

        plan("");

        await().until(() -> view().state() == StepView.State.RETRYING);
        assertThat(view().why()).isEqualTo(Text.of("test.why", 7));
        assertThat(view().nextAt()).isNotNull();
        goOn.countDown();
        awaitState(StepView.State.DONE);
        assertThat(view().attempts()).isEqualTo(2);
        assertThat(view().why()).isNull();
    }

    @Test
    void aStepThatKeepsBreakingIsRetriedWithPausesAndThenNeedsAPerson() {
        AtomicInteger runs = new AtomicInteger();
        rehearsal.as(thing, run -> {
            runs.incrementAndGet();
            throw new IllegalStateException("broken on purpose");
        });

        plan("");

        awaitState(StepView.State.NEEDS_ATTENTION);
        assertThat(runs).hasValue(3);
        assertThat(Objects.requireNonNull(view().why()).key()).isEqualTo("work.why.fault");
    }

    @Test
    void aRunThatWasTakenOverChangesNothingAnyMore() {
        CountDownLatch takenOver = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<String> zombie = new AtomicReference<>("still running");
        AtomicInteger effects = new AtomicInteger();
        rehearsal.as(thing, run -> {
            running.countDown();
            takenOver.await(10, TimeUnit.SECONDS);
            try {
                run.effect(effects::incrementAndGet);
                zombie.set("had an effect");
            } catch (Superseded e) {
                zombie.set("stopped");
                throw e;
            }
            return new StepOutcome.Done();
        });
        StepId step = plan("");
        await().until(() -> running.getCount() == 0);

        jdbc.sql("update work_step set fence = fence + 1 where id = ?")
                .param(step.value())
                .update();
        takenOver.countDown();

        await().untilAtomic(zombie, value -> assertThat(value).isEqualTo("stopped"));
        assertThat(effects).hasValue(0);
        assertThat(view().state()).isEqualTo(StepView.State.RUNNING);
    }

    @Test
    void cancellingStopsWhatRunsAtItsNextLookAndWhatWaitsAtOnce() {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        rehearsal.as(thing, run -> {
            if (run.part().equals("waits")) {
                return new StepOutcome.Again(rehearsal.clock().instant().plusSeconds(600), Text.of("test.why"));
            }
            running.countDown();
            try {
                while (true) {
                    run.stillMine();
                    Thread.sleep(20);
                }
            } catch (Superseded e) {
                stopped.countDown();
                throw e;
            }
        });
        plan("waits");
        plan("runs");
        await().until(() ->
                running.getCount() == 0 && steps.about(thing).getFirst().state() == StepView.State.RETRYING);

        steps.cancel(thing);

        await().until(() -> stopped.getCount() == 0);
        assertThat(steps.about(thing)).extracting(StepView::state).containsOnly(StepView.State.CANCELLED);
        await().until(() -> scheduled(steps.about(thing)) == 0);
    }

    @Test
    void watchersHearWhatMovedHereAndOnOtherNodes() throws Exception {
        AtomicInteger moved = new AtomicInteger();
        try (var watching = steps.watch(thing, moved::incrementAndGet)) {
            rehearsal.as(thing, run -> new StepOutcome.Done());
            plan("");
            awaitState(StepView.State.DONE);
            await().until(() -> moved.get() > 0);

            int before = moved.get();
            sayFromAnotherNode("moved " + thing);
            await().until(() -> moved.get() > before);
        }
        int after = moved.get();
        sayFromAnotherNode("moved " + thing);
        sayFromAnotherNode("not for us");
        steps.moved(UUID.randomUUID());
        await().pollDelay(ofMillis(300)).until(() -> true);
        assertThat(moved).hasValue(after);
    }

    @Test
    void aCutConnectionIsMendedAndWatchersHearAgain() throws Exception {
        AtomicInteger moved = new AtomicInteger();
        try (var watching = steps.watch(thing, moved::incrementAndGet)) {
            jdbc.sql("""
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and application_name = 'maidan-portal signals'""").query(Boolean.class).list();

            await().until(() -> moved.get() > 0);
            int before = moved.get();
            steps.moved(thing);
            await().until(() -> moved.get() > before);
        }
    }

    @Test
    void whatAKilledProcessHeldIsTakenUpWhateverItsLastHeartbeatSaid() {
        StepId step = planForLater();

        pickedBy("a process that was killed", step, "now() + interval '1 hour'");

        await().until(() -> view().state() == StepView.State.DONE);
    }

    @Test
    void whatALivingProcessHoldsIsLeftToIt() throws Exception {
        StepId step = planForLater();
        Presence other = new Presence("a living process");

        try (var connection = DriverManager.getConnection(database.getJdbcUrl())) {
            other.announce(connection);
            pickedBy("a living process", step, "now() + interval '1 hour'");

            try (var third = DriverManager.getConnection(database.getJdbcUrl())) {
                assertThat(new Presence("a third").takeOverFromTheDead(third)).isFalse();
            }
            assertThat(picked(step)).isTrue();
        }
        await().until(() -> view().state() == StepView.State.DONE);
    }

    @Test
    void whatANodeHoldsThatNoLongerBeatsIsTakenUp() throws Exception {
        StepId step = planForLater();

        try (var connection = DriverManager.getConnection(database.getJdbcUrl())) {
            new Presence("a node that stands still").announce(connection);
            pickedBy("a node that stands still", step, "now() - interval '1 minute'");

            await().until(() -> view().state() == StepView.State.DONE);
        }
    }

    private StepId planForLater() {
        rehearsal.as(
                thing,
                run -> run.attempt() == 1
                        ? new StepOutcome.Again(rehearsal.clock().instant().plusSeconds(600), Text.of("test.why"))
                        : new StepOutcome.Done());
        StepId step = plan("");
        await().until(() -> view().state() == StepView.State.RETRYING && !picked(step));
        return step;
    }

    private boolean picked(StepId step) {
        return jdbc.sql("select picked from scheduled_tasks where task_instance = ?")
                .param(step.value().toString())
                .query(Boolean.class)
                .single();
    }

    private void pickedBy(String name, StepId step, String lastHeartbeat) {
        jdbc.sql("update work_step set state = 'RUNNING' where id = ?")
                .param(step.value())
                .update();
        jdbc.sql("update scheduled_tasks set picked = true, picked_by = ?, execution_time = now(), last_heartbeat = "
                        + lastHeartbeat + " where task_instance = ?")
                .params(name, step.value().toString())
                .update();
    }

    private StepId plan(String part) {
        return Objects.requireNonNull(
                transactions.execute(transaction -> steps.plan(Rehearsal.KIND, thing, part, null)));
    }

    private StepView view() {
        return steps.about(thing).getFirst();
    }

    private void awaitState(StepView.State state) {
        await().until(() -> view().state() == state);
    }

    private long scheduled(List<StepView> planned) {
        return planned.stream()
                .filter(step -> jdbc.sql("select true from scheduled_tasks where task_instance = ?")
                        .param(step.id().value().toString())
                        .query(Boolean.class)
                        .optional()
                        .isPresent())
                .count();
    }

    private void sayFromAnotherNode(String payload) throws Exception {
        try (var connection = DriverManager.getConnection(database.getJdbcUrl());
                var statement = connection.prepareStatement("select pg_notify('portal_work', ?)")) {
            statement.setString(1, payload);
            statement.execute();
        }
    }

    /** A task whose every run is written down in the test that plans it. */
    static class Rehearsal implements StepTask {

        static final String KIND = "test.rehearsal";

        interface Script {
            StepOutcome play(StepRun run) throws Exception;
        }

        private final Map<UUID, Script> scripts = new ConcurrentHashMap<>();
        private final Clock clock;

        Rehearsal(Clock clock) {
            this.clock = clock;
        }

        Clock clock() {
            return clock;
        }

        void as(UUID about, Script script) {
            scripts.put(about, script);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public StepOutcome run(StepRun run) {
            try {
                return Objects.requireNonNull(scripts.get(run.about())).play(run);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same, as the member's own request. */
    static class OwnRehearsal implements StepTask {

        static final String KIND = "test.own-rehearsal";

        private final Rehearsal rehearsal;

        OwnRehearsal(Rehearsal rehearsal) {
            this.rehearsal = rehearsal;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public boolean ownRequest() {
            return true;
        }

        @Override
        public StepOutcome run(StepRun run) {
            return rehearsal.run(run);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Tasks {

        @Bean
        OwnRehearsal ownRehearsal(Rehearsal rehearsal) {
            return new OwnRehearsal(rehearsal);
        }

        @Bean
        Rehearsal rehearsal(Clock clock) {
            return new Rehearsal(clock);
        }
    }
}
