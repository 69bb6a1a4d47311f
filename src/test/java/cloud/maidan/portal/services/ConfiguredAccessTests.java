package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class ConfiguredAccessTests {

    private static final ServiceId MATRIX = new ServiceId("matrix");

    private final MockEnvironment environment = new MockEnvironment();
    private final ConfiguredAccess access = new ConfiguredAccess(environment);

    @Test
    void withoutAnAddressAServiceIsNotConnected() {
        environment.setProperty("portal.services.matrix.url", "  ");

        assertThat(access.address(MATRIX)).isEmpty();
        assertThat(access.secret(MATRIX, "token")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://matrix.example.org/",
                "https://example.org:8448/base",
                "http://localhost:8008",
                "http://127.0.0.1:8008",
                "http://[::1]:8008"
            })
    void anAddressThatKeepsCredentialsPrivateIsTaken(String url) {
        environment.setProperty("portal.services.matrix.url", url);

        assertThat(access.address(MATRIX)).contains(URI.create(url.replaceAll("/$", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://matrix.example.org",
                "http://synapse:8008",
                "http://127.0.0.1.example.org",
                "http://10.0.0.1",
                "http://localhost.example.org",
                "ftp://example.org",
                "https://user:password@example.org",
                "https://example.org?token=x",
                "matrix.example.org",
                "https://"
            })
    void anAddressThatWouldShowCredentialsOrIsNoneIsRefused(String url) {
        environment.setProperty("portal.services.matrix.url", url);

        assertThatThrownBy(() -> access.address(MATRIX))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("portal.services.matrix.url");
    }

    @Test
    void plainHttpInOurOwnNetworkHasToBeAllowed() {
        environment.setProperty("portal.services.matrix.url", "http://synapse:8008");
        environment.setProperty("portal.services.matrix.plain-http", "true");

        assertThat(access.address(MATRIX)).contains(URI.create("http://synapse:8008"));
    }

    @Test
    void aSecretIsReadAnewEachTime(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        environment.setProperty("portal.services.matrix.token-file", file.toString());
        ServiceAccess.Secret secret = access.secret(MATRIX, "token").orElseThrow();

        assertThat(secret.read()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(secret.read()).isEqualTo("second");
        assertThat(secret.toString()).doesNotContain("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "a header\r\nX: y"})
    void aSecretThatCannotBeOneIsRefusedWithoutShowingIt(String content, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content);
        environment.setProperty("portal.services.matrix.token-file", file.toString());

        assertThatThrownBy(() -> access.secret(MATRIX, "token").orElseThrow().read())
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageNotContainingAny("two", "header");
    }
}
