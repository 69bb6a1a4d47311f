package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class ProposalsPageTests {

    private static final ServiceId VIDEOS = new ServiceId("peertube");

    @LocalServerPort
    int port;

    @Autowired
    Proposals proposals;

    @Autowired
    MemberDirectory members;

    @Autowired
    JdbcClient jdbc;

    private Browser officer = Browser.on(1);
    private Member member;
    private String account = "";

    @BeforeEach
    void anAccountWaits() {
        Browser.on(port).signIn(DemoAccount.MEMBER);
        officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        jdbc.sql("delete from service_proposal").update();
        member = members.find(new MemberId(jdbc.sql("select id from member where subject = ?")
                        .param(DemoAccount.MEMBER.subject())
                        .query(UUID.class)
                        .single()))
                .orElseThrow();
        account = "account-" + UUID.randomUUID();
        assertThat(lookedUp()).isEqualTo(new Lookup.Ambiguous());
    }

    @Test
    void theOfficerConfirmsAndTheRecordSaysSo() {
        assertThat(officer.get("/admin/links").body()).contains(account, member.displayName(), "Before you confirm");
        assertThat(officer.get("/me").body()).contains("/admin/links");

        assertThat(decide("confirm").statusCode()).isEqualTo(302);

        assertThat(lookedUp()).isEqualTo(new Lookup.Found(account, Evidence.OFFICER));
        assertThat(officer.get("/admin/links").body()).doesNotContain(account).contains("Nothing to confirm");
        assertThat(jdbc.sql("select count(*) from audit_record where member_id = ? and action = ?")
                        .params(member.id().value(), "services.account-confirmed")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatTheOfficerRefusesIsNotTheMembersAndIsDecidedOnce() {
        String id = proposals.open(null, 1).getFirst().id().toString();

        assertThat(decide("refuse").statusCode()).isEqualTo(302);
        assertThat(officer.post("/admin/links/" + id + "/confirm", Map.of()).statusCode())
                .isEqualTo(404);

        assertThat(lookedUp()).isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void nothingOfARestrictedMemberIsShownOrDecided() {
        jdbc.sql("insert into member_restriction (member_id, since) values (?, now())")
                .param(member.id().value())
                .update();
        try {
            assertThat(officer.get("/admin/links").body())
                    .contains("One account is not shown")
                    .doesNotContain(account, member.displayName());
            assertThat(decide("confirm").statusCode()).isEqualTo(409);
            assertThat(lookedUp()).isEqualTo(new Lookup.Ambiguous());
        } finally {
            jdbc.sql("delete from member_restriction").update();
        }
    }

    @Test
    void membersDoNotSeeThePage() {
        Browser other = Browser.on(port).signIn(DemoAccount.MEMBER);

        assertThat(other.get("/admin/links").statusCode()).isEqualTo(403);
        assertThat(other.get("/me").body()).doesNotContain("/admin/links");
    }

    private Lookup lookedUp() {
        return proposals.settle(member, VIDEOS, new Lookup.Proposed(account, false));
    }

    private java.net.http.HttpResponse<String> decide(String how) {
        return officer.post("/admin/links/" + proposals.open(null, 1).getFirst().id() + "/" + how, Map.of());
    }
}
