package cloud.maidan.portal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.RealSynapse;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.Steps;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** A rule over messages carried out on a Synapse that nobody here wrote, and asked by another member's client. */
@PortalTest
@Import(RetentionOnSynapseTests.Connected.class)
@EnabledIf(
        value = "cloud.maidan.portal.retention.RetentionOnSynapseTests#there",
        disabledReason = "real part: Synapse skipped: PORTAL_SYNAPSE_PYTHON names no Python")
class RetentionOnSynapseTests {

    private static @Nullable RealSynapse synapse;

    @TestConfiguration(proxyBeanMethods = false)
    static class Connected {

        @Bean
        static DynamicPropertyRegistrar matrix() {
            RealSynapse started = RealSynapse.start();
            synapse = started;
            return registry -> {
                registry.add("portal.services.matrix.url", started::url);
                registry.add(
                        "portal.services.matrix.token-file",
                        () -> started.tokenFile().toString());
            };
        }
    }

    static boolean there() {
        return RealSynapse.python().isPresent();
    }

    @AfterAll
    static void stop() {
        if (synapse != null) {
            synapse.close();
        }
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Rules rules;
    private final Kinds kinds;
    private final PlanDesk desk;
    private final PlanRows plans;
    private final PlanSeal seal;
    private final Steps steps;

    @Autowired
    RetentionOnSynapseTests(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Rules rules,
            Kinds kinds,
            PlanDesk desk,
            PlanRows plans,
            PlanSeal seal,
            Steps steps) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.rules = rules;
        this.kinds = kinds;
        this.desk = desk;
        this.plans = plans;
        this.seal = seal;
        this.steps = steps;
    }

    @Test
    void theDryRunAndTheDeletionAreTheSameSetAndWhatArrivesInBetweenStays() {
        RealSynapse real = java.util.Objects.requireNonNull(synapse);
        LockSupport.parkNanos(20_000_000);
        Instant cut = Instant.now();
        LockSupport.parkNanos(20_000_000);
        for (String room : rooms(real)) {
            say(real, room, "young");
        }
        Set<String> before = written(real);

        UUID plan = counted(cut);
        PlanLine line = plans.find(plan).orElseThrow().lines().getFirst();
        assertThat(written(real)).isEqualTo(before);
        Set<String> inBetween = new HashSet<>();
        for (String room : rooms(real)) {
            inBetween.add(say(real, room, "in between"));
        }
        confirm(plan);

        Set<String> after = written(real);
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(after);
        PlanLine done = plans.find(plan).orElseThrow().lines().getFirst();
        assertThat(done.stayed()).isEmpty();
        assertThat(done.gone()).isEqualTo(line.items()).isEqualTo(gone.size()).isPositive();
        assertThat(after).containsAll(inBetween);
        assertThat(after).hasSize(before.size() - gone.size() + inBetween.size());
        assertThat(after).hasSize(2 * rooms(real).size());
        System.out.println("real part: Synapse " + real.version() + " forgot exactly the " + gone.size()
                + " events of the dry run; " + after.size() + " stay");
    }

    /** As the desk makes it, but with the time of the cut, since nothing on a new server is a day old. */
    private UUID counted(Instant cut) {
        rules.set(
                kinds.find("matrix", "messages").orElseThrow(),
                Period.ofDays(30),
                "why",
                0,
                new MemberId(UUID.randomUUID()));
        UUID plan = UUID.randomUUID();
        transactions.executeWithoutResult(transaction -> {
            plans.insert(plan, cut, false);
            plans.insert(plan, 0, rules.find("matrix", "messages").orElseThrow(), cut);
            steps.plan(CountTask.KIND, plan, "matrix/messages", null);
        });
        await().atMost(Duration.ofSeconds(30))
                .until(() -> plans.find(plan).orElseThrow().waiting());
        return plan;
    }

    private void confirm(UUID plan) {
        Plan made = plans.find(plan).orElseThrow();
        for (int person = 0; person < made.needed(); person++) {
            desk.confirm(plan, seal.token(made), person());
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plans.find(plan).orElseThrow().state() == Plan.State.DONE);
    }

    private MemberId person() {
        MemberId id = MemberId.random();
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'test', ?, 'x', 'X', now(), now())")
                .params(id.value(), id.toString())
                .update();
        return id;
    }

    private static List<String> rooms(RealSynapse real) {
        return List.of(
                real.seed().openRoom(), real.seed().leftRoom(), real.seed().sealedRoom());
    }

    private static String say(RealSynapse real, String room, String words) {
        return real.ask(
                        "PUT",
                        "/_matrix/client/v3/rooms/" + encode(room) + "/send/m.room.message/" + UUID.randomUUID(),
                        real.moderatorToken(),
                        Map.of("msgtype", "m.text", "body", words))
                .path("event_id")
                .asString();
    }

    /** Everything but settings that the other member's client is shown, by id. */
    private static Set<String> written(RealSynapse real) {
        Set<String> ids = new HashSet<>();
        for (String room : rooms(real)) {
            String from = "";
            do {
                JsonNode page = real.ask(
                        "GET",
                        "/_matrix/client/v3/rooms/" + encode(room) + "/messages?dir=b&limit=100"
                                + (from.isEmpty() ? "" : "&from=" + encode(from)),
                        real.moderatorToken(),
                        Map.of());
                page.path("chunk").forEach(event -> {
                    if (!event.has("state_key")) {
                        ids.add(event.path("event_id").asString());
                    }
                });
                from = page.path("end").asString("");
            } while (!from.isEmpty());
        }
        return ids;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
