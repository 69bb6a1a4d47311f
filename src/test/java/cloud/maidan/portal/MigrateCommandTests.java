package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.EmbeddedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrateCommandTests {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void theOwnerBringsADatabaseUpToDateOnce() {
        DataSource database = new DriverManagerDataSource(EmbeddedDatabase.newDatabase());

        assertThat(run(database, List.of("migrate"))).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(" changes made to the database.");
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from work_step")
                        .query(Integer.class)
                        .single())
                .isZero();

        assertThat(run(database, List.of("migrate"))).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).endsWith("The database is up to date.\n");
    }

    @Test
    void aDatabaseThatIsAwayIsSaid() {
        DataSource nowhere = new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/portal?user=portal");

        assertThat(run(nowhere, List.of("migrate"))).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("The database could not be brought up to date");
    }

    @Test
    void anythingMoreIsAnsweredWithItsUse() {
        assertThat(run(new DriverManagerDataSource(), List.of("migrate", "everything")))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("usage: java -jar portal.jar migrate");
    }

    private int run(DataSource database, List<String> arguments) {
        return Commands.all().run(arguments, () -> database, new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
