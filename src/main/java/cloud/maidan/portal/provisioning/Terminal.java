package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.BlueprintFault;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.blueprints.Planner;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** A plan at the command line, without portal and database: over the same code as the operator's. */
final class Terminal {

    private Terminal() {}

    /** What is done with a plan that was shown. */
    interface Further {

        int run(PlanArguments arguments, ContainerRuntime runtime, Planned.Steps steps, Blueprint blueprint);
    }

    static int plan(List<String> arguments, PrintStream out, Further further) {
        Optional<PlanArguments> read = PlanArguments.read(arguments);
        return read.isEmpty() ? Command.MISUSED : plan(read.get(), out, further);
    }

    private static int plan(PlanArguments arguments, PrintStream out, Further further) {
        try (ContainerRuntime runtime = arguments.runtime()) {
            Blueprints blueprints = Blueprints.at(arguments.blueprints());
            Optional<Blueprint> blueprint = blueprints.of(arguments.service());
            Order order = new Order(
                    arguments.service(),
                    arguments.deed(),
                    blueprint.map(Blueprint::hash).orElse(""),
                    arguments.settings());
            return switch (new Planner(runtime, blueprints, arguments.key()).plan(order)) {
                case Planned.Refused refused -> failed(out, refused.why());
                case Planned.Steps steps -> {
                    show(steps, blueprint.orElseThrow(), out);
                    yield further.run(arguments, runtime, steps, blueprint.orElseThrow());
                }
            };
        } catch (EngineFault fault) {
            return failed(out, Text.of(fault.why().key(), fault.detail()));
        } catch (BlueprintFault fault) {
            out.println(fault.getMessage());
            return Command.FAILED;
        }
    }

    static int failed(PrintStream out, Text why) {
        out.println(Sentences.said(why));
        return Command.FAILED;
    }

    private static void show(Planned.Steps steps, Blueprint blueprint, PrintStream out) {
        out.println(blueprint.title() + " " + blueprint.version() + ", blueprint "
                + blueprint.hash().substring(0, 12) + ", "
                + blueprint.ran().map(where -> "ran " + where).orElse("never run with these settings"));
        if (steps.steps().isEmpty()) {
            out.println("Nothing is to be done.");
        }
        steps.steps().forEach(step -> out.println("  " + Sentences.said(step.said())));
    }
}
