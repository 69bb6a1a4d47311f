package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.OpenApiProxy;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.http.HttpLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Every question of the adapter and every answer of the stand-in, held against Authentik's own OpenAPI. */
class AuthentikContractTests {

    private static final HttpLimits PATIENT =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), DataSize.ofMegabytes(16));

    @Test
    void nothingBreaksWhatAuthentiksMakersWroteDown() {
        Optional<Path> schema = OpenApiProxy.authentik();
        if (OpenApiProxy.program().isEmpty() || schema.isEmpty()) {
            System.out.println("real part: Authentik's OpenAPI skipped: Prism or the file is not there");
        }
        assumeTrue(OpenApiProxy.program().isPresent(), "skipped: neither portal.prism nor PORTAL_PRISM names Prism");
        assumeTrue(schema.isPresent(), "skipped: Authentik's OpenAPI is not there (portal.real.authentik-schema)");
        try (AuthentikStandIn standIn = AuthentikStandIn.start(0);
                OpenApiProxy proxy = OpenApiProxy.inFrontOf(standIn.url(), "/api/v3", schema.get())) {
            AuthentikServer server = AuthentikServer.of(standIn);
            AuthentikServer proxied = server.at(proxy.url());
            AuthentikAdapter adapter = proxied.adapter(PATIENT, 100);
            AuthentikClient client = proxied.client(PATIENT, 100);
            Account account = client.account(Account.uuidOf(AuthentikServer.member(server.subject())))
                    .orElseThrow();

            adapter.find(AuthentikServer.member(server.subject()));
            adapter.accounts(Cursor.START);
            Health health = adapter.check();
            assertThat(proxy.violations()).isEmpty();
            assertThat(health).isInstanceOf(Health.Well.class);
            assertThat(adapter.findings()).isNotEmpty();
            adapter.view(server.account());
            RecordedSink sink = new RecordedSink();
            adapter.export(server.account(), Cursor.START, sink);
            assertThat(sink.missing).doesNotContainKey("native/sessions");
            client.account("member");
            client.events(1);
            client.endSession(client.page(Listing.sessions(account), 1)
                    .items()
                    .getFirst()
                    .path("uuid")
                    .asString());
            client.withdrawConsent(client.page(Listing.consents(account), 1)
                    .items()
                    .getFirst()
                    .path("pk")
                    .asString());
            client.devices(account.pk())
                    .forEach(device -> client.removeDevice(
                            DeviceKind.of(device).orElseThrow(),
                            device.path("pk").asString()));

            assertThat(proxy.violations()).isEmpty();
            System.out.println("real part: Authentik's OpenAPI allowed "
                    + proxy.passed().size() + " calls of "
                    + proxy.passed().stream()
                            .map(call -> call.replaceAll("\\?.*", "").replaceAll("/[0-9a-f-]*[0-9][0-9a-f-]*/", "/…/"))
                            .collect(Collectors.toCollection(TreeSet::new))
                            .size()
                    + " kinds");
        }
    }
}
