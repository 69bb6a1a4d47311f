package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.PageBrowser.Look;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The administrators' and officers' pages with something on them, filled by their own forms. */
@CommunityTest
@EnabledIfSystemProperty(
        named = "portal.test.looks",
        matches = "all",
        disabledReason = "pictures only; run with -Dportal.test.looks=all")
class AdministrationLooksTests {

    private static final List<Look> LOOKS =
            List.of(Look.usual(), Look.usual().wide(320).dark().in("de"));

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private Browser admin = Browser.on(0);
    private Browser officer = Browser.on(0);
    private Browser mira = Browser.on(0);

    @BeforeEach
    void signIn() {
        TestCommunity.community().heal();
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        admin = Browser.on(port).signIn(DemoAccount.ADMIN);
    }

    @AfterEach
    void tidy() {
        TestCommunity.community().heal();
        List.of(
                        "legal_hold",
                        "member_look",
                        "letter",
                        "retention_plan",
                        "retention_rule",
                        "retention_look",
                        "federation_policy",
                        "federation_taken",
                        "federation_check",
                        "federation_drift",
                        "connection_check")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        jdbc.sql("delete from member where issuer = 'https://invented.example/'")
                .update();
    }

    @Test
    void servicesReachedAndNot() {
        List<String> services =
                List.of("matrix", "nextcloud", "peertube", "cryptpad", "vaultwarden", "librechat", "authentik");
        fail("peertube", Trouble.SERVER_ERROR);
        fail("nextcloud", Trouble.UNAUTHORIZED);
        services.forEach(service -> {
            admin.get("/admin/services/" + service);
            assertThat(admin.post("/admin/services/" + service + "/test", Map.of())
                            .statusCode())
                    .as(service)
                    .isEqualTo(302);
        });
        looks(looks -> {
            looks.look(admin, "/admin/services", "admin-services");
            services.forEach(service -> looks.look(admin, "/admin/services/" + service, "admin-service-" + service));
        });
    }

