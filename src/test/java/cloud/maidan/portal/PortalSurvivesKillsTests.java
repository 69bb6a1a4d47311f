package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.KillableDatabaseServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Kills the portal (SIGKILL), the database (SIGKILL to all its processes) and stops a worker for longer than its lease
 * (SIGSTOP) at chosen points of erasures, exports and deletion plans, and holds what came of it against one that nothing disturbed: every
 * effect happened once, nothing of the member is left, nobody else's data changed, the archive is whole.
 * {@code -Dportal.kills=100}, {@code -Dportal.kills.sweeps=20}, {@code -Dportal.kills.database=30}, {@code -Dportal.zombie=60} (seconds),
 * {@code -Dportal.kills.seed=…}. The last line counts.
 */
class PortalSurvivesKillsTests {

    private static final int KILLS = Integer.getInteger("portal.kills", 2);
    private static final int DATABASE_KILLS = Integer.getInteger("portal.kills.database", 1);
    private static final Duration ZOMBIE = Duration.ofSeconds(Integer.getInteger("portal.zombie", 5));
    private static final long SEED = Long.getLong("portal.kills.seed", 20261121);
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("portal.kills.patience", 120));
    /** From the moment the portal, or the database, is up. */
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(10);
    /** Erasures have three times as many kinds of points as exports. */
    private static final int EXPORTS_OF_A_HUNDRED = 24;

    /** Beside the others. */
    private static final int SWEEP_KILLS = Integer.getInteger("portal.kills.sweeps", Math.max(1, KILLS / 5));

    /** So many starts are worth preparing for. */
    private static final int MANY = 20;

    private static final List<String> SLEEPS = List.of("vaultwarden POST arrives#2", "before commit of begun#1");

    @TempDir
    Path folder;

    private final Passings passings = new Passings();
    private final List<Child> children = new ArrayList<>();
    private final Tally tally = new Tally();
    private int homes;
    private @Nullable GatedServices services;
    private @Nullable KillableDatabaseServer database;
    private @Nullable Thread time;
    private Child.Program program = Child.Program.of(KillablePortal.class);

    @BeforeEach
    void openTheServices() throws IOException {
        services = new GatedServices(folder, passings);
        database = KillableDatabaseServer.start(home().resolve("database"));
        time = Thread.ofPlatform().daemon().start(this::letTimePass);
    }

    @AfterEach
    void stopEverything() throws Exception {
        if (time != null) {
            time.interrupt();
        }
        for (Child child : children) {
            child.kill();
        }
        if (services != null) {
            services.close();
        }
        server().close();
    }

    @Test
    void everyKillEndsAsIfThereHadBeenNone() throws Exception {
        if (KILLS + DATABASE_KILLS > MANY) {
            program = program.cached(folder.resolve("program"), PATIENCE, arguments());
        }
        Deed erasing =
                new MiraErased(services(), passings, () -> server().url(), () -> home().resolve("ledger"), PATIENCE);
        int exportKills = KILLS < 2 ? 0 : Math.max(1, KILLS * EXPORTS_OF_A_HUNDRED / 100);
        Child portal = tried(start(), erasing, KILLS - exportKills, DATABASE_KILLS - DATABASE_KILLS / 3, SLEEPS);
        try (MiraExported exporting =
                new MiraExported(services(), () -> server().url(), () -> home().resolve("archives"), PATIENCE)) {
            portal = tried(portal, exporting, exportKills, DATABASE_KILLS / 3, List.of());
        }
        Deed sweeping = new RoomsSwept(services(), () -> server().url(), PATIENCE);
        tried(portal, sweeping, SWEEP_KILLS, DATABASE_KILLS / 5, List.of());
        System.out.println(tally.told());
        assertThat(tally.failures()).isEmpty();
    }

    /** @return a portal that is there afterwards */
    private Child tried(Child first, Deed deed, int kills, int databaseKills, List<String> sleeps) throws Exception {
        Child portal = first;
        deed.prepare();
        passings.forget();
        portal.forget();
        UUID token = UUID.randomUUID();
        long begun = System.nanoTime();
        portal.order(deed.name() + " " + token + " -");
        Outcome expected = deed.outcome(token, over(deed, token, portal));
        System.out.println("%s undisturbed took %d ms"
                .formatted(
                        deed.name(), Duration.ofNanos(System.nanoTime() - begun).toMillis()));
        deed.verifyUndisturbed(expected);
        List<String> passed = new ArrayList<>(portal.passed());
        passed.addAll(passings.passed());
        for (String point : choose(deed, passed, kills, SEED)) {
            portal = round("portal killed at " + point, portal, on -> killed(on, deed, point, expected));
        }
        for (String point : choose(deed, passed, databaseKills, SEED + 1)) {
            portal = round("database killed at " + point, portal, on -> databaseKilled(on, deed, point, expected));
        }
        for (String point : sleeps.subList(0, ZOMBIE.toSeconds() < 60 ? Math.min(1, sleeps.size()) : sleeps.size())) {
            portal = round("asleep at " + point, portal, on -> asleep(on, deed, point, expected));
        }
        return portal;
    }

    private interface Round {
        /** @return a portal that is there afterwards */
        Child on(Child portal) throws Exception;
    }

    /** What fails is noted, and the next round begins with another database and another portal. */
    private Child round(String what, Child portal, Round round) throws Exception {
        try {
            return round.on(portal);
        } catch (AssertionError | Exception failed) {
            tally.failed(what, failed);
            System.out.println("FAILED: " + what + ": " + failed);
            for (Child child : children) {
                child.kill();
            }
            services().anew();
            server().close();
            homes++;
            database = KillableDatabaseServer.start(home().resolve("database"));
            return start();
        }
    }

    private Child killed(Child portal, Deed deed, String point, Outcome expected) throws Exception {
        UUID token = begin(deed, portal, point);
        portal.kill();
        long killed = System.nanoTime();
        passings.goOn();
        Child next = start();
        long up = System.nanoTime();
        next.order(deed.name() + " " + token + " -");
        String over = over(deed, token, next);
        tally.portalKilled();
        hold(deed, "portal killed at " + point, deed.outcome(token, over), expected);
        resumed("portal", point, killed, up, next, deed.repeated());
        return next;
    }

    private Child databaseKilled(Child portal, Deed deed, String point, Outcome expected) throws Exception {
        UUID token = begin(deed, portal, point);
        server().kill();
        long killed = System.nanoTime();
        portal.order("go");
        passings.goOn();
        server().startAnew();
        long up = System.nanoTime();
        portal.forget();
        String over = over(deed, token, portal);
        tally.databaseKilled();
        hold(deed, "database killed at " + point, deed.outcome(token, over), expected);
        resumed("database", point, killed, up, portal, deed.repeated());
        return portal;
    }

    /**
     * Stopped for longer than its lease while another worker ends what it began: with a request for deletion under way,
     * which arrives late, or amid a transaction, whose locks nobody else can pass until the database ends it.
     */
    private Child asleep(Child sleeper, Deed deed, String point, Outcome expected) throws Exception {
        UUID token = begin(deed, sleeper, point);
        sleeper.freeze();
        long frozen = System.nanoTime();
        Child other = start();
        other.order(deed.name() + " " + token + " -");
        String over = over(deed, token, other);
        long taken = System.nanoTime();
        passings.goOn();
        Thread.sleep(Math.max(0, ZOMBIE.minusNanos(System.nanoTime() - frozen).toMillis()));
        sleeper.thaw();
        sleeper.order("go");
        over(deed, token, sleeper);
        tally.asleep();
        hold(deed, "asleep at " + point, deed.outcome(token, over), expected);
        System.out.println("asleep for %d ms at %s; another ended the work after %d ms"
                .formatted(
                        Duration.ofNanos(System.nanoTime() - frozen).toMillis(),
                        point,
                        Duration.ofNanos(taken - frozen).toMillis()));
        sleeper.kill();
        return other;
    }

    /** Returns when it has come to the point; when it comes there less often this time, to the first of its kind. */
    private UUID begin(Deed deed, Child portal, String point) throws Exception {
        deed.prepare();
        UUID token = UUID.randomUUID();
        String order = deed.name() + " " + token + " ";
        if (point.equals("-")) {
            portal.order(order + "-");
            Thread.sleep(new Random(SEED ^ System.nanoTime()).nextInt(50, 4000));
            return token;
        }
        boolean reached;
        if (services().gated(point)) {
            passings.choose(point);
            portal.order(order + "-");
            do {
                reached = passings.chosenReachedWithin(Duration.ofMillis(100));
            } while (!reached && !portal.said(deed.over() + token));
        } else {
            portal.order(order + point);
            reached = portal.await(line -> line.equals("AT " + point) || line.startsWith(deed.over() + token))
                    .startsWith("AT ");
        }
        if (reached) {
            return token;
        }
        String first = point.substring(0, point.indexOf('#')) + "#1";
        assertThat(first).as("never reached").isNotEqualTo(point);
        return begin(deed, portal, first);
    }

    private String over(Deed deed, UUID token, Child portal) throws InterruptedException {
        String said =
                portal.await(line -> line.startsWith(deed.over() + token + " ") || line.startsWith("STUCK " + token));
        assertThat(said).startsWith(deed.over());
        return said;
    }

    private void hold(Deed deed, String what, Outcome found, Outcome expected) {
        List<String> doubled = found.effectsBeyond(expected);
        List<String> lost = expected.effectsBeyond(found);
        tally.effects(expected.count(), found.count(), doubled.size(), lost.size());
        assertThat(doubled).as("doubled after " + what).isEmpty();
        assertThat(lost).as("lost after " + what).isEmpty();
        expected.rest()
                .forEach((where, rest) -> assertThat(found.rest().get(where))
                        .as("left at %s after %s", where, what)
                        .containsExactlyInAnyOrderElementsOf(rest));
    }

    private void resumed(String what, String point, long killed, long up, Child portal, String more) {
        Duration work = Duration.ofNanos(portal.firstClaim() - up);
        tally.resumed(work);
        System.out.println("%s killed at %-52s back after %5d ms, at work again %5d ms after that%s"
                .formatted(
                        what,
                        point.equals("-") ? "a random moment" : point,
                        Duration.ofNanos(up - killed).toMillis(),
                        work.toMillis(),
                        more));
        assertThat(work).as(point).isLessThan(RESUMED_WITHIN);
    }

    /** Each kind of point once before any comes twice; every sixth kill after that comes at a moment nobody chose. */
    private List<String> choose(Deed deed, List<String> passed, int kills, long seed) {
        Random random = new Random(seed);
        Map<String, List<String>> kinds = passed.stream()
                .collect(Collectors.groupingBy(
                        point -> point.substring(0, point.indexOf('#')), TreeMap::new, Collectors.toList()));
        List<String> names = new ArrayList<>(kinds.keySet());
        Collections.shuffle(names, random);
        List<String> chosen = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            if (kill >= names.size() && kill % 6 == 5) {
                chosen.add("-");
            } else {
                List<String> same = kinds.getOrDefault(names.get(kill % names.size()), List.of());
                chosen.add(same.get(random.nextInt(same.size())));
            }
        }
        tally.kinds(deed.name(), names.size(), Math.min(kills, names.size()));
        return chosen;
    }

    private Child start() throws Exception {
        Child started = Child.start(program, PATIENCE, arguments());
        children.add(started);
        return started;
    }

    private String[] arguments() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--killable.folder=" + folder,
                "--spring.profiles.active=test",
                "--spring.datasource.url=" + server().url(),
                "--server.port=0",
                "--spring.datasource.hikari.data-source-properties.options=-c idle_in_transaction_session_timeout=3s",
                "--db-scheduler.polling-interval=100ms",
                "--db-scheduler.heartbeat-interval=1s",
                "--db-scheduler.missed-heartbeats-limit=4",
                "--portal.keys.folder=" + home().resolve("keys"),
                "--portal.archive.folder=" + home().resolve("archives"),
                "--portal.archive.part-size=" + MiraExported.PART + "B",
                "--portal.requests.per-day=1000",
                "--portal.members.addresses-identify=true",
                "--portal.erasure.ledger=" + home().resolve("ledger"),
                "--portal.erasure.window=PT1H",
                "--portal.erasure.short-window=PT0S",
                "--portal.erasure.patience=PT0.2S",
                "--portal.erasure.probe-after=PT0.5S",
                "--portal.erasure.replay-every=P1000D",
                "--portal.retention.pause=PT0.1S",
                "--portal.retention.patience=PT0.2S"));
        arguments.addAll(services().arguments());
        return arguments.toArray(String[]::new);
    }

    /** Steps that wait for a service to get on with it do not wait long. */
    private void letTimePass() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                JdbcClient.create(new DriverManagerDataSource(server().url()))
                        .sql("""
                        update scheduled_tasks set execution_time = now()
                        where not picked and task_name = 'work.step' and execution_time > now()
                            and task_instance in (select id::text from work_step
                                where kind like 'erasure.%' and state = 'RETRYING')""")
                        .update();
            } catch (DataAccessException notThere) {
                // no table yet, or the database was killed
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Path home() {
        return folder.resolve("home" + homes);
    }

    private GatedServices services() {
        return Objects.requireNonNull(services);
    }

    private KillableDatabaseServer server() {
        return Objects.requireNonNull(database);
    }
}
