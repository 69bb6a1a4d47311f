package cloud.maidan.portal.requests;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.KillPoint;
import cloud.maidan.portal.KillableDatabase;
import cloud.maidan.portal.NothingOfTheTests;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.archive.KillableArchives;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole portal in a process of its own, made to be killed. Takes orders on standard input, one a line:
 * {@code export <token> <kill point or ->}; tells on standard output {@code UP}, the points it passes and
 * {@code READY <export> <file>}. Ends when its input does.
 */
final class KillablePortal {

    static final List<ServiceId> SERVICES =
            Stream.of("matrix", "portal", "shed").map(ServiceId::new).toList();
    static final int NOTES = 400;

    private static final Map<String, String> MEANINGS = Map.of(
            "insert into export_request", "asked",
            "update work_step\\s+set fence", "claim",
            "update archive_section set cursor", "record",
            "update archive set .*stage = 'READY'", "complete",
            "insert into letter", "told",
            "update letter set state", "delivered",
            "update exported_service", "collected",
            "update work_step\\s+set state", "settle");

    private KillablePortal() {}

    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext portal = new SpringApplicationBuilder(
                        PortalApplication.class, KillableArchives.class, Additions.class)
                .initializers(NothingOfTheTests::exclude)
                .run(arguments);
        KillPoint.say("UP");
        Path folder = Path.of(arguments[0].substring("--killable.folder=".length()));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", 3);
            KillPoint.choose(words[2].equals("-") ? null : words[2]);
            export(portal, UUID.fromString(words[1]), folder);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void export(ApplicationContext portal, UUID token, Path folder) throws IOException {
        MemberId member = member(portal.getBean(JdbcClient.class));
        List<ExportedService.Chosen> chosen = SERVICES.stream()
                .map(service -> new ExportedService.Chosen(service, null, null))
                .toList();
        ExportDesk desk = portal.getBean(ExportDesk.class);
        UUID export = desk.ask(member, chosen, token).export().getId();
        ExportRequest request = desk.find(export).orElseThrow();
        while (request.state().running()) {
            pause();
            request = desk.find(export).orElseThrow();
        }
        Path file = folder.resolve(export + ".zip");
        portal.getBean(KillableArchives.Copying.class).copy(request.archive(), file);
        KillPoint.say("READY " + export + " " + file);
    }

    private static MemberId member(JdbcClient jdbc) {
        String subject = DemoAccount.MEMBER.subject();
        jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                        values (?, 'https://id.example/', ?, 'member', 'Mira Beispiel', now(), now())
                        on conflict do nothing""").params(UUID.randomUUID(), subject).update();
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(subject)
                .query(UUID.class)
                .single());
    }

    private static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Additions {

        @Bean
        static KillableDatabase killableDatabase() {
            return new KillableDatabase(MEANINGS);
        }

        @Bean
        InventedService shed() {
            return new InventedService("shed", 90, 3000).byDefault(NOTES, note -> pause());
        }
    }
}
