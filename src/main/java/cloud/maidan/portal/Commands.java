package cloud.maidan.portal;

import cloud.maidan.portal.subject.Command;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Finds the command that was meant; anything else is answered with how to do it right. */
record Commands(List<Command> known) {

    static Commands all() {
        return new Commands(SpringFactoriesLoader.forDefaultResourceLocation().load(Command.class).stream()
                .sorted(Comparator.comparing(Command::words))
                .toList());
    }

    /** Whether these arguments ask for a command rather than for the portal. */
    static boolean meant(String... arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("--") || arguments[0].equals("--help"));
    }

    int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        if (arguments.contains("--help")) {
            explain(out);
            return Command.DONE;
        }
        for (Command command : known) {
            List<String> words = Arrays.asList(command.words().split(" "));
            if (arguments.size() >= words.size()
                    && arguments.subList(0, words.size()).equals(words)) {
                int code = command.run(arguments.subList(words.size(), arguments.size()), database, out);
                if (code == Command.MISUSED) {
                    out.println("usage: java -jar portal.jar " + command.usage());
                }
                return code;
            }
        }
        out.println("There is no command \"" + String.join(" ", arguments) + "\".");
        explain(out);
        return Command.MISUSED;
    }

    /** The database the portal is configured for, without anything else of the portal. */
    static DataSource database() {
        return new SpringApplicationBuilder(Database.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run()
                .getBean(DataSource.class);
    }

    private void explain(PrintStream out) {
        out.println("usage: java -jar portal.jar [--name=value…]  starts the portal");
        known.forEach(command -> out.println("       java -jar portal.jar " + command.usage()));
    }

    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Database {}
}
