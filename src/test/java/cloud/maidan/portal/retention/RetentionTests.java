package cloud.maidan.portal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.retention.PlanDesk.Confirmed;
import cloud.maidan.portal.subject.MemberId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules over the portal's own letters, from the page where they are set to the rows that are gone. */
@PortalTest
class RetentionTests {

    private static final String RULE = "/admin/retention/rules/portal/letter";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

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
    Enforcement enforcement;

    @Autowired
    Looks looks;

    private final List<MemberId> people = new ArrayList<>();
    private final MemberId mira = new MemberId(UUID.randomUUID());

    @BeforeEach
    @AfterEach
    void empty() {
        List.of("retention_plan", "retention_rule", "retention_look", "letter")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        people.forEach(person -> jdbc.sql("delete from member where id = ?")
                .param(person.value())
                .update());
        people.clear();
    }

    @Test
    void whatWasCountedGoesAndNothingThatCameSince() {
        person(mira);
        List<UUID> young = letters(mira, 40, 10);
        List<UUID> old = letters(mira, 3, 200);
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        save(admin, "P90D", 0);
        assertThat(admin.get(RULE).body()).contains("Rule now", "90 days", "See what it would do");

        String plan = dryRun(admin);

        assertThat(admin.get("/admin/retention/plans/" + plan).body())
                .contains("Nothing was deleted", "Letters to you")
                .contains("name=\"token\"");
        assertThat(line(plan).items()).isEqualTo(3);
        assertThat(line(plan).people()).isEqualTo(1);
        assertThat(letterIds()).containsAll(old).containsAll(young);
        List<UUID> late = letters(mira, 2, 300);

        carryOut(admin, plan);

        assertThat(letterIds()).containsAll(young).containsAll(late).doesNotContainAnyElementsOf(old);
        assertThat(line(plan).gone()).isEqualTo(3);
        assertThat(rules.find("portal", "letter")).get().matches(Rule::inForce);
        assertThat(admin.get("/admin/retention/plans/" + plan).body()).contains("3 are gone");
        assertThat(jdbc.sql("select count(*) from retention_item where plan_id = ?")
                        .param(UUID.fromString(plan))
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(admin.get("/admin/retention").body()).contains("90 days", "In force");
        assertThat(Browser.on(port).get("/about/services").body()).contains("Letters to you", "90 days");
        Browser member = Browser.on(port).signIn(DemoAccount.MEMBER);
        letters(
                new MemberId(jdbc.sql("select id from member where subject = ?")
                        .param(DemoAccount.MEMBER.subject())
                        .query(UUID.class)
                        .single()),
                1,
                10);
        member.get("/me/services/portal");
        member.post("/me/services/portal/ask", Map.of());
        assertThat(member.get("/me/services/portal").body())
                .contains("For 90 days; the oldest until", "How long data is kept")
                .doesNotContainPattern("the oldest until \\d{4}-");
    }

    @Test
    void nothingOfARestrictedMemberGoes() {
        MemberId moss = new MemberId(UUID.randomUUID());
        person(mira);
        person(moss);
        letters(mira, 40, 10);
        List<UUID> free = letters(mira, 2, 200);
        List<UUID> kept = letters(moss, 2, 200);
        restrict(moss);
        UUID plan = counted(rule("P90D"));
        assertThat(line(plan.toString()).items()).isEqualTo(2);
        assertThat(line(plan.toString()).spared()).isEqualTo(Map.of(Reason.RESTRICTED, 2L));
        restrict(mira);

        confirm(plan, 1);
        awaitState(plan, Plan.State.DONE);

        assertThat(letterIds()).containsAll(kept).containsAll(free);
        assertThat(line(plan.toString()).gone()).isZero();
        assertThat(line(plan.toString()).stayed()).isEqualTo(Map.of(Reason.RESTRICTED, 2L));
    }

    @Test
    void whatDeletesMuchNeedsASecondAdministrator() {
        person(mira);
        letters(mira, 17, 10);
        List<UUID> old = letters(mira, 2, 200);
        UUID plan = counted(rule("P90D"));
        Plan made = plans.find(plan).orElseThrow();
        assertThat(made.needed()).isEqualTo(2);
        MemberId one = person(new MemberId(UUID.randomUUID()));
        MemberId other = person(new MemberId(UUID.randomUUID()));
        String token = seal.token(made);

        assertThat(desk.confirm(plan, token, one)).isEqualTo(Confirmed.NEEDS_ANOTHER);
        assertThatThrownBy(() -> desk.confirm(plan, token, one)).isInstanceOf(RetentionRefused.class);
        assertThat(plans.find(plan).orElseThrow().waiting()).isTrue();
        assertThat(letterIds()).containsAll(old);
        assertThat(desk.confirm(plan, token, other)).isEqualTo(Confirmed.BEGUN);

        awaitState(plan, Plan.State.DONE);
        assertThat(letterIds()).hasSize(17).doesNotContainAnyElementsOf(old);
    }

    @Test
    void whatDeletesEverythingSaysSoAndOneAdministratorIsNotEnough() {
        person(mira);
        List<UUID> all = letters(mira, 5, 200);
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        save(admin, "P7D", 0);
        String plan = dryRun(admin);
        String page = admin.get("/admin/retention/plans/" + plan).body();
        assertThat(page).contains("That is everything there is of this kind", "2 administrators have to confirm it");

        String token = page.replaceAll("(?s).*name=\"token\" value=\"([^\"]+)\".*", "$1");
        admin.post("/admin/retention/plans/" + plan + "/carry-out", Map.of("token", token));

        assertThat(plans.find(UUID.fromString(plan)).orElseThrow().waiting()).isTrue();
        assertThat(letterIds()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anotherSetThanWasShownCannotBeCarriedOut() {
        person(mira);
        letters(mira, 40, 10);
        List<UUID> old = letters(mira, 2, 200);
        Rule rule = rule("P90D");
        UUID plan = counted(rule);
        UUID other = counted(rule);
        String token = seal.token(plans.find(plan).orElseThrow());
        MemberId admin = person(new MemberId(UUID.randomUUID()));

        assertThatThrownBy(() -> desk.confirm(other, token, admin)).isInstanceOf(RetentionRefused.class);
        assertThatThrownBy(() -> desk.confirm(plan, token.replaceFirst("\\..", ".A"), admin))
                .isInstanceOf(RetentionRefused.class);
        jdbc.sql("update retention_item set item = sha256(item) where plan_id = ?")
                .param(plan)
                .update();
        assertThatThrownBy(() -> desk.confirm(plan, token, admin)).isInstanceOf(RetentionRefused.class);
        rules.set(kinds.find("portal", "letter").orElseThrow(), Period.ofDays(30), "shorter", 1, admin);
        String of = seal.token(plans.find(other).orElseThrow());
        assertThatThrownBy(() -> desk.confirm(other, of, admin)).isInstanceOf(RetentionRefused.class);
        assertThat(letterIds()).containsAll(old);
    }

    @Test
    void aPlanThatIsTooOldIsDropped() {
        person(mira);
        letters(mira, 40, 10);
        letters(mira, 2, 200);
        UUID plan = counted(rule("P90D"));
        jdbc.sql("update retention_plan set expires_at = now() - interval '1 minute'")
                .update();

        enforcement.tidy(Instant.now());

        assertThat(plans.find(plan).orElseThrow().state()).isEqualTo(Plan.State.DROPPED);
        assertThat(letterIds()).hasSize(42);
    }

    @Test
    void theLaterOfTwoAdministratorsSeesTheConflict() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        assertThat(save(admin, "P90D", 0).statusCode()).isEqualTo(302);
        assertThat(save(admin, "P60D", 1).statusCode()).isEqualTo(302);

        HttpResponse<String> late = save(admin, "P365D", 1);

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("Somebody else changed the rule meanwhile")
                .as("what it says now, and what was typed")
                .contains("60 days", "value=\"P365D\"", "To answer questions.", "name=\"version\" value=\"2\"");
        assertThat(save(admin, "P365D", 0).statusCode()).isEqualTo(409);
        assertThat(rules.find("portal", "letter").orElseThrow().period()).isEqualTo(Period.ofDays(60));
        assertThat(save(admin, "P365D", 2).statusCode()).as("knowingly").isEqualTo(302);
        assertThat(rules.find("portal", "letter").orElseThrow().period()).isEqualTo(Period.ofDays(365));
    }

    @Test
    void whatMakesNoSenseIsRefusedWithASentenceAndKeptAsTyped() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);

        assertThat(save(admin, "P0D", 0).body()).contains("Zero would delete everything", "P0D");
        assertThat(save(admin, "P100Y", 0).body()).contains("is no limit");
        HttpResponse<String> garbage = save(admin, "\"><b>soon", 0);
        assertThat(garbage.statusCode()).isEqualTo(422);
        assertThat(garbage.body()).contains("This is no period").doesNotContain("\"><b>soon");
        admin.get(RULE);
        assertThat(admin.post(RULE, Map.of("period", "P90D", "purpose", " ", "version", "0"))
                        .body())
                .contains("Say why");
        admin.get(RULE);
        assertThat(admin.post(RULE, Map.of("period", "P90D", "purpose", "why", "version", "-1; drop"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rules.all()).isEmpty();
        assertThat(admin.get("/admin/retention/rules/portal/audit_record").statusCode())
                .isEqualTo(404);
        assertThat(Browser.on(port)
                        .signIn(DemoAccount.OFFICER)
                        .get("/admin/retention")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatIsInForceIsCarriedOutByItselfUnlessItIsMuch() {
        person(mira);
        letters(mira, 40, 10);
        List<UUID> old = letters(mira, 2, 200);
        Rule rule = rule("P90D");
        enforcement.carryOut();
        assertThat(plans.before(null, 10)).isEmpty();
        rules.confirm("portal", "letter", rule.version());

        enforcement.carryOut();
        awaitState(plans.before(null, 1).getFirst().id(), Plan.State.DONE);
        assertThat(letterIds()).hasSize(40).doesNotContainAnyElementsOf(old);
        letters(mira, 30, 200);
        enforcement.carryOut();
        UUID much = plans.before(null, 1).getFirst().id();
        awaitState(much, Plan.State.WAITING);

        assertThat(plans.find(much).orElseThrow().needed()).isEqualTo(2);
        assertThat(letterIds()).hasSize(70);
        enforcement.carryOut();
        assertThat(plans.before(null, 10)).hasSize(2);
    }

    @Test
    void whatShouldHaveGoneAndIsThereIsFound() {
        person(mira);
        letters(mira, 4, 10);
        Rule rule = rule("P90D");
        rules.confirm("portal", "letter", rule.version());
        looks.look();
        assertThat(looks.find("portal", "letter").orElseThrow().result()).isEqualTo(Look.Result.AS_SET);

        letters(mira, 1, 200);
        looks.look();

        assertThat(looks.find("portal", "letter").orElseThrow().result()).isEqualTo(Look.Result.OVERDUE);
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        assertThat(admin.get("/admin/retention").body()).contains("Not as the rule says");
    }

    private HttpResponse<String> save(Browser admin, String period, int version) {
        admin.get(RULE);
        return admin.post(RULE, Map.of("period", period, "purpose", "To answer questions.", "version", "" + version));
    }

    private String dryRun(Browser admin) {
        admin.get("/admin/retention");
        String where = admin.post("/admin/retention/plans", Map.of())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String plan = where.substring(where.lastIndexOf('/') + 1);
        awaitState(UUID.fromString(plan), Plan.State.WAITING);
        return plan;
    }

    private void carryOut(Browser admin, String plan) {
        String page = admin.get("/admin/retention/plans/" + plan).body();
        String token = page.replaceAll("(?s).*name=\"token\" value=\"([^\"]+)\".*", "$1");
        assertThat(admin.post("/admin/retention/plans/" + plan + "/carry-out", Map.of("token", token))
                        .statusCode())
                .isEqualTo(302);
        awaitState(UUID.fromString(plan), Plan.State.DONE);
    }

    private Rule rule(String period) {
        rules.set(
                kinds.find("portal", "letter").orElseThrow(),
                Period.parse(period),
                "why",
                0,
                new MemberId(UUID.randomUUID()));
        return rules.find("portal", "letter").orElseThrow();
    }

    private UUID counted(Rule rule) {
        UUID plan = desk.make(List.of(rule), person(new MemberId(UUID.randomUUID())));
        awaitState(plan, Plan.State.WAITING);
        return plan;
    }

    private void confirm(UUID plan, int needed) {
        Plan made = plans.find(plan).orElseThrow();
        assertThat(made.needed()).isEqualTo(needed);
        desk.confirm(plan, seal.token(made), person(new MemberId(UUID.randomUUID())));
    }

    private void awaitState(UUID plan, Plan.State state) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> plans.find(plan).orElseThrow().state() == state);
    }

    private PlanLine line(String plan) {
        return plans.find(UUID.fromString(plan)).orElseThrow().lines().getFirst();
    }

    private MemberId person(MemberId id) {
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'test', ?, 'x', 'X', now(), now())")
                .params(id.value(), id.toString())
                .update();
        people.add(id);
        return id;
    }

    private void restrict(MemberId member) {
        jdbc.sql("insert into member_restriction (member_id, since) values (?, now())")
                .param(member.value())
                .update();
    }

    private List<UUID> letters(MemberId to, int many, int daysAgo) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            UUID id = UUID.randomUUID();
            jdbc.sql("insert into letter (id, member_id, key, subject, paragraphs, path, state, created_at, settled_at)"
                            + " values (?, ?, ?, '{}', '[]', '/', 'SENT', ?, ?)")
                    .params(id, to.value(), id.toString(), ago(daysAgo), ago(daysAgo))
                    .update();
            ids.add(id);
        }
        return ids;
    }

    private static java.time.OffsetDateTime ago(int days) {
        return Instant.now().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC);
    }

    private List<UUID> letterIds() {
        return jdbc.sql("select id from letter")
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
    }
}
