package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.DatabaseRoles;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.provisioning.PlanRow.Result;
import cloud.maidan.portal.provisioning.ServiceRequests.Wish;
import cloud.maidan.portal.subject.ProcessRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each side of a plan as its own user of the database. */
class PlanRolesTests {

    private static final ProvisioningProperties PROPERTIES =
            new ProvisioningProperties(Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofSeconds(20));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final DatabaseRoles database = DatabaseRoles.migrated();

    @Test
    void pagesAskAndConfirmAndTheOperatorDoesTheRest() {
        JdbcClient web = database.as(ProcessRole.WEB);
        JdbcClient operator = database.as(ProcessRole.OPERATOR);
        Order order = new Order("small", Deed.UP, "00", Map.of("greeting", "moin"));
        UUID id = UUID.randomUUID();
        assertThat(new ServicePlans(web).ask(id, order, NOW)).isTrue();

        PlanLeases leases = new PlanLeases(operator, PROPERTIES);
        PlanRow taken = leases.take(NOW).orElseThrow();
        PlanStep step = new PlanStep(PlanStep.Kind.MAKE_NETWORK, "maidan-small", "");
        Planned.Steps steps = new Planned.Steps(order, List.of(step));
        leases.prepared(taken, steps, NOW);
        assertThat(new ServicePlans(web).confirm(id, steps.digest(), NOW)).isTrue();
        PlanRow begun = leases.take(NOW).orElseThrow();
        leases.began(begun, step, NOW);
        leases.ended(begun, step, NOW);
        assertThat(leases.ended(begun, Result.DONE, null, NOW)).isTrue();

        assertThat(new ServicePlans(web).of(id)).map(PlanRow::state).contains(PlanRow.State.DONE);
        assertThat(new ServicePlans(web).steps(id)).hasSize(1);
        refused(() -> new PlanLeases(web, PROPERTIES).take(NOW));
        refused(() -> web.sql("update service_plan set settings = '{}'").update());
        refused(() -> web.sql("update service_plan set outcome = 'DONE'").update());
        refused(() -> web.sql("insert into service_container values ('a', 'a', 'a', 'a', true, '', now())")
                .update());
        refused(() -> new ServicePlans(operator).ask(UUID.randomUUID(), order, NOW));
        refused(() -> new ServicePlans(database.as(ProcessRole.WORKER)).of(id));
    }

    @Test
    void workersAskPagesReadAndTheOperatorDoesTheRest() {
        JdbcClient operator = database.as(ProcessRole.OPERATOR);
        ServiceRequests worker = new ServiceRequests(database.as(ProcessRole.WORKER));
        ServiceRequests web = new ServiceRequests(database.as(ProcessRole.WEB));
        Wish wish = new Wish(UUID.randomUUID(), "small", RequestRow.Kind.SETTING, "a.yaml", "keep", "7d");
        assertThat(worker.stands("small")).isIn(true, false);
        assertThat(worker.ask(UUID.randomUUID(), wish, NOW)).isTrue();
        assertThat(worker.ask(UUID.randomUUID(), wish, NOW)).isFalse();

        RequestLeases leases = new RequestLeases(operator, PROPERTIES);
        RequestRow taken = leases.take(NOW).orElseThrow();
        leases.began(taken, "00", NOW);
        leases.wrote(taken, NOW);
        assertThat(leases.ended(taken, RequestRow.Result.DONE, null, NOW)).isTrue();

        assertThat(worker.of(wish)).map(RequestRow::outcome).contains(RequestRow.Result.DONE);
        assertThat(web.latest("small", 5)).hasSize(1);
        assertThat(web.written("small")).isEqualTo(Map.of("a.yaml", Map.of("keep", "7d")));
        refused(() -> web.ask(UUID.randomUUID(), wish, NOW));
        refused(() -> new RequestLeases(database.as(ProcessRole.WORKER), PROPERTIES).take(NOW));
        refused(() -> new RequestLeases(database.as(ProcessRole.WORKER), PROPERTIES).wrote(taken, NOW));
        refused(() -> new ServiceRequests(operator).ask(UUID.randomUUID(), wish, NOW));
    }

    @Test
    void logsAreAskedForByPagesAndReadByTheOperator() {
        StandingRows web = new StandingRows(database.as(ProcessRole.WEB));
        StandingRows operator = new StandingRows(database.as(ProcessRole.OPERATOR));
        web.askForLog("maidan-small-web", NOW);

        assertThat(operator.logsAsked()).contains("maidan-small-web");
        operator.logRead("maidan-small-web", List.of("one"), NOW);

        assertThat(web.log("maidan-small-web").orElseThrow().lines()).containsExactly("one");
        refused(() -> web.logRead("maidan-small-web", List.of("forged"), NOW));
    }

    private static void refused(ThrowingCallable asked) {
        assertThatThrownBy(asked).rootCause().hasMessageContaining("permission denied");
    }
}
