package cloud.maidan.portal.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.KillableDatabaseServer;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.Child;
import cloud.maidan.portal.TollGate;
import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the portal (SIGKILL), the database (SIGKILL to all its processes) and stops a worker for longer than its lease
 * (SIGSTOP) at chosen points of an erasure, and holds what the services saw against an erasure that nothing disturbed:
 * every effect happened once, nothing of the member is left, nobody else's data changed. {@code -Dportal.kills=100},
 * {@code -Dportal.kills.database=30}, {@code -Dportal.zombie=60} (seconds), {@code -Dportal.kills.seed=…}.
 */
class ErasureSurvivesKillsTests {

    private static final int KILLS = Integer.getInteger("portal.kills", 1);
    private static final int DATABASE_KILLS = Integer.getInteger("portal.kills.database", 1);
    private static final Duration ZOMBIE = Duration.ofSeconds(Integer.getInteger("portal.zombie", 6));
    private static final long SEED = Long.getLong("portal.kills.seed", 20261121);
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("portal.kills.patience", 120));
    /** From the moment the portal, or the database, is up. */
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(10);

    private static final DemoAccount MIRA = DemoAccount.MEMBER;

    /** A service as it stands while one member is erased; the next is erased from a new one. */
    private record Place(AutoCloseable standIn, String url, Supplier<List<String>> effects, Supplier<String> kept) {}

    /** What an erasure left: effects and remains by service, and what the receipt says of each service. */
    private record Outcome(Map<String, List<String>> effects, Map<String, String> kept, Map<String, String> receipt) {

        List<String> effects(String service, String beginning) {
            return effects.getOrDefault(service, List.of()).stream()
                    .filter(effect -> effect.startsWith(beginning))
                    .toList();
        }
    }

    @TempDir
    Path folder;

    private final Map<String, TollGate> gates = new TreeMap<>();
    private final Map<String, Place> places = new TreeMap<>();
    private final List<Child> children = new ArrayList<>();
    private final Points points = new Points();

    @Nullable
    private KillableDatabaseServer database;

    @Nullable
    private Thread time;

    @BeforeEach
    void openTheServices() throws IOException {
        database = KillableDatabaseServer.start(folder.resolve("database"));
        newPlaces();
        places.forEach((name, place) -> gates.put(name, new TollGate(name, URI.create(place.url()), points::passing)));
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
        for (TollGate gate : gates.values()) {
            gate.close();
        }
        for (Place place : places.values()) {
            place.standIn().close();
        }
        server().close();
    }

    @Test
    void everyKillEndsInOneWholeErasureAndNothingTwice() throws Exception {
        Child portal = start();
        UUID first = UUID.randomUUID();
        portal.order("erase " + first + " -");
        Outcome expected = outcome(first, portal);
        undisturbed(expected);
        List<String> passed = new ArrayList<>(portal.passed());
        passed.addAll(points.passed());

        for (String point : choose(passed, KILLS, SEED)) {
            UUID token = begin(portal, point);
            portal.kill();
            long killed = System.nanoTime();
            points.goOn();
            portal = start();
            long up = System.nanoTime();
            portal.order("erase " + token + " -");
            Outcome found = outcome(token, portal);
            tell("portal", point, killed, up, portal.firstClaim());
            same(point, found, expected);
            assertThat(Duration.ofNanos(Math.max(0, portal.firstClaim() - up)))
                    .as(point)
                    .isLessThan(RESUMED_WITHIN);
        }
        for (String point : choose(passed, DATABASE_KILLS, SEED + 1)) {
            UUID token = begin(portal, point);
            server().kill();
            long killed = System.nanoTime();
            portal.order("go");
            points.goOn();
            server().startAnew();
            long up = System.nanoTime();
            portal.forgetClaims();
            Outcome found = outcome(token, portal);
            tell("database", point, killed, up, portal.firstClaim());
            same(point, found, expected);
            assertThat(Duration.ofNanos(Math.max(0, portal.firstClaim() - up)))
                    .as(point)
                    .isLessThan(RESUMED_WITHIN);
        }
        zombies(portal, expected);
    }

    /**
     * Stopped for longer than its lease while another worker ends the erasure: once with a request for deletion under way,
     * which arrives late, and once amid a transaction, whose locks nobody else can pass until the database ends it.
     */
    private void zombies(Child first, Outcome expected) throws Exception {
        Child second = start();
        zombie(first, second, "vaultwarden POST arrives#2", expected);
        zombie(second, first, "before commit of begun#1", expected);
    }

    private void zombie(Child sleeper, Child other, String point, Outcome expected) throws Exception {
        other.freeze(); // so that the first takes up the work
        UUID token = begin(sleeper, point);
        sleeper.freeze();
        long frozen = System.nanoTime();
        other.thaw();
        other.order("erase " + token + " -");
        String done = done(token, other);
        long taken = System.nanoTime();
        points.goOn();
        Thread.sleep(Math.max(0, ZOMBIE.minusNanos(System.nanoTime() - frozen).toMillis()));
        sleeper.thaw();
        sleeper.order("go");
        done(token, sleeper);
        Outcome found = outcome(token, done);
        System.out.println("asleep for %d ms at %s; another ended the work after %d ms"
                .formatted(
                        Duration.ofNanos(System.nanoTime() - frozen).toMillis(),
                        point,
                        Duration.ofNanos(taken - frozen).toMillis()));
        same("a sleep at " + point, found, expected);
    }

    private UUID begin(Child portal, String point) throws Exception {
        newWorld();
        UUID token = UUID.randomUUID();
        if (point.equals("-")) {
            portal.order("erase " + token + " -");
            Thread.sleep(new Random(SEED ^ System.nanoTime()).nextInt(50, 4000));
        } else if (gates.containsKey(point.substring(0, Math.max(0, point.indexOf(' '))))) {
            points.choose(point);
            portal.order("erase " + token + " -");
            points.awaitChosen();
        } else {
            portal.order("erase " + token + " " + point);
            portal.await(line -> line.equals("AT " + point));
        }
        return token;
    }

    /** Each kind of point once before any comes twice; every sixth kill comes at a moment nobody chose. */
    private static List<String> choose(List<String> passed, int kills, long seed) {
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
        System.out.println("%d kinds of points".formatted(names.size()));
        return chosen;
    }

    /** What the undisturbed erasure did is what was there. */
    private static void undisturbed(Outcome expected) {
        assertThat(expected.effects("vaultwarden", "")).hasSize(2);
        assertThat(expected.effects("peertube", "comment ")).hasSize(7);
        assertThat(expected.effects("peertube", "user ")).hasSize(1);
        assertThat(expected.effects("matrix", ""))
                .contains("close @member:riverbend.example")
                .doesNotHaveDuplicates();
        assertThat(expected.receipt().get("vaultwarden")).contains("entries=214", "attachments=3");
        assertThat(expected.receipt().get("peertube")).contains("comments=7", "account=1");
        assertThat(expected.receipt().get("matrix"))
                .contains("files=" + expected.effects("matrix", "delete file").size());
        assertThat(expected.receipt()).containsKey("portal");
        assertThat(String.join("\n", expected.kept().values()))
                .contains("Moss says: these words are mine alone", DemoAccount.MODERATOR.email(), "moss's own word")
                .doesNotContain("=" + MIRA.email(), "Chair number", "mira's own word");
    }

    private void same(String point, Outcome found, Outcome expected) {
        expected.effects()
                .forEach((service, effects) -> assertThat(found.effects().get(service))
                        .as("effects at %s after %s", service, point)
                        .containsExactlyInAnyOrderElementsOf(effects));
        expected.kept()
                .forEach((service, kept) -> assertThat(pieces(found.kept().get(service)))
                        .as("left at %s after %s", service, point)
                        .containsExactlyInAnyOrderElementsOf(pieces(kept)));
        assertThat(found.receipt()).as("receipt after " + point).isEqualTo(expected.receipt());
    }

    private static List<String> pieces(@Nullable String kept) {
        return List.of(String.valueOf(kept).split("\n|(?=Event\\[|Room\\[|Upload|Person\\[)"));
    }

    private static String done(UUID token, Child portal) throws InterruptedException {
        String said =
                portal.await(line -> line.startsWith("DONE " + token + " ") || line.startsWith("STUCK " + token + " "));
        assertThat(said).startsWith("DONE ");
        return said;
    }

    private Outcome outcome(UUID token, Child portal) throws Exception {
        return outcome(token, done(token, portal));
    }

    private Outcome outcome(UUID token, String said) throws Exception {
        String[] words = said.split(" ");
        UUID erasure = UUID.fromString(words[2]);
        assertThat(words[3]).as("rows that name the member").isEqualTo("[]");
        nowhere("", MIRA.subject());
        nowhere("", MIRA.email());
        nowhere("audit_record", KillableErasures.member(token).toString());
        // killed between its effect and its end, a step is taken up once more to find that nothing is left to do
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jdbc().sql("""
                        select kind || ' ' || part || ' ' || state from work_step where about = ? and state <> 'DONE'""")
                                .param(erasure)
                                .query((row, number) -> row.getString(1))
                                .list())
                        .isEmpty());
        Map<String, String> receipt = receipt(erasure);
        assertThat(Files.readAllLines(folder.resolve("ledger/ledger.ndjson")).stream()
                        .filter(line -> line.contains(erasure.toString()))
                        .map(line -> line.replaceAll(".*\"service\":\"([^\"]*)\".*", "$1")))
                .as("ledger")
                .containsExactlyInAnyOrderElementsOf(receipt.keySet());
        return new Outcome(
                by(Place::effects),
                by(Place::kept).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> timeless(each.getValue()), (a, b) -> a, TreeMap::new)),
                receipt);
    }

    private <T> Map<String, T> by(java.util.function.Function<Place, Supplier<T>> what) {
        Map<String, T> all = new TreeMap<>();
        places.forEach((name, place) -> all.put(name, what.apply(place).get()));
        return all;
    }

    /** Without the numbers and times that what the erasure itself writes down gets in the order of its coming. */
    private static String timeless(String kept) {
        return kept.replaceAll("\\[B@[0-9a-f]+", "bytes")
                .replaceAll("\\$event-\\d+", "an event")
                .replaceAll("\\bat=\\d{10,}", "at some time");
    }

    /** No table of the portal holds the word in any column. @param but the trail keeps a number that nobody has any more */
    private void nowhere(String but, String word) {
        List<String> tables = jdbc().sql(
                        "select table_name from information_schema.tables where table_schema = 'public'")
                .query((row, number) -> row.getString(1))
                .list();
        assertThat(tables).contains("member", "erasure", "audit_record");
        for (String table : tables) {
            assertThat(jdbc().sql("select count(*) from " + table + " row_ where row_::text like ? and ? <> ?")
                            .params("%" + word + "%", table, but)
                            .query(Long.class)
                            .single())
                    .as("%s in %s", word, table)
                    .isZero();
        }
    }

    /** What the last receipt says of each service: its state and how much went. */
    private Map<String, String> receipt(UUID erasure) throws Exception {
        List<String> statements = jdbc().sql(
                        "select statement from erasure_receipt where erasure_id = ? order by number")
                .param(erasure)
                .query((row, number) -> row.getString(1))
                .list();
        assertThat(statements).as("one at the end, one after the second look").hasSize(2);
        Map<String, String> services = new TreeMap<>();
        JsonMapper.shared()
                .readTree(JWSObject.parse(statements.getLast()).getPayload().toString())
                .path("services")
                .forEach(service -> services.put(
                        service.path("service").asString(),
                        service.path("state").asString() + " " + amounts(service.path("erased")) + " found again: "
                                + amounts(service.path("found_again"))));
        return services;
    }

    private static String amounts(JsonNode amounts) {
        List<String> said = new ArrayList<>();
        amounts.forEach(
                amount -> said.add(amount.path("what").path("key").asString().replaceAll(".*\\.", "") + "="
                        + amount.path("items").asLong()));
        Collections.sort(said);
        return String.join(" ", said);
    }

    private static void tell(String what, String point, long killed, long up, long claimed) {
        System.out.println("%s killed at %-52s back after %5d ms, at work again %5d ms after that"
                .formatted(
                        what,
                        point.equals("-") ? "a random moment" : point,
                        Duration.ofNanos(up - killed).toMillis(),
                        Duration.ofNanos(claimed - up).toMillis()));
    }

    private void newWorld() throws Exception {
        points.goOn();
        points.forget();
        Map<String, Place> before = new HashMap<>(places);
        newPlaces();
        places.forEach((name, place) -> gate(name).leadTo(URI.create(place.url())));
        for (Place place : before.values()) {
            place.standIn().close();
        }
    }

    private TollGate gate(String name) {
        return java.util.Objects.requireNonNull(gates.get(name));
    }

    private void newPlaces() {
        MatrixStandIn matrix = MatrixStandIn.start(0, 12);
        places.put("matrix", new Place(matrix, matrix.url(), matrix::effects, matrix::everything));
        PeerTubeStandIn peertube = PeerTubeStandIn.start(0, Clock.systemUTC(), 7, 3);
        if (places.get("peertube") instanceof Place(PeerTubeStandIn before, var url, var effects, var kept)) {
            peertube.knowTokensOf(before);
        }
        places.put(
                "peertube",
                new Place(peertube, peertube.url(), peertube::effects, () -> String.join("\n", peertube.kept())));
        VaultwardenStandIn vaultwarden =
                VaultwardenStandIn.start(0, KillableErasures.ISSUER.replace("/portal/", "/vaultwarden/"), 1000);
        if (places.get("vaultwarden") instanceof Place(VaultwardenStandIn before, var url, var effects, var kept)) {
            vaultwarden.knowSessionsOf(before);
        }
        vaultwarden.plant("mira's own word", VaultwardenStandIn.accountOf(MIRA));
        vaultwarden.plant("moss's own word", VaultwardenStandIn.accountOf(DemoAccount.MODERATOR));
        places.put(
                "vaultwarden",
                new Place(
                        vaultwarden,
                        vaultwarden.url(),
                        vaultwarden::effects,
                        () -> Stream.of(DemoAccount.values())
                                        .map(person ->
                                                person + " " + vaultwarden.knows(VaultwardenStandIn.accountOf(person)))
                                        .collect(Collectors.joining("\n"))
                                + "\nmoss's own word " + vaultwarden.where("moss's own word")
                                + "\nmember " + vaultwarden.where("mira's own word")));
    }

    private Child start() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=test",
                "--spring.datasource.url=" + server().url(),
                "--server.port=0",
                "--spring.datasource.hikari.data-source-properties.options=-c idle_in_transaction_session_timeout=3s",
                "--db-scheduler.polling-interval=200ms",
                "--db-scheduler.heartbeat-interval=1s",
                "--db-scheduler.missed-heartbeats-limit=4",
                "--portal.keys.folder=" + folder.resolve("keys"),
                "--portal.archive.folder=" + folder.resolve("archives"),
                "--portal.members.addresses-identify=true",
                "--portal.erasure.ledger=" + folder.resolve("ledger"),
                "--portal.erasure.window=PT1H",
                "--portal.erasure.short-window=PT0S",
                "--portal.erasure.patience=PT0.2S",
                "--portal.erasure.probe-after=PT0.5S",
                "--portal.erasure.replay-every=P1000D",
                "--portal.services.peertube.username=" + PeerTubeStandIn.USERNAME,
                "--portal.services.peertube.public-url=" + PeerTubeStandIn.PUBLIC_URL,
                "--portal.services.peertube.ask=1s",
                "--portal.services.vaultwarden.counts-kept=0s",
                "--portal.services.vaultwarden.public-url=https://vault.riverbend.example"));
        gates.forEach((name, gate) -> arguments.add("--portal.services." + name + ".url=" + gate.url()));
        secrets().forEach((name, secret) -> arguments.add("--portal.services." + name + "-file=" + secret));
        Child started = Child.start(KillableErasures.class, PATIENCE, arguments.toArray(String[]::new));
        children.add(started);
        return started;
    }

    private Map<String, Path> secrets() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> secret : Map.of(
                        "matrix.token", MatrixStandIn.TOKEN,
                        "peertube.password", PeerTubeStandIn.PASSWORD,
                        "vaultwarden.token", VaultwardenStandIn.TOKEN)
                .entrySet()) {
            files.put(secret.getKey(), Files.writeString(folder.resolve(secret.getKey()), secret.getValue()));
        }
        return files;
    }

    /** Steps that wait for a service to get on with it do not wait long. */
    private void letTimePass() {
        JdbcClient jdbc = jdbc();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                jdbc.sql("""
                        update scheduled_tasks set execution_time = now()
                        where not picked and task_name = 'work.step' and execution_time > now()
                            and task_instance in (select id::text from work_step
                                where kind in ('erasure.erase', 'erasure.probe') and state = 'RETRYING')""").update();
            } catch (DataAccessException notThere) {
                // no table yet, or the database was killed
            }
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private KillableDatabaseServer server() {
        return java.util.Objects.requireNonNull(database);
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(new DriverManagerDataSource(server().url()));
    }

    /** The moments at which requests pass the gates, counted as they come; at the chosen one the request waits. */
    private static final class Points {

        private final Map<String, Integer> counts = new HashMap<>();
        private final List<String> passed = new ArrayList<>();
        private @Nullable String chosen;
        private CountDownLatch reached = new CountDownLatch(1);
        private CountDownLatch goingOn = new CountDownLatch(0);

        void passing(String moment) throws InterruptedException {
            CountDownLatch until;
            synchronized (this) {
                String point = moment + "#" + counts.merge(moment, 1, Integer::sum);
                passed.add(point);
                if (!point.equals(chosen)) {
                    return;
                }
                reached.countDown();
                until = goingOn;
            }
            until.await();
        }

        synchronized void choose(String point) {
            forget();
            chosen = point;
            reached = new CountDownLatch(1);
            goingOn = new CountDownLatch(1);
        }

        synchronized void forget() {
            counts.clear();
            passed.clear();
            chosen = null;
        }

        void awaitChosen() throws InterruptedException {
            CountDownLatch until;
            String point;
            synchronized (this) {
                until = reached;
                point = chosen;
            }
            assertThat(until.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("reached %s; passed %s", point, passed())
                    .isTrue();
        }

        synchronized void goOn() {
            chosen = null;
            goingOn.countDown();
        }

        synchronized List<String> passed() {
            return List.copyOf(passed);
        }
    }
}
