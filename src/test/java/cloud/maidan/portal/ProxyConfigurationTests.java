package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy's configuration, made from its template as the image's start does, read by nginx itself. */
class ProxyConfigurationTests {

    private static final Path DOCKER = Path.of("src/main/docker").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeEach
    void makeACertificate() throws Exception {
        for (String program : List.of("nginx", "openssl", "keytool")) {
            Assumptions.assumeTrue(
                    Stream.of(path().split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                    "skipped: no " + program);
        }
        assertThat(said("sh", DOCKER.resolve("secrets.sh").toString())).isEmpty();
    }

    @Test
    void nginxTakesIt() throws Exception {
        assertThat(tested(Files.readString(DOCKER.resolve("proxy.conf.template"))))
                .contains("syntax is ok", "test is successful")
                .doesNotContain("[warn]");
    }

    @Test
    void aWordNobodyKnowsIsFound() throws Exception {
        assertThat(tested("proxy_everything on;")).contains("unknown directive \"proxy_everything\"");
    }

    private String tested(String template) throws IOException, InterruptedException {
        String made = template.replace("${PORTAL_HOST}", "portal.localhost")
                .replace("${AUTH_HOST}", "auth.localhost")
                .replace("/run/secrets", folder.resolve(".secrets").toString())
                // whoever is not root may try these
                .replace("listen 80 ", "listen 127.0.0.1:10080 ")
                .replace("listen 443 ", "listen 127.0.0.1:10443 ");
        Path file = Files.writeString(
                folder.resolve("nginx.conf"), """
                pid %1$s/pid;
                events {}
                http {
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                %2$s
                }
                """.formatted(folder, knowsHttp2() ? made : withOlderHttp2(made)));
        return said("nginx", "-t", "-e", "stderr", "-c", file.toString());
    }

    /** Since 1.25.1 it is a directive. */
    private boolean knowsHttp2() throws IOException, InterruptedException {
        return !said("nginx", "-v").matches("(?s).*/1\\.([01]?\\d|2[0-4])\\..*");
    }

    private static String withOlderHttp2(String configuration) {
        return configuration.replace("    http2 on;\n", "").replace(" ssl;", " ssl http2;");
    }

    private String said(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", path());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String path() {
        return System.getenv("PATH") + ":/usr/sbin:" + System.getProperty("java.home") + "/bin";
    }
}
