package cloud.maidan.portal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.provisioning.PretendOperator;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.services.Retention.Unbounded;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rules at every connected service: set, read back, changed behind the portal's back, found in one look. */
@CommunityTest
class ServicesKeepToRulesTests {

    private static final Runnable NOTHING = () -> {};

    private static final Map<String, String> WRITTEN = Map.of(
            "matrix/remote-files", "homeserver.yaml media_retention.remote_media_lifetime 30d",
            "matrix/originals", "homeserver.yaml redaction_retention_period 30d",
            "matrix/connections", "homeserver.yaml user_ips_max_age 30d",
            "nextcloud/trash", "config/config.php trashbin_retention_obligation 'auto, 30'",
            "nextcloud/versions", "config/config.php versions_retention_obligation 'auto, 30'",
            "nextcloud/activity", "config/config.php activity_expire_days 30",
            "peertube/history", "production.yaml history.videos.max_age '30 days'",
            "peertube/views", "production.yaml views.videos.local.max_age '30 days'",
            "peertube/remote-views", "production.yaml views.videos.remote.max_age '30 days'");

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ServiceCatalog services;

    @Autowired
    Words words;

    @Autowired
    Rules rules;

    @Autowired
    Kinds kinds;

    @Autowired
    PlanDesk desk;

    @Autowired
    PlanRows plans;

    @Autowired
    PlanSeal seal;

    @Autowired
    Looks looks;

    @Autowired
    Steps steps;

    private final List<MemberId> people = new ArrayList<>();
    private String chatFile = "";

    /**
     * @param person writes into a file what the portal said, where only a file sets it
     * @param drift somebody changes it behind the portal's back
     */
    record At(String service, String kind, String period, Applied told, Runnable person, Runnable drift, Found found) {

        String part() {
            return service + "/" + kind;
        }
    }

    static List<At> readable() {
        Found year = new Found.Kept(Period.ofDays(365));
        return List.of(
                live("authentik", "new-events", "P60D", () -> StandIns.authentikKeepsEvents("weeks=52;days=1"), year),
                live("cryptpad", "inactive-documents", "P30D", () -> StandIns.cryptPadRule("inactiveTime", 365), year),
                live("cryptpad", "archived", "P1M", () -> StandIns.cryptPadRule("archiveRetentionTime", 365), year),
                live(
                        "cryptpad",
                        "inactive-accounts",
                        "P2Y",
                        () -> StandIns.cryptPadRule("accountRetentionTime", 365),
                        year),
                live("nextcloud", "calendar-trash", "P7D", () -> StandIns.calendarTrash(365), year),
                live("peertube", "archives", "P1D", () -> StandIns.archives(365), year),
                file(
                        "vaultwarden",
                        "trash",
                        "P30D",
                        new Applied.ByHand("the environment", "TRASH_AUTO_DELETE_DAYS", "30"),
                        () -> StandIns.vault("trash_auto_delete_days", 30),
                        () -> StandIns.vault("trash_auto_delete_days", 365),
                        year),
                file(
                        "vaultwarden",
                        "organisation-events",
                        "P90D",
                        new Applied.ByHand("the environment", "EVENTS_DAYS_RETAIN", "90"),
                        () -> StandIns.vault("events_days_retain", 90),
                        () -> StandIns.vault("events_days_retain", 0),
                        new Found.ForEver()),
                file(
                        "librechat",
                        "conversations",
                        "P300D",
                        new Applied.ByHand(
                                "librechat.yaml",
                                "interface.generalChatRetention",
                                "7200 (interface.retentionMode = all)"),
                        () -> StandIns.chatFile("interface:\n  retentionMode: all\n  generalChatRetention: 7200\n"),
                        () -> StandIns.chatFile("interface:\n  generalChatRetention: 7200\n"),
                        new Found.ForEver()),
                file(
                        "librechat",
                        "temporary",
                        "P7D",
                        new Applied.Refused(Text.of(
                                "librechat.retention.changed", "interface.temporaryChatRetention", "48", "168")),
                        () -> StandIns.temporaryChats(168),
                        () -> StandIns.temporaryChats(8760),
                        year));
    }

