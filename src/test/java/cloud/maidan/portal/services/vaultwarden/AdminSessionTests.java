package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.vaultwarden.AdminSession.Login;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminSessionTests {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Login FIRST = new Login(URI.create("https://vault.example"), "first");

    private final List<Login> logIns = new ArrayList<>();
    private Login login = FIRST;
    private final AdminSession session = new AdminSession(
            () -> login,
            used -> {
                logIns.add(used);
                return "cookie " + logIns.size();
            },
            Duration.ofMinutes(18),
            NOON);

    @Test
    void oneLogInServesManyQuestions() {
        assertThat(cookie()).isEqualTo("cookie 1");
        assertThat(cookie()).isEqualTo("cookie 1");
    }

    @Test
    void aCookieDoesNotOutliveTheTokenThatItWasGotWith() {
        cookie();
        login = new Login(FIRST.address(), "second");

        assertThat(cookie()).isEqualTo("cookie 2");
        assertThat(logIns).extracting(Login::token).containsExactly("first", "second");
    }

    @Test
    void anotherServerCountsItsOwnLogIns() {
        List.of("a", "b", "c").forEach(token -> {
            login = new Login(FIRST.address(), token);
            cookie();
        });
        login = new Login(FIRST.address(), "d");
        assertThatThrownBy(this::cookie)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.RATE_LIMITED));

        login = new Login(URI.create("https://other.example"), "d");
        assertThat(cookie()).isEqualTo("cookie 4");
    }

    @Test
    void aLogInDoesNotShowItsToken() {
        assertThat(FIRST.toString()).contains("vault.example").doesNotContain("first");
    }

    private String cookie() {
        return session.asking(cookie -> cookie);
    }
}
