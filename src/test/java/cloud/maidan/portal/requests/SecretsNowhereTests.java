package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.Scan;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every secret field of every service's stand-in holds a marker: after a look at everything and an export of everything it
 * is in no table, no line of the log and no archive.
 */
@CommunityTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsNowhereTests {

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext portal;

    @Autowired
    JdbcClient jdbc;

    @Test
    void whatThePortalMustNotKeepIsNowhere(CapturedOutput log) throws Exception {
        TestCommunity.community().heal();
        List<String> secrets = TestCommunity.community().secrets();
        assertThat(secrets)
                .contains(CryptPadStandIn.MARKER, VaultwardenStandIn.MARKER, VaultwardenStandIn.TOKEN)
                .hasSizeGreaterThan(20);
        Browser member = Browser.on(port).signIn(DemoAccount.MEMBER);
        List<String> services = WholeExport.look(portal, member);
        MemberId id = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        String archive = WholeExport.contents(portal, port, member, id, services);

        assertThat(services).allSatisfy(service -> assertThat(archive).contains("/data/" + service + "/"));
        assertThat(archive)
                .contains("\"edPublic\"", "\"entries\"", CryptPadStandIn.accountOf(DemoAccount.MEMBER))
                .contains("/me/services/cryptpad#own-device", "/me/services/vaultwarden#own-device")
                .doesNotContain(secrets);
        assertThat(Scan.tables(jdbc, List.of(VaultwardenStandIn.accountOf(DemoAccount.MEMBER))))
                .contains("service_link");
        assertThat(Scan.tables(jdbc, secrets)).isEmpty();
        assertThat(log.getAll()).doesNotContain(secrets);
    }
}