    private static At live(String service, String kind, String period, Runnable drift, Found found) {
        return new At(service, kind, period, new Applied.Done(), NOTHING, drift, found);
    }

    private static At file(
            String service, String kind, String period, Applied told, Runnable person, Runnable drift, Found found) {
        return new At(service, kind, period, told, person, drift, found);
    }

    @BeforeEach
    void asItWas() {
        TestCommunity.community().heal();
        chatFile = StandIns.chatFile();
        clear();
        Browser.on(port).signIn(DemoAccount.ADMIN);
    }

    @AfterEach
    void asItIs() {
        clear();
        StandIns.takeBack();
        StandIns.chatFile(chatFile);
        StandIns.temporaryChats(48);
        StandIns.authentikKeepsEvents("days=365");
        StandIns.cryptPadRule("inactiveTime", 90);
        StandIns.cryptPadRule("archiveRetentionTime", 90);
        StandIns.cryptPadRule("accountRetentionTime", null);
        StandIns.cryptPadRule("disableIntegratedEviction", null);
        StandIns.calendarTrash(30);
        StandIns.archives(2);
        StandIns.vault("trash_auto_delete_days", 0);
        StandIns.vault("events_days_retain", 0);
    }

    private void clear() {
        List.of("retention_plan", "retention_rule", "retention_look", "letter")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        people.forEach(person -> jdbc.sql("delete from member where id = ?")
                .param(person.value())
                .update());
        people.clear();
    }

    @Test
    void whatIsSetIsReadBackAndEveryDriftIsFoundInOneLook() {
        List<At> all = readable();
        Plan plan = carriedOut(
                all.stream().map(at -> rule(at.service, at.kind, at.period)).toList());
        all.forEach(at -> assertThat(line(plan, at).outcome()).as(at.part()).isEqualTo(at.told));
        all.forEach(at -> at.person.run());
        look();
        all.forEach(at -> assertThat(look(at).result()).as(at.part()).isEqualTo(Look.Result.AS_SET));
        forgetLetters();

        all.forEach(at -> at.drift.run());
        look();

        all.forEach(at -> {
            assertThat(look(at).result()).as(at.part()).isEqualTo(Look.Result.DRIFTED);
            assertThat(look(at).found()).as(at.part()).isEqualTo(at.found);
            Period wanted = Period.parse(at.period);
            assertThat(rules.find(at.service, at.kind).orElseThrow().period()).isEqualTo(wanted);
            assertThat(letters().getFirst())
                    .contains(words.say(kind(at).what(), Locale.ENGLISH, ZoneOffset.UTC))
                    .contains(Retention.days(wanted) + " day")
                    .contains(at.found.equals(new Found.ForEver()) ? "for ever" : "365 days");
        });
        look();
        assertThat(letters()).as("told once, of all").hasSize(1);
    }

