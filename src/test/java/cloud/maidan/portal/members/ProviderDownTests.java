package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@PortalTest
class ProviderDownTests {

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry registry) {
        registry.add("portal.members.issuer", () -> "http://127.0.0.1:1/application/o/maidan/");
        registry.add("portal.members.client-secret", () -> "unused");
    }

    @Test
    void aProviderOutOfReachIsSaidInASentence() {
        for (String path : new String[] {"/login", "/oauth2/authorization/authentik"}) {
            var answer = Browser.on(port).get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.body()).contains("sign-in service does not answer");
        }
    }
}
