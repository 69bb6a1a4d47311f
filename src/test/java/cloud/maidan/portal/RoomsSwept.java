package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.retention.KillableRetention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A deletion plan over rooms and files is carried out: what went, what was spared, and what the plan says of it. */
final class RoomsSwept implements Deed {

    private final GatedServices services;
    private final Supplier<String> database;
    private final Duration patience;

    RoomsSwept(GatedServices services, Supplier<String> database, Duration patience) {
        this.services = services;
        this.database = database;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public void prepare() {
        services.anew();
    }

    @Override
    public String over() {
        return "SWEPT ";
    }

    @Override
    public String repeated() {
        return "";
    }

    @Override
    public Outcome outcome(UUID token, String said) throws Exception {
        try (SingleConnectionDataSource connection = new SingleConnectionDataSource(database.get(), true)) {
            JdbcClient jdbc = JdbcClient.create(connection);
            await().atMost(patience)
                    .untilAsserted(() -> assertThat(
                                    jdbc.sql("select kind || state from work_step where about = ? and state <> 'DONE'")
                                            .param(token)
                                            .query((row, number) -> row.getString(1))
                                            .list())
                            .isEmpty());
            List<String> lines = jdbc.sql("select kind || ' ' || items || ' ' || spared || ' ' || stayed"
                            + " from retention_line where plan_id = ? order by place")
                    .param(token)
                    .query((row, number) -> row.getString(1))
                    .list();
            return new Outcome(
                    Map.of("matrix", services.effects().getOrDefault("matrix", List.of())),
                    Map.of("matrix", services.kept().getOrDefault("matrix", List.of()), "lines", lines));
        }
    }

    @Override
    public void verifyUndisturbed(Outcome outcome) {
        assertThat(outcome.effects("matrix", "forget "))
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates()
                .doesNotContain("forget " + KillableRetention.HELD_MESSAGE);
        assertThat(outcome.effects("matrix", "delete file "))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .doesNotContain("delete file " + KillableRetention.HELD_FILE);
        assertThat(outcome.rest().get("lines"))
                .anyMatch(line -> line.startsWith("files ") && line.contains("\"HELD\":1"))
                .anyMatch(
                        line -> line.startsWith("messages ") && line.contains("\"HELD\":1") && line.contains("BEHIND"))
                .allMatch(line -> line.endsWith(" {}"));
    }
}
