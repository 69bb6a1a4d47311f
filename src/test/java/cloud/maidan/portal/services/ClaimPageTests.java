package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A member says which CryptPad account is theirs. The auditor has none that the server could recognise. */
@CommunityTest
class ClaimPageTests {

    private static final String PAGE = "/me/services/cryptpad";
    private static final String KEY = CryptPadStandIn.UNNAMED;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private Browser member = Browser.on(1);

    @BeforeEach
    void nothingIsClaimed() {
        TestCommunity.community().heal();
        member = Browser.on(port).signIn(DemoAccount.AUDITOR);
        jdbc.sql("delete from service_claim").update();
        jdbc.sql("delete from service_link where service = 'cryptpad'").update();
        jdbc.sql("delete from service_answer where service = 'cryptpad'").update();
    }

    @Test
    void aClaimedAccountIsShownAndNeverExported() {
        member.post(PAGE + "/ask", Map.of());
        assertThat(member.get(PAGE).body()).contains(PAGE + "/claim");
        assertThat(member.get(PAGE + "/claim").body()).contains("Public signing key", "It is no secret");

        HttpResponse<String> claimed = claim(member, " " + KEY + " ");

        assertThat(claimed.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith(PAGE));
        assertThat(member.get(PAGE).body())
                .contains("You told us that it is yours", KEY)
                .contains("nothing else", "Change or take back")
                .doesNotContain("/me/exports/new?service=cryptpad");
        assertThat(member.get("/me/exports/new").body()).contains("nobody has confirmed it");
        assertThat(recorded("services.account-claimed")).isPositive();
    }

    @Test
    void whatWasClaimedCanBeTakenBackAndIsForgotten() {
        claim(member, KEY);
        assertThat(rows("service_link")).isOne();

        member.post(PAGE + "/claim/withdraw", Map.of());

        assertThat(rows("service_claim") + rows("service_link") + rows("service_answer"))
                .isZero();
        assertThat(recorded("services.claim-taken-back")).isPositive();
        assertThat(member.get(PAGE).body()).doesNotContain(KEY);
    }

    @Test
    void nobodyClaimsWhatIsAnothers() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        mira.post(PAGE + "/ask", Map.of());
        claim(member, KEY);

        HttpResponse<String> refused = claim(member, CryptPadStandIn.accountOf(DemoAccount.MEMBER));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("ask the privacy officer");
        Browser moss = Browser.on(port).signIn(DemoAccount.MODERATOR);
        assertThat(claim(moss, KEY).statusCode()).isEqualTo(409);
        assertThat(jdbc.sql("select account from service_claim")
                        .query(String.class)
                        .list())
                .containsExactly(KEY);
    }

    @Test
    void aClaimEndsWhenTheAccountProvesToBeAnothers() {
        String miras = CryptPadStandIn.accountOf(DemoAccount.MEMBER);
        claim(member, miras);
        assertThat(member.get(PAGE).body()).contains("You told us that it is yours");

        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        mira.post(PAGE + "/ask", Map.of());
        assertThat(mira.get(PAGE).body()).contains("by the same sign-in");
        jdbc.sql("update service_answer set asked_at = asked_at - interval '1 minute'")
                .update();
        member.post(PAGE + "/ask", Map.of());

        assertThat(member.get(PAGE).body()).doesNotContain("You told us that it is yours", miras);
    }

    @Test
    void whatIsNoKeyOrNobodysIsSaidAndNotKept() {
        assertThat(claim(member, "mira").body()).contains("This is no public signing key", "error-summary");
        assertThat(claim(member, "x".repeat(5000)).body()).contains("This is no public signing key");
        claim(member, "A".repeat(43) + "=");

        assertThat(member.get(PAGE + "/claim").body()).contains("knows no such account");
        assertThat(rows("service_claim")).isZero();
    }

    @Test
    void aServiceThatKnowsItsMembersTakesNoClaims() {
        assertThat(member.get("/me/services/matrix/claim").statusCode()).isEqualTo(404);
        assertThat(member.post("/me/services/matrix/claim", Map.of("account", "@mira:riverbend.example"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(member.get("/me/services/NOBODY/claim").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> claim(Browser browser, String account) {
        return browser.post(PAGE + "/claim", Map.of("account", account));
    }

    private long rows(String table) {
        return jdbc.sql("select count(*) from " + table
                        + " where member_id = (select id from member where subject = ?)"
                        + (table.equals("service_claim") ? "" : " and service = 'cryptpad'"))
                .param(DemoAccount.AUDITOR.subject())
                .query(Long.class)
                .single();
    }

    private long recorded(String action) {
        return jdbc.sql("select count(*) from audit_record where action = ?")
                .param(action)
                .query(Long.class)
                .single();
    }
}
