package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.Sentences.said;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.SetuidFiles;
import cloud.maidan.portal.provisioning.Finding.Result;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** {@code doctor}: the same look at the engine and its containers, without portal and database. */
class DoctorCommand implements Command {

    @Override
    public String words() {
        return "doctor";
    }

    @Override
    public String usage() {
        return "doctor unix:///run/docker.sock [--swarm]  looks at the engine's containers and says what to change";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        List<String> plain = arguments.stream()
                .filter(each -> !each.equals(PlanArguments.SWARM))
                .toList();
        if (plain.size() != 1 || !plain.getFirst().startsWith("unix:///")) {
            return MISUSED;
        }
        try (ContainerRuntime runtime = ContainerRuntime.at(plain.getFirst())) {
            return look(runtime, arguments.contains(PlanArguments.SWARM), out);
        } catch (EngineFault fault) {
            out.println(said(Text.of(fault.why().key(), fault.detail())));
            return FAILED;
        }
    }

    private static int look(ContainerRuntime runtime, boolean swarm, PrintStream out) {
        EngineFacts engine = runtime.engine();
        out.println(
                "Docker Engine " + engine.version() + ", spoken to in version " + engine.api() + " of its interface");
        Map<String, Optional<SetuidFiles>> files = new HashMap<>();
        List<ContainerFacts> seen = new ArrayList<>();
        boolean well = true;
        for (String id : runtime.containers()) {
            Optional<ContainerFacts> container = runtime.container(id);
            if (container.isPresent()) {
                ContainerFacts facts = container.get();
                seen.add(facts);
                well &= say(
                        facts.name(),
                        Benchmark.on(new Sight(
                                engine,
                                facts,
                                runtime.image(facts.imageId()),
                                files.computeIfAbsent(facts.imageId(), image -> runtime.setuid(id)))),
                        out);
            }
        }
        List<Text> wrong = new SwarmCheck(engine, seen).wrong(swarm);
        wrong.forEach(each -> out.println(said(each)));
        return well && wrong.isEmpty() ? DONE : FAILED;
    }

    /** True when nothing is wrong. */
    private static boolean say(String name, List<Finding> findings, PrintStream out) {
        long passed = count(findings, Result.PASS);
        long wrong = count(findings, Result.WARN);
        out.println(name + ": " + passed + " of " + (passed + wrong) + " checks");
        for (Finding finding : findings) {
            Fix fix = finding.fix();
            if (fix != null) {
                out.println("  " + finding.check() + " " + said(finding.said()) + " " + said(fix.how()) + ": "
                        + fix.code());
            }
        }
        return wrong == 0;
    }

    private static long count(List<Finding> findings, Result result) {
        return findings.stream().filter(finding -> finding.result() == result).count();
    }
}
