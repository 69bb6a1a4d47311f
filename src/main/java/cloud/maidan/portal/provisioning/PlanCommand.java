package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Command;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** {@code plan}: what would be created, changed and removed; changes nothing. */
class PlanCommand implements Command {

    @Override
    public String words() {
        return "plan";
    }

    @Override
    public String usage() {
        return "plan " + PlanArguments.USAGE + "  shows what would be created, changed and removed";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        return Terminal.plan(arguments, out, (read, runtime, steps, blueprint) -> DONE);
    }
}
