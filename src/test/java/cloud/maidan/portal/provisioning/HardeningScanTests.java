package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.SetuidFiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class HardeningScanTests {

    private static final Duration HOUR = Duration.ofHours(1);

    @Autowired
    HardeningRows rows;

    @Autowired
    LookRows looks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private final ContainerRuntime runtime = mock(ContainerRuntime.class);
    private final Sights sights = new Sights();
    private final ProvisioningProperties properties = new ProvisioningProperties(HOUR, Duration.ofMillis(50), HOUR);
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void oneContainer() {
        empty();
        now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ContainerFacts container = sights.sight().container();
        when(runtime.configured()).thenReturn(true);
        when(runtime.engine()).thenReturn(sights.engine);
        when(runtime.containers()).thenReturn(List.of(container.id()));
        when(runtime.container(container.id())).thenReturn(Optional.of(container));
        when(runtime.image(container.imageId())).thenReturn(sights.facts);
        when(runtime.setuid(container.id())).thenReturn(sights.setuid);
    }

    @AfterEach
    void empty() {
        List.of("hardening_look", "hardening_container", "hardening_image")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void whatALookFindsIsThereUntilTheNext() {
        scan().look();

        HardenedContainer found = rows.all().getFirst();
        assertThat(found.passed()).isEqualTo(28);
        assertThat(found.checks()).isEqualTo(28);
        assertThat(found.managed()).isFalse();
        assertThat(looks.last()).isEqualTo(Look.NONE);

        sights.privileged = true;
        when(runtime.container("c0ffee")).thenReturn(Optional.of(sights.sight().container()));
        scan().look();

        assertThat(rows.all().getFirst().wrong()).extracting(Finding::check).containsExactly("5.5");
    }

    @Test
    void aContainerThatGoesWhileWeLookLeavesNothingBehind() {
        scan().look();
        when(runtime.containers()).thenReturn(List.of("c0ffee", "short-lived"));
        when(runtime.container("short-lived")).thenReturn(Optional.empty());
        when(runtime.container("c0ffee")).thenReturn(Optional.empty());

        turn();

        assertThat(rows.all()).isEmpty();
        assertThat(looks.last().fault()).isNull();
        assertThat(looks.last().lookedAt()).isNotNull();
    }

    @Test
    void theFilesOfAnImageAreReadOnce() {
        scan().look();
        scan().look();
        verify(runtime).setuid(any());

        when(runtime.containers()).thenReturn(List.of());
        scan().look();
        assertThat(rows.setuid(Sights.DIGEST)).isEmpty();
    }

    @Test
    void filesThatTheEngineWouldNotShowAreAskedForAgain() {
        when(runtime.setuid("c0ffee")).thenThrow(away()).thenReturn(Optional.of(new SetuidFiles(List.of(), true)));

        scan().look();
        assertThat(rows.all().getFirst().notApplicable())
                .extracting(Finding::check)
                .containsExactly("4.8");

        scan().look();
        assertThat(rows.all().getFirst().notApplicable()).isEmpty();
    }

    @Test
    void anEngineThatIsAwayIsSaidAndNothingIsForgotten() {
        turn();
        when(runtime.engine()).thenThrow(away());
        looks.ask(now.plusSeconds(60));

        assertThat(looks.begin(now.plusSeconds(61), HOUR)).isTrue();
        scan().look();

        assertThat(rows.all()).hasSize(1);
        assertThat(looks.last().fault()).isEqualTo(Why.SOCKET_MISSING);
        assertThat(looks.last().detail()).isEqualTo("/nowhere/docker.sock");
        assertThat(looks.last().lookedAt()).isNotNull();
    }

    @Test
    void aLookIsBegunWhenItIsTimeOrSomebodyAskedAndByOneOperatorOnly() {
        assertThat(looks.begin(now, HOUR)).isTrue();
        assertThat(looks.begin(now.plusSeconds(1), HOUR)).isFalse();
        assertThat(looks.last().open()).isTrue();

        looks.ended("20.10.24", now.plusSeconds(2));
        assertThat(looks.begin(now.plusSeconds(3), HOUR)).isFalse();
        assertThat(looks.begin(now.plusSeconds(3603), HOUR)).isTrue();

        looks.ask(now.plusSeconds(3604));
        assertThat(looks.begin(now.plusSeconds(3605), HOUR)).isFalse();
        looks.ended("20.10.24", now.plusSeconds(3606));
        assertThat(looks.last().waiting()).isTrue();
        assertThat(looks.begin(now.plusSeconds(3607), HOUR)).isTrue();
        assertThat(looks.last().waiting()).isFalse();
    }

    @Test
    void anOperatorThatDiedIsFollowedByAnother() {
        looks.begin(now, HOUR);
        looks.moved(now.plusSeconds(100));
        assertThat(looks.last().stuck(now.plusSeconds(399))).isFalse();
        assertThat(looks.last().stuck(now.plusSeconds(401))).isTrue();

        assertThat(looks.begin(now.plusSeconds(399), HOUR)).isFalse();
        assertThat(looks.begin(now.plusSeconds(401), HOUR)).isTrue();
    }

    @Test
    void somebodyWhoAsksBeforeAnyLookIsHeard() {
        looks.ask(now);

        assertThat(looks.last().waiting()).isTrue();
        assertThat(turn()).isTrue();
        assertThat(rows.all()).hasSize(1);
    }

    @Test
    void theOperatorLooksByItselfAndAgainWhenAsked() {
        Round operator = round();
        operator.start();
        try {
            await().until(() -> looks.last().lookedAt() != null);
            looks.ask(clock.instant());
            await().until(() -> !looks.last().waiting() && !looks.last().open());
            verify(runtime, times(2)).engine();
        } finally {
            operator.stop();
        }
        assertThat(operator.isRunning()).isFalse();
    }

    @Test
    void aQuestionAskedAfterTheClockWasReadIsAnsweredOnce() {
        looks.ask(clock.instant().plusSeconds(2));

        assertThat(turn()).isTrue();
        assertThat(turn()).isFalse();
        assertThat(looks.last().waiting()).isFalse();
        verify(runtime).engine();
    }

    @Test
    void withoutAnEngineTheOperatorDoesNotEvenBegin() {
        when(runtime.configured()).thenReturn(false);
        Round operator = round();
        operator.start();

        assertThat(operator.isRunning()).isFalse();
    }

    private boolean turn() {
        return looking().turn();
    }

    private Round round() {
        return new ProvisioningConfiguration().lookRound(looking(), runtime, properties);
    }

    private LookTurn looking() {
        return new LookTurn(scan(), looks, properties, clock);
    }

    private HardeningScan scan() {
        return new HardeningScan(runtime, rows, looks, clock);
    }

    private static EngineFault away() {
        return catchThrowableOfType(
                EngineFault.class,
                () -> ContainerRuntime.at("unix:///nowhere/docker.sock").engine());
    }
}
