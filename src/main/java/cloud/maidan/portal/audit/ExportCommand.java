package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit export}: writes the whole log, as it is at one moment, to a new file of JSON lines. */
class ExportCommand implements Command {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String words() {
        return "audit export";
    }

    @Override
    public String usage() {
        return "audit export FILE  writes the audit log to a new file";
    }

    @Override
    public int run(List<String> arguments, Supplier<DataSource> database, PrintStream out) {
        if (arguments.size() != 1) {
            return MISUSED;
        }
        Path file = Path.of(arguments.getFirst());
        try (OutputStream lines = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Connection connection = database.get().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            long records = new ChainExport(JdbcClient.create(new SingleConnectionDataSource(connection, true)))
                    .write(line -> write(lines, line));
            out.println(records + " records written to " + file);
            return DONE;
        } catch (IOException | SQLException e) {
            out.println("Not written: " + e.getMessage());
            return FAILED;
        }
    }

    private static void write(OutputStream lines, Line line) {
        try {
            lines.write(JSON.writeValueAsBytes(line));
            lines.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
