package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.erasure.KillableErasures;
import com.nimbusds.jose.JWSObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's member is erased: what the services saw, what they and the portal have left, and what the receipt says. */
final class MiraErased implements Deed {

    private static final DemoAccount MIRA = DemoAccount.MEMBER;

    private final GatedServices services;
    private final Passings passings;
    private final Supplier<String> database;
    private final Supplier<Path> ledger;
    private final Duration patience;

    MiraErased(
            GatedServices services,
            Passings passings,
            Supplier<String> database,
            Supplier<Path> ledger,
            Duration patience) {
        this.services = services;
        this.passings = passings;
        this.database = database;
        this.ledger = ledger;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "erase";
    }

    @Override
    public void prepare() {
        services.anew();
    }

    @Override
    public String over() {
        return "DONE ";
    }

    @Override
    public String repeated() {
        return "";
    }

    @Override
    public Outcome outcome(UUID token, String said) throws Exception {
        String[] words = said.split(" ");
        UUID erasure = UUID.fromString(words[2]);
        assertThat(words[3]).as("rows that name the member").isEqualTo("[]");
        try (SingleConnectionDataSource connection = new SingleConnectionDataSource(database.get(), true)) {
            JdbcClient jdbc = JdbcClient.create(connection);
            nowhere(jdbc, "", MIRA.subject());
            nowhere(jdbc, "", MIRA.email());
            nowhere(jdbc, "audit_record", KillableErasures.member(token).toString());
            // killed between its effect and its end, a step is taken up once more to find that nothing is left to do
            await().atMost(patience)
                    .untilAsserted(() -> assertThat(jdbc.sql("""
                            select kind || ' ' || part || ' ' || state from work_step
                            where about = ? and state <> 'DONE'""")
                                    .param(erasure)
                                    .query((row, number) -> row.getString(1))
                                    .list())
                            .isEmpty());
            Map<String, List<String>> rest = new TreeMap<>(services.kept());
            Map<String, String> receipt = receipt(jdbc, erasure);
            rest.put("receipt", receipt.values().stream().toList());
            assertThat(written(erasure))
                    .as("ledger")
                    .containsExactlyInAnyOrderElementsOf(receipt.entrySet().stream()
                            .filter(each -> !each.getKey().equals("shed"))
                            .map(Map.Entry::getKey)
                            .toList());
            return new Outcome(services.effects(), rest);
        }
    }

    private List<String> written(UUID erasure) throws Exception {
        return Files.readAllLines(ledger.get().resolve("ledger.ndjson")).stream()
                .filter(line -> line.contains(erasure.toString()))
                .map(line -> line.replaceAll(".*\"service\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    /** No table of the portal holds the word in any column. @param but the trail keeps a number that nobody has any more */
    private static void nowhere(JdbcClient jdbc, String but, String word) {
        List<String> tables = jdbc.sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query((row, number) -> row.getString(1))
                .list();
        assertThat(tables).contains("member", "erasure", "audit_record");
        for (String table : tables) {
            assertThat(jdbc.sql("select count(*) from " + table + " row_ where row_::text like ? and ? <> ?")
                            .params("%" + word + "%", table, but)
                            .query(Long.class)
                            .single())
                    .as("%s in %s", word, table)
                    .isZero();
        }
    }

    /** What the last receipt says of each service: its state and how much went. */
    private static Map<String, String> receipt(JdbcClient jdbc, UUID erasure) throws Exception {
        List<String> statements = jdbc.sql("select statement from erasure_receipt where erasure_id = ? order by number")
                .param(erasure)
                .query((row, number) -> row.getString(1))
                .list();
        assertThat(statements).as("one at the end, one after the second look").hasSize(2);
        Map<String, String> services = new TreeMap<>();
        JsonMapper.shared()
                .readTree(JWSObject.parse(statements.getLast()).getPayload().toString())
                .path("services")
                .forEach(service -> services.put(
                        service.path("service").asString(),
                        service.path("service").asString() + " "
                                + service.path("state").asString() + " " + amounts(service.path("erased"))
                                + " found again: " + amounts(service.path("found_again"))));
        return services;
    }

    private static String amounts(JsonNode amounts) {
        List<String> said = new ArrayList<>();
        amounts.forEach(
                amount -> said.add(amount.path("what").path("key").asString().replaceAll(".*\\.", "") + "="
                        + amount.path("items").asLong()));
        Collections.sort(said);
        return String.join(" ", said);
    }

    @Override
    public void verifyUndisturbed(Outcome outcome) {
        assertThat(outcome.effects("vaultwarden", "")).hasSize(2);
        assertThat(outcome.effects("peertube", "comment ")).hasSize(7);
        assertThat(outcome.effects("peertube", "user ")).hasSize(1);
        assertThat(outcome.effects("matrix", ""))
                .contains("close @member:riverbend.example")
                .doesNotHaveDuplicates();
        assertThat(outcome.effects("authentik", "")).containsSubsequence("change 5 [is_active]", "delete user 5");
        assertThat(passings.passed().getFirst()).as("shut out first").isEqualTo("authentik PATCH arrives#1");
        assertThat(passings.passed().stream().dropWhile(moment -> !moment.equals("authentik DELETE arrives#1")))
                .as("the sign-in goes last")
                .allMatch(moment -> moment.startsWith("authentik "));
        assertThat(outcome.effects("nextcloud", "")).containsExactly("disabled", "wiped", "removed");
        assertThat(outcome.effects("cryptpad", "archive ")).hasSize(1);
        assertThat(outcome.effects("librechat", "delete users ")).hasSize(1);
        assertThat(outcome.effects("librechat", "index ")).hasSize(2);
        assertThat(outcome.rest().get("receipt"))
                .anyMatch(line -> line.startsWith("vaultwarden ") && line.contains("entries=214"))
                .anyMatch(line ->
                        line.startsWith("peertube ") && line.contains("comments=7") && line.contains("account=1"))
                .anyMatch(line -> line.startsWith("matrix ")
                        && line.contains("files="
                                + outcome.effects("matrix", "delete file").size()))
                .anyMatch(line -> line.startsWith("portal "));
        assertThat(outcome.rest().toString())
                .contains("Moss says: these words are mine alone", DemoAccount.MODERATOR.email(), "moss's own word")
                .doesNotContain("=" + MIRA.email(), "Chair number");
    }
}
