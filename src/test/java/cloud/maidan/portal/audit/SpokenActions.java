package cloud.maidan.portal.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of all actions, read from the code. */
final class SpokenActions {

    private static final Pattern ACTION = Pattern.compile("action\\(\\) \\{\\s*return ([^;]*);");
    private static final Pattern NAME = Pattern.compile("\"([a-z][a-z.-]*\\.[a-z.-]*[a-z])\"");

    static final List<String> ALL = read();

    private SpokenActions() {}

    private static List<String> read() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(SpokenActions::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> in(Path file) {
        try {
            return ACTION.matcher(Files.readString(file))
                    .results()
                    .flatMap(action -> NAME.matcher(action.group(1)).results().map(MatchResult::group))
                    .map(name -> name.replace("\"", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