    private static PlanLine line(Plan plan, At at) {
        return plan.lines().stream()
                .filter(line -> line.part().equals(at.part()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatOnlyAFileSetsAndNobodyTellsIsSaidWithFileKeyAndValue() {
        List<Rule> all = WRITTEN.keySet().stream()
                .map(part -> rule(part.split("/")[0], part.split("/")[1], "P30D"))
                .toList();

        Plan plan = carriedOut(all);

        Map<String, String> told = new TreeMap<>();
        plan.lines().forEach(line -> {
            assertThat(line.outcome()).as(line.part()).isInstanceOf(Applied.ByHand.class);
            Applied.ByHand hand = (Applied.ByHand) line.outcome();
            told.put(line.part(), hand == null ? "" : hand.file() + " " + hand.key() + " " + hand.value());
        });
        assertThat(told).isEqualTo(new TreeMap<>(WRITTEN));
        look();
        assertThat(looks.all()).hasSize(WRITTEN.size()).allMatch(look -> look.result() == Look.Result.UNSAID);
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatOnlyAFileSetsTheOperatorWritesIntoServicesOfItsOwn(@TempDir Path folder) {
        PretendOperator operator = new PretendOperator(context, folder.resolve("key"));
        try {
            operator.up("matrix", Map.of("server-name", "example.org", "domain", "matrix.example.org"));
            operator.up("nextcloud", Map.of("domain", "cloud.example.org"));
            operator.up("vaultwarden", Map.of("domain", "vault.example.org"));
            Map<String, String> own = new TreeMap<>(WRITTEN);
            own.keySet().removeIf(part -> part.startsWith("peertube"));
            own.put("vaultwarden/trash", "the environment TRASH_AUTO_DELETE_DAYS 30");

            Plan plan = carriedOut(
                    own.keySet().stream()
                            .map(part -> rule(part.split("/")[0], part.split("/")[1], "P30D"))
                            .toList(),
                    operator::operate);

            Map<String, String> told = new TreeMap<>();
            plan.lines().forEach(line -> {
                assertThat(line.outcome()).as(line.part()).isInstanceOf(Applied.Written.class);
                Applied.ByHand hand = ((Applied.Written) Objects.requireNonNull(line.outcome())).setting();
                told.put(line.part(), hand.file() + " " + hand.key() + " " + hand.value());
            });
            assertThat(told).isEqualTo(own);
            assertThat(operator.file("maidan-matrix-synapse", "90-maidan.yaml")).isEqualTo("""
                    federation_domain_whitelist: []
                    federation_whitelist_endpoint_enabled: true
                    media_retention:
                      remote_media_lifetime: 30d
                    redaction_retention_period: 30d
                    user_ips_max_age: 30d
                    """);
            assertThat(operator.ran())
                    .extracting(List::getLast)
                    .containsExactlyInAnyOrder("--value=auto, 30", "--value=auto, 30", "--value=30");
            assertThat(operator.environment("maidan-vaultwarden-server")).containsEntry("TRASH_AUTO_DELETE_DAYS", "30");
            assertThat(Browser.on(port)
                            .signIn(DemoAccount.ADMIN)
                            .get("/admin/retention/plans/" + plan.id())
                            .body())
                    .contains("Written by the operator on")
                    .doesNotContain("then restart the service");
        } finally {
            operator.leave();
        }
    }

    @ParameterizedTest
    @CsvSource({"matrix,files,P20Y", "authentik,events,P5Y"})
    void whatShouldHaveGoneIsFoundInOneLook(String service, String kind, String period) {
        inForce(service, kind, period);
        look();
        assertThat(looks.find(service, kind).orElseThrow().result()).isEqualTo(Look.Result.AS_SET);

        StandIns.playBack();
        look();

        assertThat(looks.find(service, kind).orElseThrow().result()).isEqualTo(Look.Result.OVERDUE);
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .contains(Retention.days(Period.parse(period)) % 1000 + " days")
                        .contains("Something older is still there"));
    }

    /** The first room that the portal looks at may have nothing old. */
    @Test
    void whatShouldHaveGoneIsFoundInWhicheverRoomItIs() {
        inForce("matrix", "messages", "P30D");

        look();

        assertThat(looks.find("matrix", "messages").orElseThrow().result()).isEqualTo(Look.Result.OVERDUE);
    }

    @Test
    void everyKindIsTriedOrSaysWhyItCannotBeBounded() {
        Set<String> tried = new TreeSet<>(WRITTEN.keySet());
        readable().forEach(at -> tried.add(at.part()));
        Set<String> settable = new TreeSet<>();
        Set<String> without = new TreeSet<>();
        for (Bounded each : kinds.all()) {
            String part = each.service() + "/" + each.kind().id();
            switch (each.kind().means()) {
                case Unbounded(Text why) ->
                    Stream.of(Locale.ENGLISH, Locale.GERMAN).forEach(language -> {
                        String said = words.say(why, language, ZoneOffset.UTC);
                        assertThat(said).as(part).isNotBlank().isNotEqualTo(why.key());
                        without.add(part);
                    });
                case Retention.Swept swept -> {}
                default -> settable.add(part);
            }
        }
        assertThat(settable).isEqualTo(tried);
        assertThat(without).contains("nextcloud/log", "peertube/videos", "vaultwarden/accounts", "librechat/logs");
        assertThat(services.profiles())
                .hasSize(8)
                .allMatch(profile ->
                        kinds.all().stream().anyMatch(each -> each.service().equals(profile.id())));
    }

    @Test
    void aDriftIsEndedByOneClickWhereNothingGoesByItAndAcceptedByAnother() {
        carriedOut("nextcloud", "calendar-trash", "P30D");
        StandIns.calendarTrash(7);
        look();
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        String rule = "/admin/retention/rules/nextcloud/calendar-trash";
        assertThat(admin.get(rule).body()).contains("Found at the service: 7 days");

        awaitDone(plan(admin.post(rule + "/again", Map.of("found", "P7D"))));

        assertThat(looks.find("nextcloud", "calendar-trash").orElseThrow())
                .matches(look -> look.result() == Look.Result.AS_SET)
                .matches(look -> new Found.Kept(Period.ofDays(30)).equals(look.found()));
        StandIns.calendarTrash(14);
        look();
        admin.get(rule);
        assertThat(admin.post(rule + "/accept", Map.of("found", "P7D")).statusCode())
                .as("seen was something else")
                .isEqualTo(409);
        admin.get(rule);
        assertThat(admin.post(rule + "/accept", Map.of("found", "P14D")).statusCode())
                .isEqualTo(302);
        assertThat(rules.find("nextcloud", "calendar-trash").orElseThrow())
                .matches(Rule::inForce)
                .matches(found -> found.period().equals(Period.ofDays(14)));
        assertThat(looks.find("nextcloud", "calendar-trash").orElseThrow().result())
                .isEqualTo(Look.Result.AS_SET);
        assertThat(audited("retention.drift-found")).isGreaterThanOrEqualTo(2);
        assertThat(audited("retention.drift-reapplied")).isPositive();
        assertThat(audited("retention.drift-accepted")).isPositive();
    }

    @Test
    void aServiceThatWouldDeleteByItIsSetAgainOnlyWithASecondAdministrator() {
        carriedOut("nextcloud", "calendar-trash", "P30D");
        StandIns.calendarTrash(365);
        look();
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        admin.get("/admin/retention/rules/nextcloud/calendar-trash");

        UUID plan = plan(admin.post("/admin/retention/rules/nextcloud/calendar-trash/again", Map.of("found", "P365D")));

        awaitState(plan, Plan.State.WAITING);
        assertThat(admin.get("/admin/retention/plans/" + plan).body())
                .contains("You confirmed it. Another administrator has to confirm it too.");
        desk.confirm(plan, seal.token(plans.find(plan).orElseThrow()), person());
        awaitDone(plan);
        assertThat(looks.find("nextcloud", "calendar-trash").orElseThrow().result())
                .isEqualTo(Look.Result.AS_SET);
    }

    @Test
    void whatAServiceKeepsForEverEndsTheRuleWhenItIsAcceptedAndWhatIsNoLimitIsRefused() {
        carriedOut("cryptpad", "inactive-accounts", "P2Y");
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        String rule = "/admin/retention/rules/cryptpad/inactive-accounts";
        StandIns.cryptPadRule("accountRetentionTime", 36_500);
        look();
        admin.get(rule);

        HttpResponse<String> century = admin.post(rule + "/accept", Map.of("found", "P36500D"));

        assertThat(century.statusCode()).isEqualTo(409);
        assertThat(century.body()).contains("Longer than 20 years is no limit");
        StandIns.cryptPadRule("disableIntegratedEviction", true);
        look();
        admin.get(rule);
        assertThat(admin.post(rule + "/accept", Map.of("found", "FOR_EVER")).statusCode())
                .isEqualTo(302);
        assertThat(rules.all()).isEmpty();
        assertThat(admin.get(rule).body()).contains("the service keeps it for ever");
    }

    @Test
    void aServiceThatIsSilentStaysWhereItWasFoundAndNobodyIsToldTwice() {
        carriedOut("nextcloud", "calendar-trash", "P30D");
        StandIns.calendarTrash(365);
        look();
        assertThat(letters()).hasSize(1);
        Objects.requireNonNull(TestCommunity.community().servers().get("nextcloud"))
                .fail(Trouble.SERVER_ERROR);

        looks.look();

        assertThat(looks.find("nextcloud", "calendar-trash").orElseThrow().result())
                .isEqualTo(Look.Result.DRIFTED);
        TestCommunity.community().heal();
        look();
        assertThat(letters()).hasSize(1);
        StandIns.calendarTrash(366);
        look();
        assertThat(letters()).as("another drift").hasSize(2);
    }

    private Retention.Kind kind(At at) {
        return kinds.find(at.service, at.kind).orElseThrow().kind();
    }

    /** A busy machine may not answer in time; then it was no look. */
    private void look() {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Instant begun = Instant.now();
            looks.look();
            return looks.all().stream()
                    .noneMatch(look ->
                            look.result() == Look.Result.FAILED || look.at().isBefore(begun));
        });
    }

    private Look look(At at) {
        return looks.find(at.service, at.kind).orElseThrow();
    }

    private PlanLine carriedOut(String service, String kind, String period) {
        return carriedOut(List.of(rule(service, kind, period))).lines().getFirst();
    }

    private Rule rule(String service, String kind, String period) {
        rules.set(
                kinds.find(service, kind).orElseThrow(),
                Period.parse(period),
                "why",
                0,
                new MemberId(UUID.randomUUID()));
        return rules.find(service, kind).orElseThrow();
    }

    private void inForce(String service, String kind, String period) {
        rules.confirm(service, kind, rule(service, kind, period).version());
    }

    private Plan carriedOut(List<Rule> all) {
        return carriedOut(all, NOTHING);
    }

    /** @param meanwhile done again and again until it is */
    private Plan carriedOut(List<Rule> all, Runnable meanwhile) {
        UUID id = desk.make(all, person());
        awaitState(id, Plan.State.WAITING);
        Plan plan = plans.find(id).orElseThrow();
        for (int confirmed = 0; confirmed < plan.needed(); confirmed++) {
            desk.confirm(id, seal.token(plan), person());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            meanwhile.run();
            return plans.find(id).orElseThrow().state() == Plan.State.DONE;
        });
        awaitDone(id);
        return plans.find(id).orElseThrow();
    }

