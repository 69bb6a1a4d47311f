package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
@Import(Workshop.class)
class DownloadOverHttpTests {

    @LocalServerPort
    int port;

    @Autowired
    Workshop workshop;

    @Autowired
    JdbcClient jdbc;

    @Test
    void onlyTheOwnerGetsTheFileAndNeverADamagedOneAsIfItWereWhole() throws Exception {
        Browser owner = Browser.on(port).signIn(DemoAccount.MEMBER);
        workshop.clock.turn(Duration.between(workshop.clock.instant(), Instant.now()));
        StoredArchives archives = workshop.archives(workshop.withParts(50_000));
        ArchiveId id = workshop.archiveOf(archives, mira(), Map.of("a", ArchiveTests.random(400_000, 1)));
        String address = "/me/exports/" + id + "/archive";

        var whole = owner.get(address);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValueAsLong("Content-Length"))
                .hasValue(archives.state(id).orElseThrow().bytes());
        assertThat(whole.body()).startsWith("PK");
        assertThat(owner.get(address, "Range", "bytes=0-1").body()).isEqualTo("PK");
        assertThat(Browser.on(port).signIn(DemoAccount.ADMIN).get(address).statusCode())
                .isEqualTo(404);
        assertThat(Browser.on(port).get(address).statusCode()).isEqualTo(302);

        damageTheEnd(id);
        assertThatThrownBy(() -> owner.get(address)).isInstanceOf(UncheckedIOException.class);
    }

    private Member mira() {
        UUID id = jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single();
        return new Member(
                new MemberId(id), "", "", "member", "Mira Beispiel", null, false, Locale.ENGLISH, ZoneOffset.UTC);
    }

    private void damageTheEnd(ArchiveId id) throws Exception {
        Path last = Tools.tree(workshop.properties.folder().resolve(id.toString())).entrySet().stream()
                .filter(file -> file.getKey().startsWith(Place.directory(1) + "-"))
                .findFirst()
                .orElseThrow()
                .getValue();
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 1] ^= 1;
        Files.write(last, bytes);
    }
}
