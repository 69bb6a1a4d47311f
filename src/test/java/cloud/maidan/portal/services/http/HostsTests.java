package cloud.maidan.portal.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTests {

    private static final ServiceId MATRIX = new ServiceId("matrix");

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "[fe80::1]", "100.100.100.200", "0.0.0.0"})
    void nothingIsSentOffLimits(String host) {
        try (OutboundHttp http = new OutboundHttp(HttpLimits.standard(), Clock.systemUTC())) {
            ServiceHttp line = http.to(MATRIX, URI.create("http://" + host), Authorization.none());

            assertThatThrownBy(() -> line.get("/").answer())
                    .isInstanceOfSatisfying(
                            ServiceFault.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREACHABLE))
                    .hasMessageContaining("UnknownHostException");
            assertThatThrownBy(() -> line.converse("/", Duration.ofSeconds(5)))
                    .isInstanceOfSatisfying(
                            ServiceFault.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREACHABLE))
                    .hasMessageContaining("UnknownHostException");
        }
    }

    @Test
    void whatIsInTheHouseIsFound() throws UnknownHostException {
        assertThat(Hosts.lookUp("localhost")).allMatch(InetAddress::isLoopbackAddress);
    }
}
