package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every field of CryptPad's and Vaultwarden's stand-ins that the portal must not keep holds a marker: it is in no table,
 * no line of the log and no archive.
 */
@CommunityTest
@ExtendWith(OutputCaptureExtension.class)
class SecretsNowhereTests {

    private static final List<String> MARKERS = List.of(CryptPadStandIn.MARKER, VaultwardenStandIn.MARKER);
    private static final List<String> SERVICES = List.of("cryptpad", "vaultwarden");

    @LocalServerPort
    int port;

    @Autowired
    ExportDesk desk;

    @Autowired
    ExportPages pages;

    @Autowired
    JdbcClient jdbc;

    @Test
    void whatThePortalMustNotKeepIsNowhere(CapturedOutput log) throws Exception {
        TestCommunity.community().heal();
        Browser member = Browser.on(port).signIn(DemoAccount.MEMBER);
        for (String service : SERVICES) {
            member.post("/me/services/" + service + "/ask", Map.of());
            assertThat(member.get("/me/services/" + service).body()).contains("by the same sign-in");
        }
        String archive = archive(member);

        assertThat(archive).contains("\"edPublic\"", "\"entries\"", CryptPadStandIn.accountOf(DemoAccount.MEMBER));
        assertThat(archive).doesNotContain(MARKERS);
        assertThat(everyTable())
                .contains(VaultwardenStandIn.accountOf(DemoAccount.MEMBER))
                .doesNotContain(MARKERS);
        assertThat(log.getAll()).doesNotContain(MARKERS).doesNotContain(VaultwardenStandIn.TOKEN, "VW_ADMIN=");
    }

    private String archive(Browser member) throws IOException, InterruptedException {
        MemberId id = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        UUID export = desk.ask(
                        id,
                        SERVICES.stream()
                                .map(service -> new ExportedService.Chosen(new ServiceId(service), 1L, null))
                                .toList(),
                        UUID.randomUUID())
                .export()
                .getId();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                pages.page(desk.find(id, export).orElseThrow()).stage())
                        .isEqualTo(ExportPage.Stage.READY));
        assertThat(member.get("/me/exports/" + export).body())
                .contains("/me/services/cryptpad#own-device", "/me/services/vaultwarden#own-device");
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + port + "/me/exports/" + export + "/archive"))
                                .header("Cookie", "PORTAL_SESSION=" + member.cookie("PORTAL_SESSION"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(entry.getName()).append('\n');
                all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return all.toString();
    }

    /** Every row of every table, as text. */
    private String everyTable() {
        StringBuilder all = new StringBuilder();
        jdbc.sql("select quote_ident(table_name) from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE'")
                .query(String.class)
                .list()
                .forEach(table -> jdbc.sql("select t::text from " + table + " t")
                        .query(String.class)
                        .list()
                        .forEach(row -> all.append(row).append('\n')));
        return all.toString();
    }
}