    /** With the look that follows. */
    private void awaitDone(UUID plan) {
        awaitState(plan, Plan.State.DONE);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> steps.about(plan).stream().allMatch(step -> step.state() == StepView.State.DONE));
    }

    private static UUID plan(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        String where = answer.headers().firstValue("Location").orElseThrow();
        return UUID.fromString(where.substring(where.lastIndexOf('/') + 1));
    }

    private void awaitState(UUID plan, Plan.State state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> plans.find(plan).orElseThrow().state() == state);
    }

    private MemberId person() {
        MemberId id = MemberId.random();
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'test', ?, 'x', 'X', now(), now())")
                .params(id.value(), id.toString())
                .update();
        people.add(id);
        return id;
    }

    private long audited(String action) {
        return jdbc.sql("select count(*) from audit_record where action = ?")
                .param(action)
                .query(Long.class)
                .single();
    }

    private void forgetLetters() {
        jdbc.sql("delete from letter").update();
    }

    /** What administrators were told about drifts, in words, one text each. */
    private List<String> letters() {
        return jdbc
                .sql("select paragraphs from letter where path = '/admin/retention'"
                        + " and member_id in (select id from member where subject = ?) order by created_at")
                .param(DemoAccount.ADMIN.subject())
                .query((row, number) -> row.getString(1))
                .list()
                .stream()
                .map(this::said)
                .toList();
    }

    private String said(String paragraphs) {
        return Stream.of(JsonMapper.shared().readValue(paragraphs, Text[].class))
                .map(text -> words.say(text, Locale.ENGLISH, ZoneOffset.UTC))
                .reduce("", (all, next) -> all + "\n" + next);
    }
}
