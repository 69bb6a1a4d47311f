package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DoctorCommandTests {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void itNeedsASocketOfThisMachine() {
        assertThat(run()).isEqualTo(Command.MISUSED);
        assertThat(run("tcp://engine:2375")).isEqualTo(Command.MISUSED);
        assertThat(run("unix:///a", "unix:///b")).isEqualTo(Command.MISUSED);
    }

    @Test
    void anEngineThatIsNotThereIsSaid() {
        assertThat(run("unix:///nowhere/docker.sock")).isEqualTo(Command.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("There is no socket at /nowhere/docker.sock.");
    }

    @Test
    void everyFaultAndEveryFindingHasItsSentence() {
        Set<String> docker = ResourceBundle.getBundle("messages/docker", java.util.Locale.ENGLISH)
                .keySet();
        Set<String> provisioning = ResourceBundle.getBundle("messages/provisioning", java.util.Locale.ENGLISH)
                .keySet();

        for (EngineFault.Why why : EngineFault.Why.values()) {
            assertThat(docker).contains(why.key());
        }
        for (HardeningCheck check : Benchmark.CHECKS) {
            Finding wrong = Finding.of(check.number(), new Verdict.Warn("", Fix.set("")));
            assertThat(provisioning).contains(wrong.title().key(), wrong.said().key());
        }
        for (Verdict.Reason reason : Verdict.Reason.values()) {
            Text said = Finding.of("5.2", new Verdict.NotApplicable(reason)).said();
            assertThat(provisioning).contains(said.key());
        }
        for (Fix.Verb verb : Fix.Verb.values()) {
            assertThat(provisioning).contains(new Fix(verb, "").how().key());
        }
    }

    private int run(String... arguments) {
        return new DoctorCommand()
                .run(
                        List.of(arguments),
                        () -> {
                            throw new AssertionError("no database is needed");
                        },
                        new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