    @Test
    void membersAndALookAtOne() {
        IntStream.range(0, 60)
                .forEach(each -> jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                        values (?, 'https://invented.example/', ?, ?, ?, now(), now())
                        """)
                        .params(
                                UUID.randomUUID(),
                                "s-" + each,
                                "neighbour.%02d".formatted(each),
                                each == 3
                                        ? "Donaudampfschifffahrtsgesellschaftskapitänswitwe-Müller"
                                        : "Neighbour " + each)
                        .update());
        mira.get("/me");
        mira.post("/me/services/matrix/ask", Map.of());
        mira.post("/me/services/nextcloud/ask", Map.of());
        String page = "/admin/members/" + id(DemoAccount.MEMBER);
        looks(looks -> {
            looks.look(admin, "/admin/members", "admin-members");
            looks.look(admin, "/admin/members?name=nobody-at-all", "admin-members-none");
            looks.look(officer, page, "admin-member");
            officer.get(page);
            officer.post(page + "/look", Map.of("reason", "Asked by telephone whether anything is left"));
            looks.look(officer, page, "admin-member-look");
            looks.look(mira, "/me/activity", "activity-looked-at");
        });
    }

    @Test
    void holds() {
        looks(looks -> {
            looks.look(officer, "/admin/holds", "admin-holds-none");
            hold("message", "$0d4Qx1mF3mVb0tYJ6vE2zKq8nLr5aXwUcHs9dPiGjTo", "A claim for damages, file 4 of 2026");
            hold("file", "mxc://riverbend.example/aVeryLongMediaIdentifierThatHasNoBreak", "A tax audit");
            String last = hold(
                    "account",
                    "",
                    "Proceedings 12 C 340/26 before the district court of Riverbend, "
                            + "in which the member is a party; the letters of March are evidence.");
            jdbc.sql("update legal_hold set review_at = now() - interval '3 days' where ground = 'A tax audit'")
                    .update();
            leftBy(last, "X-2026-0042", false);
            leftBy(last, "L-2026-0043", true);
            looks.look(officer, "/admin/holds", "admin-holds");
            looks.look(officer, "/admin/holds/" + last, "admin-hold");
            looks.look(officer, "/admin/holds/new", "admin-hold-new");
        });
    }

    @Test
    void retentionFromRulesToReport() {
        letters(60, 10);
        letters(4, 45);
        looks(looks -> {
            rule("portal", "letter", "P30D");
            rule("authentik", "events", "P90D");
            rule("nextcloud", "trash", "P30D");
            rule("cryptpad", "archived", "P15D");
            looks.look(admin, "/admin/retention", "admin-retention");
            looks.look(admin, "/admin/retention/rules/portal/letter", "admin-retention-rule");
            String all = plan(Map.of());
            looks.look(admin, all, "admin-retention-plan");
            admin.get(all);
            admin.post(all + "/drop", Map.of());
            String one = plan(Map.of("service", "portal", "kind", "letter"));
            looks.look(admin, one, "admin-retention-plan-one");
            String token = admin.get(one).body().replaceAll("(?s).*name=\"token\" value=\"([^\"]+)\".*", "$1");
            admin.post(one + "/carry-out", Map.of("token", token));
            await().until(() -> admin.get(one).body().contains("are gone"));
            looks.look(admin, one, "admin-retention-report");
            admin.get("/admin/retention");
            admin.post("/admin/retention/look", Map.of());
            looks.look(admin, "/admin/retention", "admin-retention-in-force");
            looks.look(admin, "/admin/retention/plans", "admin-retention-plans");
            mira.get("/me/services/portal");
            mira.post("/me/services/portal/ask", Map.of());
            assertThat(mira.get("/me/services/portal").body()).contains("For 30 days");
            looks.look(mira, "/me/services/portal", "kept-until");
        });
    }

    @Test
    void federationFromDraftToDrift() {
        String servers = IntStream.range(0, 50)
                .mapToObj(each -> each == 7
                        ? "*.a-very-long-name-of-a-server-that-nobody-likes.example"
                        : "spam-%02d.example".formatted(each))
                .collect(Collectors.joining("\n"));
        looks(looks -> {
            looks.look(admin, "/admin/federation", "admin-federation-none");
            looks.look(admin, "/admin/federation/new", "admin-federation-new");
            admin.get("/admin/federation/new");
            String draft = where(
                    admin.post("/admin/federation/drafts", Map.of("base", "0", "stance", "OPEN", "servers", servers)));
            looks.look(admin, draft, "admin-federation-draft");
            admin.get(draft);
            admin.post(draft + "/decision", Map.of());
            admin.get("/admin/federation");
            admin.post("/admin/federation/checks", Map.of());
            await().until(() -> jdbc.sql("select count(*) from federation_check")
                            .query(Long.class)
                            .single()
                    >= 3);
            looks.look(admin, "/admin/federation", "admin-federation");
            looks.look(admin, "/admin/federation/servers", "admin-federation-servers");
            looks.look(admin, "/admin/federation/accepted", "admin-federation-accepted");
        });
    }

    @Test
    void theTrailAsAuditorsReadIt() {
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);
        rule("portal", "letter", "P30D");
        mira.get("/me");
        mira.post("/me/services/matrix/ask", Map.of());
        UUID member = id(DemoAccount.MEMBER);
        officer.get("/admin/members/" + member);
        officer.post(
                "/admin/members/" + member + "/look", Map.of("reason", "Asked by telephone whether anything is left"));
        long record = jdbc.sql("select max(id) from audit_record where action = 'console.member-looked-at'")
                .query(Long.class)
                .single();
        await().until(() -> auditor.get("/admin/audit/" + record).body().contains("Fits the chain"));
        looks(looks -> {
            looks.look(auditor, "/admin/audit", "admin-audit");
            looks.look(auditor, "/admin/audit?by=stranger&outcome=failed", "admin-audit-none");
            looks.look(auditor, "/admin/audit?member=" + member, "admin-audit-why");
            looks.look(auditor, "/admin/audit/" + record, "admin-audit-record-sealed");
            auditor.get("/admin/audit?member=" + member);
            auditor.post(
                    "/admin/audit/looks",
                    Map.of("member", member.toString(), "reason", "The yearly review of accesses"));
            looks.look(auditor, "/admin/audit?member=" + member, "admin-audit-member");
            looks.look(auditor, "/admin/audit/" + record, "admin-audit-record");
            looks.look(auditor, "/admin/retention", "auditor-retention");
            looks.look(auditor, "/admin/retention/rules/portal/letter", "auditor-rule");
            looks.look(auditor, "/admin/roles", "auditor-roles");
        });
    }

    private void looks(java.util.function.Consumer<PageLooks> pages) {
        try (PageBrowser chromium = PageBrowser.open()) {
            pages.accept(new PageLooks(chromium, port, jdbc, LOOKS));
        }
    }

    private static void fail(String service, Trouble trouble) {
        Objects.requireNonNull(TestCommunity.community().servers().get(service)).fail(trouble);
    }

    /** An erasure left something for the hold. @param replayed whether the ledger asked for it */
    private void leftBy(String hold, String reference, boolean replayed) {
        jdbc.sql("""
                with erased as (
                    insert into erasure (id, reference, token, state, replayed, asked_at, starts_at, ended_at)
                    values (gen_random_uuid(), ?, gen_random_uuid(), 'DONE', ?, now(), now(), now()) returning id
                ), line as (
                    insert into erasure_service (erasure_id, service, place, phase, state)
                    select id, 'matrix', 0, 0, 'HELD' from erased returning erasure_id
                )
                insert into erasure_hold (erasure_id, service, hold_id, item)
                select erasure_id, 'matrix', ?::uuid, '\\x00'::bytea from line""").params(reference, replayed, hold).update();
    }

    private String hold(String kind, String item, String ground) {
        UUID token = UUID.randomUUID();
        officer.get("/admin/holds/new");
        HttpResponse<String> placed = officer.post(
                "/admin/holds",
                Map.of(
                        "token",
                        token.toString(),
                        "username",
                        DemoAccount.MEMBER.username(),
                        "service",
                        "matrix",
                        "kind",
                        kind,
                        "item",
                        item.isEmpty() ? "@mira:riverbend.example" : item,
                        "ground",
                        ground,
                        "review",
                        LocalDate.now(ZoneOffset.UTC).plusDays(60).toString()));
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(302);
        return jdbc.sql("select id::text from legal_hold where token = ?")
                .param(token)
                .query(String.class)
                .single();
    }

    private void rule(String service, String kind, String period) {
        String path = "/admin/retention/rules/" + service + "/" + kind;
        admin.get(path);
        HttpResponse<String> saved =
                admin.post(path, Map.of("period", period, "purpose", "To answer questions.", "version", "0"));
        assertThat(saved.statusCode()).as(path).isEqualTo(302);
    }

    /** Counted, and ready to be carried out. */
    private String plan(Map<String, String> which) {
        admin.get("/admin/retention");
        String plan = where(admin.post("/admin/retention/plans", which));
        await().until(() -> admin.get(plan).body().contains("name=\"token\""));
        return plan;
    }

    private void letters(int many, int daysAgo) {
        for (int i = 0; i < many; i++) {
            UUID id = UUID.randomUUID();
            jdbc.sql("""
                    insert into letter (id, member_id, key, subject, paragraphs, path, state, created_at, settled_at)
                    values (?, ?, ?, '{}', '[]', '/', 'SENT', now() - ? * interval '1 day', now() - ? * interval '1 day')
                    """)
                    .params(id, id(DemoAccount.MEMBER), id.toString(), daysAgo, daysAgo)
                    .update();
        }
    }

    private UUID id(DemoAccount account) {
        return jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single();
    }

    private static String where(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }
}
