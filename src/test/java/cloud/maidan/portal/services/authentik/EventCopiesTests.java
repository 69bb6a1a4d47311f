package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.http.HttpLimits;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Events that Authentik deletes with the user stand in the member's own record before. */
@PortalTest
class EventCopiesTests {

    /** Not long after everything in the stand-in's world happened. */
    private static final Instant SOON = Instant.parse("2026-03-20T00:00:00Z");

    private final AuthentikStandIn standIn = AuthentikStandIn.start(0);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ObjectProvider<MemberDirectory> members;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void nothingWasRead() {
        jdbc.sql("delete from authentik_reading").update();
        jdbc.sql("delete from authentik_copied").update();
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    @DisplayName(
            "delete cascades: … with gdpr_compliance=true a background task deletes events whose user.pk equals the user")
    void whatHappenedIsStillThereWhenAuthentikHasForgottenIt() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        long before = copied(DemoAccount.MEMBER, "%");

        copies(100).tidy(SOON);
        standIn.world().deleteUser(DemoAccount.MEMBER.subject());

        assertThat(copied(DemoAccount.MEMBER, "%") - before).isEqualTo(60 * 3 + 1 + 2 + 1);
        assertThat(mira.get("/me/activity").body())
                .contains(
                        "A sign-in with your name failed at the sign-in service",
                        "Noted here",
                        "March 2026",
                        "From 203.0.113.66",
                        "Attempts: 3");
    }

    @Test
    void nothingIsCopiedTwiceAndOnlyWhatIsNewIsRead() {
        Browser.on(port).signIn(DemoAccount.MEMBER);
        copies(7).tidy(SOON);
        long first = copied(DemoAccount.MEMBER, "%");
        standIn.world().happen(DemoAccount.MEMBER.subject(), "login", Map.of());
        standIn.forgetCalls();

        copies(7).tidy(SOON);
        copies(7).tidy(SOON);

        assertThat(copied(DemoAccount.MEMBER, "%")).isEqualTo(first + 1);
        assertThat(standIn.calls().stream().filter(call -> call.contains("/events/events/")))
                .as("two runs, each finds its place by halves")
                .hasSizeLessThan(2 * 12);
    }

    @Test
    void peopleWhoAreNoMembersAndHowAuthentikWorksAreNoConcernOfOurs() {
        Browser.on(port).signIn(DemoAccount.MEMBER);
        long before = jdbc.sql("select count(*) from audit_record where action like 'authentik.%' and member_id not in"
                        + " (select id from member)")
                .query(Long.class)
                .single();
        standIn.world().fail("somebody-who-guesses", "203.0.113.1");

        copies(100).tidy(SOON);

        assertThat(jdbc.sql("select count(*) from audit_record where action like 'authentik.%' and member_id not in"
                                + " (select id from member)")
                        .query(Long.class)
                        .single())
                .isEqualTo(before);
        assertThat(jdbc.sql(
                                "select count(*) from audit_record where action in ('authentik.secret-view', 'authentik.email-sent')")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void manyFailedSignInsMakeOneRecord() {
        Browser.on(port).signIn(DemoAccount.OFFICER);
        for (int attempt = 0; attempt < 30; attempt++) {
            standIn.world().fail(DemoAccount.OFFICER.username(), "203.0.113.9");
        }
        long before = copied(DemoAccount.OFFICER, "authentik.login-failed");

        copies(100).tidy(SOON);

        assertThat(copied(DemoAccount.OFFICER, "authentik.login-failed") - before)
                .isBetween(1L, 2L);
    }

    private EventCopies copies(int pageSize) {
        return new EventCopies(
                AuthentikServer.of(standIn).client(HttpLimits.standard(), pageSize),
                members,
                events,
                transactions,
                jdbc);
    }

    private long copied(DemoAccount account, String action) {
        return jdbc.sql("select count(*) from audit_record where action like 'authentik.%' and action like ? and"
                        + " member_id = (select id from member where subject = ?)")
                .param(action)
                .param(account.subject())
                .query(Long.class)
                .single();
    }
}
