package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.Browser;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
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
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.context.ApplicationContext;

/** A member looks at every service and takes everything along. */
public final class WholeExport {

    private WholeExport() {}

    /** Looks at the overview and at each service's page. */
    public static List<String> look(ApplicationContext portal, Browser member) {
        member.post("/me/ask", java.util.Map.of());
        List<String> services = portal.getBean(ServiceCatalog.class).profiles().stream()
                .map(ServiceProfile::id)
                .map(ServiceId::value)
                .filter(service -> member.get("/me/services/" + service).statusCode() == 200)
                .toList();
        assertThat(services).hasSizeGreaterThan(7);
        return services;
    }

    /** Has an archive made of some services, and opens it: names and contents, as text. */
    public static String contents(
            ApplicationContext portal, int port, Browser member, MemberId id, List<String> services)
            throws IOException, InterruptedException {
        ExportDesk desk = portal.getBean(ExportDesk.class);
        ExportPages pages = portal.getBean(ExportPages.class);
        UUID export = desk.ask(
                        id,
                        services.stream()
                                .map(service -> new ExportedService.Chosen(new ServiceId(service), 1L, null))
                                .toList(),
                        UUID.randomUUID())
                .export()
                .getId();
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(
                                pages.page(desk.find(id, export).orElseThrow()).stage())
                        .isEqualTo(ExportPage.Stage.READY));
        String said = member.get("/me/exports/" + export).body();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + port + "/me/exports/" + export + "/archive"))
                                .header("Cookie", "PORTAL_SESSION=" + member.cookie("PORTAL_SESSION"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        StringBuilder all = new StringBuilder(said);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.append(entry.getName()).append('\n');
                all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return all.toString();
    }
}
