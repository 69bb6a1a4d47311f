package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The programs people have: unzip, bsdtar, sha256sum, Python. A missing one is named when a test is skipped. */
final class Tools {

    private Tools() {}

    record Result(int exit, String output) {}

    static Result run(Path folder, String... command) throws Exception {
        Path output = Files.createTempFile("tool", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        int exit = builder.start().waitFor();
        Result result = new Result(exit, Files.readString(output));
        Files.delete(output);
        return result;
    }

    static void succeeds(Path folder, String... command) throws Exception {
        assumeInstalled(command[0]);
        Result result = run(folder, command);
        assertThat(result.exit())
                .as("%s%n%s", String.join(" ", command), result.output())
                .isZero();
    }

    static void assumeInstalled(String program) {
        assumeTrue(installed(program).isPresent(), program + " is not installed");
    }

    static Optional<Path> installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A Python that has the module: {@code -Dportal.test.python} or {@code python3}. Without one the test is skipped. */
    static String pythonWith(String module) throws Exception {
        String python = System.getProperty("portal.test.python", "python3");
        boolean there = python.contains("/")
                ? Files.isExecutable(Path.of(python))
                : installed(python).isPresent();
        assumeTrue(
                there && run(Path.of("."), python, "-c", "import " + module).exit() == 0,
                () -> "the Python module " + module + " is not installed for " + python);
        return python;
    }

    /** Every file below the folder by its path with {@code /}. */
    static Map<String, Path> tree(Path folder) throws IOException {
        Map<String, Path> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> regular =
                    new ArrayList<>(files.filter(Files::isRegularFile).toList());
            regular.forEach(file -> tree.put(folder.relativize(file).toString(), file));
        }
        return tree;
    }
}
