package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Journal;
import cloud.maidan.portal.blueprints.Outcome;
import cloud.maidan.portal.blueprints.PlanRun;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code apply}: carries a plan out at once; whoever killed it calls it again. */
class ApplyCommand implements Command {

    private static final Duration PACE = Duration.ofMillis(500);

    @Override
    public String words() {
        return "apply";
    }

    @Override
    public String usage() {
        return "apply " + PlanArguments.USAGE + "  carries it out, and puts back what does not become well";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        return Terminal.plan(
                arguments, out, (read, runtime, steps, blueprint) -> apply(read, runtime, steps, blueprint, out));
    }

    private static int apply(
            PlanArguments read, ContainerRuntime runtime, Planned.Steps steps, Blueprint blueprint, PrintStream out) {
        PlanRun run = new PlanRun(runtime, read.key(), PACE);
        return switch (run.carryOut(UUID.randomUUID(), steps.order(), blueprint, new Printed(out))) {
            case Outcome.Done done -> {
                out.println("Done.");
                yield DONE;
            }
            case Outcome.PutBack back -> {
                out.println("Put back as it was:");
                yield Terminal.failed(out, back.why());
            }
        };
    }

    /** A journal for those who watch; a run of the command line has no successor. */
    private static final class Printed implements Journal {

        private final PrintStream out;
        private @Nullable Text turnedBack;

        Printed(PrintStream out) {
            this.out = out;
        }

        @Override
        public void stillMine() {}

        @Override
        public void began(PlanStep step) {
            out.println("… " + step.kind() + " " + step.subject());
        }

        @Override
        public void ended(PlanStep step) {
            out.println("✓ " + step.kind() + " " + step.subject());
        }

        @Override
        public void fetched(String image, Fetched fetched) {}

        @Override
        public Optional<Text> turnedBack() {
            return Optional.ofNullable(turnedBack);
        }

        @Override
        public void turnBack(Text why) {
            turnedBack = why;
        }
    }
}
