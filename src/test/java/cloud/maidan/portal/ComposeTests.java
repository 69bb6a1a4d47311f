package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class ComposeTests {

    private static final Path FILE = Path.of("compose.yaml");

    @Test
    void everyServiceIsConfinedBoundedAndApart() throws IOException {
        assertThat(new ComposeRules(read()).faults()).isEmpty();
    }

    @Test
    void thePortalIsThereInItsThreeRolesEachAsItsUserAndTheOwnerMigrates() throws IOException {
        ComposeRules compose = new ComposeRules(read());

        assertThat(List.of("web", "worker", "operator")).allSatisfy(role -> {
            Map<String, Object> environment =
                    ComposeRules.map(compose.service("portal-" + role).get("environment"));
            assertThat(environment)
                    .containsEntry("PORTAL_ROLES", role)
                    .containsEntry("SPRING_DATASOURCE_USERNAME", "portal_" + role)
                    .containsEntry("SPRING_FLYWAY_ENABLED", "false");
        });
        assertThat(compose.service("portal-migration")).containsEntry("command", "migrate");
    }

    @Test
    void aServiceThatSaysNothingOfItselfIsRefused() throws IOException {
        Map<String, Object> file = read();
        ComposeRules.map(file.get("services")).put("new", Map.of("image", "somewhere/new:1"));

        assertThat(new ComposeRules(file).faults())
                .contains(
                        "new: read_only is null",
                        "new: cap_drop is null",
                        "new: security_opt is null",
                        "new: user is null",
                        "new: mem_limit is null",
                        "new: cpus is null",
                        "new: pids_limit is null",
                        "new: tmpfs is null",
                        "new: restart is null",
                        "new: healthcheck is null",
                        "new: networks is null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            portal-web      | volumes      | [/run/docker.sock:/run/docker.sock] | reaches the engine
            portal-worker   | ports        | ["8080:8080"]                       | publishes a port
            proxy           | ports        | ["443:443"]                         | everywhere
            portal-operator | networks     | [operator-database, outbound]       | meets somebody
            portal-web      | networks     | [operator-database]                 | meets somebody
            postgresql      | environment  | {POSTGRES_PASSWORD: open}           | secret in its environment
            postgresql      | privileged   | true                                | has privileged
            postgresql      | user         | "0:0"                               | user is 0:0
            portal-worker   | depends_on   | {portal-web: {}}                    | does not wait
            authentik-worker| volumes      | [./docs/authentik:/blueprints]      | may change
            portal-web      | restart      | always                              | restart is always
            """)
    void plantedFaultsAreFound(String service, String key, String value, String fault) throws IOException {
        Map<String, Object> file = read();
        ComposeRules.map(ComposeRules.map(file.get("services")).get(service)).put(key, new Yaml().load(value));

        assertThat(new ComposeRules(file).faults()).anyMatch(found -> found.contains(fault));
    }

    /** The oldest that has to take it is 1.29. */
    @Test
    void composeItselfTakesTheFile() throws Exception {
        Assumptions.assumeTrue(runs("docker-compose", "version") == 0, "skipped: no docker-compose on this machine");

        assertThat(runs("docker-compose", "--file", FILE.toString(), "config", "--quiet"))
                .isZero();
    }

    private static Map<String, Object> read() throws IOException {
        return ComposeRules.map(new Yaml().load(Files.readString(FILE)));
    }

    private static int runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException absent) {
            return -1;
        }
    }
}
