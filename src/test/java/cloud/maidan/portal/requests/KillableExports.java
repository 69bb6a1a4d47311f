package cloud.maidan.portal.requests;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.KillPoint;
import cloud.maidan.portal.archive.KillableArchives;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Exports in a portal that is made to be killed: all of one member, who holds {@value #NOTES} notes in a shed. */
public final class KillableExports {

    public static final int NOTES = 400;

    /** What statements mean to an export. */
    public static final Map<String, String> MEANINGS = Map.of(
            "insert into export_request", "asked",
            "update archive_section set cursor", "record",
            "update archive set .*stage = 'READY'", "complete",
            "update exported_service", "collected");

    private static final MemberId EXPORTER = new MemberId(UUID.fromString("e0e0e0e0-0000-4000-8000-000000000001"));
    private static final List<ServiceId> SERVICES =
            Stream.of("matrix", "portal", "shed").map(ServiceId::new).toList();

    private KillableExports() {}

    /** One step of waiting for an export, begun if nobody began it; true when it is over and was told. */
    public static boolean over(ApplicationContext portal, UUID token, Path folder) {
        ExportDesk desk = portal.getBean(ExportDesk.class);
        Optional<ExportRequest> asked = portal.getBean(JdbcClient.class)
                .sql("select id from export_request where token = ?")
                .param(token)
                .query(UUID.class)
                .optional()
                .flatMap(desk::find);
        if (asked.isEmpty()) {
            know(portal.getBean(JdbcClient.class));
            desk.ask(
                    EXPORTER,
                    SERVICES.stream()
                            .map(service -> new ExportedService.Chosen(service, null, null))
                            .toList(),
                    token);
            return false;
        }
        ExportRequest request = asked.get();
        if (request.state().running()) {
            return false;
        }
        Path file = folder.resolve(request.getId() + ".zip");
        try {
            portal.getBean(KillableArchives.Copying.class).copy(request.archive(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KillPoint.say("READY " + token + " " + file);
        return true;
    }

    private static void know(JdbcClient jdbc) {
        jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                        values (?, 'https://id.example/', ?, 'member', 'Mira Beispiel', now(), now())
                        on conflict do nothing""").params(EXPORTER.value(), DemoAccount.MEMBER.subject()).update();
    }

    /** The shed, beside the portal's own services. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Shed {

        @Bean
        InventedService shed() {
            InventedService shed = new InventedService("shed", 90, 3000);
            shed.holds(EXPORTER, NOTES, note -> pause());
            return shed;
        }

        private static void pause() {
            try {
                Thread.sleep(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
