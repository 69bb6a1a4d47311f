package cloud.maidan.portal.subject;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Something an operator does with {@code java -jar portal.jar WORDS…} instead of starting the portal. Registered in
 * {@code META-INF/spring.factories}; needs a constructor without parameters.
 */
public interface Command {

    int DONE = 0;
    int FAILED = 1;
    int MISUSED = 2;

    /** The words it begins with, such as {@code audit verify}. */
    String words();

    /** One line: the words, their arguments, and after two spaces what it does. */
    String usage();

    /**
     * @param arguments what follows the words
     * @param database the portal's database, reached only when asked for
     * @return the process's exit code: {@link #DONE}, {@link #FAILED}, or {@link #MISUSED} to show how it is used
     */
    int run(List<String> arguments, Supplier<DataSource> database, PrintStream out);
}
