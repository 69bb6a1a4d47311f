package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.portal.DatabaseRoles;
import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.subject.ProcessRole;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may write what the operator says: the operator, as the database's user of that role, and nobody else. */
class OperatorsRowsTests {

    private static final Clock CLOCK = Clock.systemUTC();

    private final DatabaseRoles database = DatabaseRoles.migrated();
    private final Sights sights = new Sights();

    @Test
    void thePageAsksAndTheOperatorAnswersButNotTheOtherWayRound() {
        JdbcClient web = database.as(ProcessRole.WEB);
        new LookRows(web).ask(CLOCK.instant());

        JdbcClient operator = database.as(ProcessRole.OPERATOR);
        assertThat(looking(operator).turn()).isTrue();

        assertThat(new LookRows(web).last().lookedAt()).isNotNull();
        HardenedContainer found = new HardeningRows(web).all().getFirst();
        assertThat(found.passed()).isEqualTo(28);

        refused(() -> new HardeningRows(web).keep(found));
        refused(() -> new HardeningRows(web).forgetBefore(CLOCK.instant()));
        refused(() -> new LookRows(web).ended("29.0", CLOCK.instant()));
        refused(() -> new LookRows(web).begin(CLOCK.instant(), Duration.ofHours(1)));
        JdbcClient worker = database.as(ProcessRole.WORKER);
        refused(() -> new HardeningRows(worker).keep(found));
        refused(() -> new LookRows(worker).ask(CLOCK.instant()));
    }

    private static void refused(ThrowingCallable writing) {
        assertThatThrownBy(writing).rootCause().hasMessageContaining("permission denied");
    }

    private LookTurn looking(JdbcClient jdbc) {
        ContainerRuntime runtime = mock(ContainerRuntime.class);
        ContainerFacts container = sights.sight().container();
        when(runtime.engine()).thenReturn(sights.engine);
        when(runtime.containers()).thenReturn(List.of(container.id()));
        when(runtime.container(container.id())).thenReturn(Optional.of(container));
        when(runtime.image(container.imageId())).thenReturn(sights.facts);
        when(runtime.setuid(container.id())).thenReturn(sights.setuid);
        LookRows looks = new LookRows(jdbc);
        return new LookTurn(
                new HardeningScan(runtime, new HardeningRows(jdbc), looks, CLOCK),
                looks,
                new ProvisioningProperties(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(1)),
                CLOCK);
    }
}
