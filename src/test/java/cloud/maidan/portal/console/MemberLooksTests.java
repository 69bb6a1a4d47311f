package cloud.maidan.portal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class MemberLooksTests {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MemberDirectory members;

    @Autowired
    MemberLooks looks;

    private Browser officer;
    private Browser mira;

    @BeforeEach
    void signIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        officer = Browser.on(port).signIn(DemoAccount.OFFICER);
    }

    @AfterEach
    void forget() {
        jdbc.sql("delete from member_look").update();
        jdbc.sql("delete from member where issuer = 'https://invented.example/'")
                .update();
    }

    @Test
    void lookingNeedsAReasonThatTheMemberReads() {
        String page = "/admin/members/" + id(DemoAccount.MEMBER).value();
        assertThat(officer.get(page).body()).contains("Why you look").doesNotContain("What the services said last");

        officer.get(page);
        var refused = officer.post(page + "/look", Map.of("reason", " because "));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("because", "10 to 500 characters");
        assertThat(looks.lasts(id(DemoAccount.OFFICER), id(DemoAccount.MEMBER))).isFalse();

        officer.get(page);
        officer.post(page + "/look", Map.of("reason", "Asked by telephone whether anything is left"));

        assertThat(officer.get(page).body()).contains("What the services said last");
        assertThat(mira.get("/me/activity").body())
                .contains("looked at how much is held about you", "Asked by telephone whether anything is left");
    }

    @Test
    void aLookIsOnesOwnAndEnds() {
        MemberId viewer = id(DemoAccount.OFFICER);
        looks.begin(viewer, id(DemoAccount.MEMBER), new Reason("A question of the member"));

        assertThat(looks.lasts(viewer, id(DemoAccount.MEMBER))).isTrue();
        assertThat(looks.lasts(id(DemoAccount.MEMBER), id(DemoAccount.MEMBER))).isFalse();
        MemberLooks later = new MemberLooks(
                jdbc,
                mock(Restrictions.class),
                mock(ApplicationEventPublisher.class),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)));
        assertThat(later.lasts(viewer, id(DemoAccount.MEMBER))).isFalse();
        later.tidy(Instant.now(Clock.systemUTC()).plus(Duration.ofMinutes(16)));
        assertThat(jdbc.sql("select count(*) from member_look")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void nobodyLooksAtRestrictedData() {
        Restrictions restricts = mock(Restrictions.class);
        when(restricts.restricted(any())).thenReturn(true);
        MemberLooks restricted =
                new MemberLooks(jdbc, restricts, mock(ApplicationEventPublisher.class), Clock.systemUTC());

        assertThatThrownBy(() ->
                        restricted.begin(id(DemoAccount.OFFICER), id(DemoAccount.MEMBER), new Reason("A question")))
                .isInstanceOf(NobodyMayLook.class);
        assertThat(jdbc.sql("select count(*) from member_look")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theListGoesOnBehindANameAndFindsBeginningsWhateverTheCase() {
        IntStream.range(0, 120)
                .forEach(each -> jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                values (?, 'https://invented.example/', ?, ?, 'Invented', now(), now())
                """)
                        .params(UUID.randomUUID(), "s-" + each, "Zz-%03d_%%".formatted(each))
                        .update());

        List<Member> first = members.listed("zZ-", null, 50);
        List<Member> second = members.listed("zZ-", first.getLast(), 100);

        assertThat(first).hasSize(50);
        assertThat(second).hasSize(70).doesNotContainAnyElementsOf(first);
        assertThat(members.listed("zz-00_", null, 50)).isEmpty();
        assertThat(officer.get("/admin/members?name=zz-").body())
                .contains("Zz-000_%", "after=" + first.getLast().id().value());
        assertThat(officer.get("/admin/members/nobody").statusCode()).isEqualTo(404);
    }

    private MemberId id(DemoAccount account) {
        return members.ofSubject(account.subject()).orElseThrow().id();
    }
}
