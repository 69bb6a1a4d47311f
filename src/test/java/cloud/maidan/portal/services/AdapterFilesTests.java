package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each adapter has the files that {@code docs/adding-a-service.md} lists. */
class AdapterFilesTests {

    private static final Path SERVICES = Path.of("src/main/java/cloud/maidan/portal/services");
    private static final Path TESTS = Path.of("src/test/java/cloud/maidan/portal/services");
    private static final Path DEMO = Path.of("src/test/java/cloud/maidan/demo");
    private static final int MOST_TYPES = 28;

    /** Not services of others: the shared client, and the portal itself. */
    private static final List<String> OWN = List.of("http", "portal");

    static List<String> adapters() throws IOException {
        try (Stream<Path> folders = Files.list(SERVICES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !OWN.contains(name))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void anAdapterIsHiddenSmallAndFoundByItsName(String name) throws IOException {
        List<String> types = names(SERVICES.resolve(name));

        assertThat(types).contains("package-info.java").hasSizeLessThanOrEqualTo(MOST_TYPES + 1);
        assertThat(types).anyMatch(type -> type.endsWith("Adapter.java"));
        assertThat(types).anyMatch(type -> type.endsWith("Client.java"));
        for (String type : types) {
            assertThat(Files.readString(SERVICES.resolve(name).resolve(type)))
                    .as(type)
                    .doesNotContainPattern("(?m)^public ");
        }
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void anAdapterBringsItsWordsAndItsPage(String name) {
        assertThat(Path.of("src/main/resources/messages", name + "_en.properties"))
                .exists();
        assertThat(Path.of("src/main/resources/messages", name + "_de.properties"))
                .exists();
        assertThat(Path.of("docs/services", name + ".md"))
                .content()
                .contains("## Connect", "## Rights of the account", "## What it cannot see", "## Sources");
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void anAdapterDescribesItsEntries(String name) {
        assertThat(Path.of("src/main/resources/schemas", name))
                .isDirectoryContaining(file -> file.toString().endsWith(".schema.json"));
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void anAdapterIsTriedWithFaultsAndQuirks(String name) throws IOException {
        List<String> tests = names(TESTS.resolve(name));

        assertThat(tests).anyMatch(test -> test.endsWith("AdapterTests.java"));
        assertThat(tests).anyMatch(test -> test.endsWith("FaultsTests.java"));
        assertThat(tests).anyMatch(test -> test.endsWith("QuirksTests.java"));
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void anAdapterHasAStandInThatTheDemoStarts(String name) throws IOException {
        Path standIn = null;
        for (String file : names(DEMO)) {
            if (file.equalsIgnoreCase(name + "StandIn.java")) {
                standIn = DEMO.resolve(file);
            }
        }

        assertThat(standIn)
                .as("a stand-in named after " + name)
                .isNotNull()
                .content()
                .contains("implements DemoService", "\"" + name + "\"");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
