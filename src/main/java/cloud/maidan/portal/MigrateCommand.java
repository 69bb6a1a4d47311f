package cloud.maidan.portal;

import cloud.maidan.portal.subject.Command;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** {@code migrate}: brings the database up to date as its owner, and grants each role what it may do. */
class MigrateCommand implements Command {

    @Override
    public String words() {
        return "migrate";
    }

    @Override
    public String usage() {
        return "migrate  brings the database up to date, as its owner";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        if (!arguments.isEmpty()) {
            return MISUSED;
        }
        try {
            int done = Flyway.configure()
                    .dataSource(database.get())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate()
                    .migrationsExecuted;
            out.println(done == 0 ? "The database is up to date." : done + " changes made to the database.");
            return DONE;
        } catch (FlywayException e) {
            out.println("The database could not be brought up to date: " + e.getMessage());
            return FAILED;
        }
    }
}
