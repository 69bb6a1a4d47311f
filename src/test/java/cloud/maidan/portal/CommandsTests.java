package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.subject.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTests {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void onlyArgumentsThatAreNoSettingsAreACommand() {
        assertThat(Commands.meant()).isFalse();
        assertThat(Commands.meant("--server.port=0")).isFalse();
        assertThat(Commands.meant("--help")).isTrue();
        assertThat(Commands.meant("audit", "verify", "file")).isTrue();
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheOnesThereAre() {
        assertThat(run("brew", "coffee")).isEqualTo(Command.MISUSED);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("There is no command \"brew coffee\".", "audit verify FILE", "audit export FILE");
    }

    @Test
    void helpIsNoMistake() {
        assertThat(run("--help")).isEqualTo(Command.DONE);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("audit verify FILE");
    }

    @Test
    void aCommandWithoutWhatItNeedsSaysHowItIsUsed() {
        assertThat(run("audit", "verify")).isEqualTo(Command.MISUSED);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("usage: java -jar portal.jar audit verify FILE");
    }

    private int run(String... arguments) {
        return Commands.all()
                .run(
                        List.of(arguments),
                        () -> {
                            throw new AssertionError("no database is needed");
                        },
                        new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
