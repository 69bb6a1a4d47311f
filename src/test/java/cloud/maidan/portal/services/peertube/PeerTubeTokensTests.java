package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.services.http.OutboundHttp;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What was got with a password lasts no longer than the password is ours. */
class PeerTubeTokensTests {

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final OutboundHttp http = new OutboundHttp(HttpLimits.standard(), PeerTubeServer.CLOCK);
    private String password = PeerTubeStandIn.PASSWORD;
    private final PeerTubeTokens tokens = new PeerTubeTokens(
            new ServiceAccess() {
                @Override
                public Optional<URI> address(ServiceId service) {
                    return Optional.of(URI.create(standIn.url()));
                }

                @Override
                public Optional<Secret> secret(ServiceId service, String name) {
                    return Optional.of(() -> password);
                }
            },
            http,
            PeerTubeServer.of(standIn).properties(DataSize.ofMegabytes(1)),
            PeerTubeServer.CLOCK);

    @AfterEach
    void stop() {
        http.close();
        standIn.close();
    }

    @Test
    void anotherPasswordSignsInAnew() {
        String first = tokens.token();
        assertThat(tokens.token()).isEqualTo(first);

        password = "wrong";

        assertThat(catchThrowableOfType(ServiceFault.class, tokens::token).fault())
                .isEqualTo(Fault.REFUSED);
    }

    @Test
    void aRefusedPasswordDoesNotKeepTheNextOneWaiting() {
        password = "wrong";
        assertThatThrownBy(tokens::token).isInstanceOf(ServiceFault.class);
        assertThat(tokens.refused()).isPresent();

        password = PeerTubeStandIn.PASSWORD;

        assertThat(tokens.token()).isNotEmpty();
        assertThat(tokens.refused()).isEmpty();
    }
}
