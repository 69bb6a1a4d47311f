package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log-ins are few; what a fault is called otherwise is tried for every adapter alike. */
class VaultwardenFaultsTests {

    private final VaultwardenStandIn standIn = VaultwardenStandIn.start(0, VaultwardenServer.ISSUER);
    private final VaultwardenServer server = VaultwardenServer.of(standIn);
    private final AtomicReference<Instant> now = new AtomicReference<>(VaultwardenServer.NOW);
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aSessionThatEndedIsReplacedOnce() {
        VaultwardenAdapter adapter = server.adapter(standIn.url(), server.token(), clock);
        adapter.view(server.known());
        standIn.endSessions();

        assertThat(adapter.view(server.known()).categories()).isNotEmpty();
        assertThat(logIns()).isEqualTo(2);
    }

    @Test
    void aSessionIsLeftBeforeItEnds() {
        VaultwardenAdapter adapter = server.adapter(standIn.url(), server.token(), clock);
        adapter.view(server.known());
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(17)));
        adapter.view(server.known());
        assertThat(logIns()).isEqualTo(1);

        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        adapter.view(server.known());
        assertThat(logIns()).isEqualTo(2);
    }

    @Test
    void aWrongTokenIsTriedThreeTimesAndThenLeftAlone() {
        VaultwardenAdapter adapter = server.adapter(standIn.url(), "another token", clock);

        for (int i = 0; i < 3; i++) {
            assertThat(fault(adapter).fault()).isEqualTo(Fault.REFUSED);
        }
        ServiceFault waiting = fault(adapter);

        assertThat(waiting.fault()).isEqualTo(Fault.RATE_LIMITED);
        assertThat(waiting.retryAt()).contains(VaultwardenServer.NOW.plus(Duration.ofMinutes(15)));
        assertThat(logIns()).isEqualTo(3);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(15)));
        assertThat(fault(adapter).fault()).as("tried again").isEqualTo(Fault.RATE_LIMITED);
        assertThat(logIns()).isEqualTo(4);
    }

    /** "limited 429 HTML", without a word about when. */
    @Test
    void aServerThatLimitsLogInsIsLeftAloneForAsLongAsItTakes() {
        for (int i = 0; i < 3; i++) {
            server.adapter(standIn.url(), server.token(), clock).view(server.known());
        }

        ServiceFault fault = fault(server.adapter(standIn.url(), server.token(), clock));

        assertThat(fault.fault()).isEqualTo(Fault.RATE_LIMITED);
        assertThat(fault.retryAt()).contains(VaultwardenServer.NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void anAddressWithoutVaultwardenIsNotMistakenForAMissingAccount() {
        VaultwardenAdapter adapter = server.adapter(standIn.url(), server.token(), clock);
        adapter.view(server.known());
        standIn.withoutAdministration();

        assertThat(catchThrowableOfType(ServiceFault.class, () -> adapter.findAgain(server.known()))
                        .fault())
                .isEqualTo(Fault.UNREADABLE);
    }

    private long logIns() {
        return standIn.calls().stream().filter("POST /admin"::equals).count();
    }

    private ServiceFault fault(VaultwardenAdapter adapter) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, () -> adapter.view(server.known()));
        assertThat(fault).isNotNull();
        return fault;
    }
}
