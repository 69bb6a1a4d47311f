package cloud.maidan.portal.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.connections.Check.Standing;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Finding.Result;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@PortalTest
class ChecksTests {

    private static final ServiceId PADS = new ServiceId("cryptpad");
    private static final Instant MORNING = Instant.parse("2026-11-21T08:00:00Z");
    private static final Finding CONCERN = new Finding(
            "cryptpad.eviction", Result.CONCERN, Text.of("cryptpad.finding.eviction.concern"), List.of("config.js"));
    private static final Finding FINE = new Finding("cryptpad.embedding", Text.of("cryptpad.finding.embedding"), false);

    @LocalServerPort
    int port;

    @Autowired
    CheckRows rows;

    @Autowired
    JdbcClient jdbc;

    private final ServiceCatalog services = mock(ServiceCatalog.class);

    @BeforeEach
    void connected() {
        forget();
        when(services.connected(PADS)).thenReturn(true);
        when(services.profiles()).thenReturn(List.of(ServiceProfile.of("cryptpad", "CryptPad", "lock-keyhole", 30)));
        says(new Health.Well("2026.2.2"), MORNING);
        finds(MORNING, CONCERN, FINE);
    }

    @AfterEach
    void forget() {
        jdbc.sql("delete from connection_check").update();
    }

    @Test
    void whatIsMissingAndWhatDeservesAThoughtIsKept() {
        says(new Health.Lacking("2026.2.2", List.of(Text.of("cryptpad.check.not-admin"))), MORNING);

        assertThat(checks().test(PADS)).isPresent();

        Check kept = kept();
        assertThat(kept.standing()).isEqualTo(Standing.LACKING);
        assertThat(kept.version()).isEqualTo("2026.2.2");
        assertThat(kept.missing()).containsExactly(Text.of("cryptpad.check.not-admin"));
        assertThat(kept.of(Result.CONCERN)).containsExactly(CONCERN);
        assertThat(kept.of(Result.FINE)).containsExactly(FINE);
    }

    @Test
    void anOutageKeepsWhatTheServiceSaidBeforeAndSaysSinceWhen() {
        checks().test(PADS);
        Instant noon = MORNING.plus(Duration.ofHours(4));
        says(new Health.Unreachable(Fault.TIMED_OUT), noon);
        checks().test(PADS);
        says(new Health.Unreachable(Fault.UNREACHABLE), noon.plusSeconds(60));
        checks().test(PADS);

        Check kept = kept();
        assertThat(kept.standing()).isEqualTo(Standing.UNREACHABLE);
        assertThat(kept.fault()).isEqualTo(Fault.UNREACHABLE);
        assertThat(kept.since()).isEqualTo(noon);
        assertThat(kept.version()).isEqualTo("2026.2.2");
        assertThat(kept.findings()).containsExactly(CONCERN, FINE);
        assertThat(kept.foundAt()).isEqualTo(MORNING);
    }

    @Test
    void settingsThatCannotBeReadAreNotMistakenForGoodOnes() {
        when(services.findings(PADS)).thenReturn(new Reply.Failed<>(Fault.REFUSED, Optional.empty()));

        checks().test(PADS);

        assertThat(kept().findings()).isNull();
    }

    @Test
    void aServiceThatIsNotConnectedIsNotTested() {
        when(services.connected(PADS)).thenReturn(false);

        assertThat(checks().test(PADS)).isEmpty();
        assertThat(rows.all()).isEmpty();
    }

    @Test
    void byItselfAConnectionIsTestedOnceAnHour() {
        Checks checks = checks();
        checks.tidy(MORNING);
        says(new Health.Unreachable(Fault.BROKEN), MORNING.plusSeconds(60));
        checks.tidy(MORNING.plus(Duration.ofMinutes(59)));
        assertThat(kept().standing()).isEqualTo(Standing.WELL);

        checks.tidy(MORNING.plus(Duration.ofMinutes(60)));
        assertThat(kept().standing()).isEqualTo(Standing.UNREACHABLE);
    }

    @Test
    void administratorsTestAuditorsOnlyLook() {
        rows.keep(new Check(
                new ServiceId("portal"),
                MORNING,
                40,
                Standing.WELL,
                MORNING,
                "1",
                null,
                List.of(),
                List.of(CONCERN, FINE),
                MORNING));
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);

        assertThat(admin.get("/admin/services").body()).contains("1 setting deserves a thought", "Not connected");
        assertThat(admin.get("/admin/services/portal").body()).contains("config.js", "/admin/services/portal/test");
        assertThat(auditor.get("/admin/services/portal").body())
                .contains("config.js")
                .doesNotContain("/admin/services/portal/test");
        assertThat(admin.get("/admin/services/nothing").statusCode()).isEqualTo(404);
        admin.get("/admin/services/portal");
        assertThat(admin.follow(admin.post("/admin/services/portal/test", Map.of()))
                        .body())
                .contains("The connection was tested.");
    }

    private Checks checks() {
        return new Checks(
                services,
                rows,
                mock(TypedRows.class),
                new ConnectionsProperties(Duration.ofHours(1)),
                Clock.systemUTC(),
                TransactionOperations.withoutTransaction(),
                event -> {});
    }

    private void says(Health health, Instant at) {
        when(services.check(PADS)).thenReturn(new Reply.Answered<>(health, at));
    }

    private void finds(Instant at, Finding... findings) {
        when(services.findings(PADS)).thenReturn(new Reply.Answered<>(List.of(findings), at));
    }

    private Check kept() {
        return Objects.requireNonNull(rows.all().get(PADS));
    }
}
