package cloud.maidan.portal.holds;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Holds;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldsTests {

    private static final String GROUND = "A claim for damages, file 4 of 2026";

    @LocalServerPort
    int port;

    @Autowired
    Holds holds;

    @Autowired
    HoldRecords records;

    @Autowired
    HoldPost post;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private Browser mira = Browser.on(1);
    private Browser officer = Browser.on(1);
    private MemberId member = MemberId.random();

    @BeforeAll
    void signedIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        member = idOf(DemoAccount.MEMBER);
    }

    @BeforeEach
    void nothingHeld() {
        jdbc.sql("delete from legal_hold").update();
    }

    @Test
    void whatAnOfficerHoldsIsHeldUntilItIsLifted() {
        String hold = placed("$event-1", Map.of());

        assertThat(holds.on(member, "matrix")).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo("message");
            assertThat(found.item()).isEqualTo("$event-1");
            assertThat(found.ground()).isEqualTo(GROUND);
            assertThat(found.confidential()).isFalse();
        });
        assertThat(holds.on(member, "nextcloud")).isEmpty();
        assertThat(holds.on(idOf(DemoAccount.OFFICER), "matrix")).isEmpty();
        assertThat(holds.held("matrix", "message", List.of("$event-1", "$event-2")))
                .containsExactly("$event-1");
        assertThat(holds.held("matrix", "file", List.of("$event-1"))).isEmpty();

        officer.get("/admin/holds/" + hold);
        assertThat(officer.post("/admin/holds/" + hold + "/lift", Map.of("words", " "))
                        .statusCode())
                .isEqualTo(422);
        assertThat(holds.on(member, "matrix")).hasSize(1);
        HttpResponse<String> lifted = officer.post("/admin/holds/" + hold + "/lift", Map.of("words", "Settled"));

        assertThat(officer.follow(lifted).body()).contains("The hold is lifted", "Nothing is held");
        assertThat(holds.on(member, "matrix")).isEmpty();
        assertThat(holds.held("matrix", "message", List.of("$event-1"))).isEmpty();
        assertThat(officer.post("/admin/holds/" + hold + "/lift", Map.of("words", "Again"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(actions()).containsSequence("holds.placed", "holds.seen");
        assertThat(actions()).endsWith("holds.lifted");
    }

    @Test
    void aHoldNeedsWhoseWhichGroundAndASoonReview() {
        List<Map<String, String>> faulty = List.of(
                Map.of("username", "nobody-here"),
                Map.of("service", "nowhere"),
                Map.of("kind", "thing"),
                Map.of("item", ""),
                Map.of("item", "a\u0007b"),
                Map.of("item", "x".repeat(501)),
                Map.of("ground", "  "),
                Map.of("ground", "x".repeat(4001)),
                Map.of("review", ""),
                Map.of("review", today().toString()),
                Map.of("review", today().plusDays(400).toString()));

        for (Map<String, String> fault : faulty) {
            assertThat(place("$event-1", fault, UUID.randomUUID()).statusCode())
                    .as(fault.toString())
                    .isEqualTo(422);
        }
        assertThat(jdbc.sql("select count(*) from legal_hold").query(Long.class).single())
                .isZero();

        UUID token = UUID.randomUUID();
        place("$event-1", Map.of(), token);
        place("$event-1", Map.of(), token);
        assertThat(holds.on(member, "matrix")).as("sent twice, placed once").hasSize(1);
    }

    @Test
    void theMemberSeesWhatIsHeldUnlessItIsConfidential() {
        long before = toldOfHolds();
        placed("$event-1", Map.of());
        placed("$event-2", Map.of("confidential", "yes"));
        PersonalTable table = records.personal().getFirst();
        List<Map<String, Object>> copied = new ArrayList<>();

        records.export(table, member, copied::add);

        assertThat(copied)
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("item", "$event-1")
                        .doesNotContainKeys("token", "owner_id", "formerly"));
        assertThat(toldOfHolds()).isEqualTo(before + 1);
        assertThat(mira.get("/me/activity").body()).contains("Something of yours was held for a legal claim");
        assertThat(mira.get("/admin/holds").statusCode()).isEqualTo(403);
    }

    @Test
    void aHoldOutlivesItsMemberAndGoesWhenItIsLifted() {
        String lasting = placed("$event-1", Map.of());
        String lifted = placed("$event-2", Map.of());
        officer.get("/admin/holds/" + lifted);
        officer.post("/admin/holds/" + lifted + "/lift", Map.of("words", "Settled"));

        assertThat(records.erase(records.personal().getFirst(), member)).isEqualTo(2);

        assertThat(records.erase(records.personal().getFirst(), member)).isZero();
        assertThat(holds.on(member, "matrix")).extracting(Holds.Hold::item).containsExactly("$event-1");
        assertThat(officer.get("/admin/holds/" + lasting).body()).contains("Somebody who is gone");
        officer.post("/admin/holds/" + lasting + "/lift", Map.of("words", "Settled"));
        assertThat(jdbc.sql("select count(*) from legal_hold").query(Long.class).single())
                .isZero();
    }

    @Test
    void aLateReviewShowsOnThePageInALetterAndAsAMetricUntilSomebodyLooksAgain() {
        String hold = placed("$event-1", Map.of());
        post.tidy(clock.instant());
        assertThat(letters()).noneMatch(key -> key.contains(hold));
        assertThat(meters.get("portal.holds.overdue").gauge().value()).isZero();
        jdbc.sql("update legal_hold set review_at = ?")
                .param(clock.instant().minusSeconds(60).atOffset(ZoneOffset.UTC))
                .update();

        post.tidy(clock.instant());
        post.tidy(clock.instant());

        assertThat(letters()).filteredOn(key -> key.contains(hold)).hasSize(1);
        assertThat(officer.get("/admin/holds").body()).contains("One hold was not looked at again", "Review overdue");
        assertThat(meters.get("portal.holds.overdue").gauge().value()).isEqualTo(1);
        officer.get("/admin/holds/" + hold);
        assertThat(officer.post("/admin/holds/" + hold + "/review", Map.of("review", "soon"))
                        .statusCode())
                .isEqualTo(422);
        officer.post(
                "/admin/holds/" + hold + "/review",
                Map.of("review", today().plusDays(30).toString()));
        assertThat(officer.get("/admin/holds").body()).doesNotContain("Review overdue");
        assertThat(meters.get("portal.holds.overdue").gauge().value()).isZero();
    }

    @Test
    void aListGoesOnWhereAPageEnds() {
        for (int i = 0; i < 26; i++) {
            placed("$event-" + i, Map.of());
        }
        String first = officer.get("/admin/holds").body();
        String more = first.substring(first.indexOf("after=") + 6, first.indexOf("after=") + 42);

        assertThat(first.split("class=\"line\"")).hasSize(26);
        assertThat(officer.get("/admin/holds?after=" + more).body().split("class=\"line\""))
                .hasSize(2);
    }

    private String placed(String item, Map<String, String> more) {
        UUID token = UUID.randomUUID();
        assertThat(officer.follow(place(item, more, token)).body()).contains("The hold is placed");
        return jdbc.sql("select id::text from legal_hold where token = ?")
                .param(token)
                .query(String.class)
                .single();
    }

    private HttpResponse<String> place(String item, Map<String, String> more, UUID token) {
        Map<String, String> form = new HashMap<>(Map.of(
                "token",
                token.toString(),
                "username",
                DemoAccount.MEMBER.username(),
                "service",
                "matrix",
                "kind",
                "message",
                "item",
                item,
                "ground",
                GROUND,
                "review",
                today().plusDays(90).toString()));
        form.putAll(more);
        officer.get("/admin/holds/new");
        return officer.post("/admin/holds", form);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private long toldOfHolds() {
        return jdbc.sql("select count(*) from audit_record where action = 'holds.placed' and member_id = ?")
                .param(member.value())
                .query(Long.class)
                .single();
    }

    private List<String> actions() {
        return jdbc.sql("select action from audit_record where action like 'holds.%' order by id")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private List<String> letters() {
        return jdbc.sql("select key from letter where key like 'holds-%'")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private MemberId idOf(DemoAccount account) {
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single());
    }
}
