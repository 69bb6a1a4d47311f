package cloud.maidan.portal.requests;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** No disk leaves so much room free. */
@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(properties = "portal.archive.free-floor=1000000TB")
class ExportWithoutRoomTests {

    private final ExportDesk desk;
    private final InventedService shed;
    private final JdbcClient jdbc;

    @LocalServerPort
    private int port;

    ExportWithoutRoomTests(ExportDesk desk, InventedService shed, JdbcClient jdbc) {
        this.desk = desk;
        this.shed = shed;
        this.jdbc = jdbc;
    }

    @Test
    void aFullDiskIsSaidOnThePageAndTheWorkGoesOnLater() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        MemberId member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        shed.holds(member, 5);

        ExportRequest export = desk.ask(
                        member,
                        List.of(new ExportedService.Chosen(new ServiceId("shed"), null, null)),
                        UUID.randomUUID())
                .export();

        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(mira.get(export.path()).body())
                        .contains("Will try again", "not enough room", "Next try at"));
        assertThat(desk.running(member)).isPresent();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Street {

        @Bean
        InventedService shed() {
            return new InventedService("shed", 1);
        }
    }
}
