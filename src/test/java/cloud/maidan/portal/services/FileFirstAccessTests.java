package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

class FileFirstAccessTests {

    private static final ServiceId MATRIX = new ServiceId("matrix");
    private static final URI TYPED = URI.create("https://typed.example");

    @TempDir
    Path folder;

    private final MockEnvironment environment = new MockEnvironment();
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final ServiceAccess access =
            new FileFirstAccess(new ConfiguredAccess(environment), beans.getBeanProvider(TypedAccess.class));

    @BeforeEach
    void typed() {
        beans.addBean("typed", new TypedAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(TYPED);
            }

            @Override
            public Optional<ServiceAccess.Secret> secret(ServiceId service, String name) {
                return Optional.of(() -> "typed");
            }
        });
    }

    @Test
    void whatNoFileSaysIsWhatWasTyped() {
        assertThat(access.address(MATRIX)).hasValue(TYPED);
        assertThat(secret()).isEqualTo("typed");
    }

    @Test
    void aFileWins() throws IOException {
        environment.setProperty("portal.services.matrix.url", "https://configured.example");
        assertThat(secret()).isEqualTo("typed");
        file();

        assertThat(access.address(MATRIX)).hasValue(URI.create("https://configured.example"));
        assertThat(secret()).isEqualTo("from a file");
    }

    @Test
    void aFilesSecretIsNotSentToATypedAddress() throws IOException {
        file();

        assertThat(access.address(MATRIX)).hasValue(TYPED);
        assertThat(access.secret(MATRIX, "token")).isEmpty();
    }

    private void file() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from a file\n");
        environment.setProperty("portal.services.matrix.token-file", file.toString());
    }

    private String secret() {
        return access.secret(MATRIX, "token").orElseThrow().read();
    }
}
