package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibreChatRetentionTests {

    @TempDir
    Path folder;

    private final LibreChatStandIn standIn = LibreChatStandIn.start(0, Assistant.ISSUER);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void whatToWriteIsSaidAndWhatIsWrittenIsRead() throws IOException {
        LibreChatAdapter unseen = Assistant.at(standIn).with("config-file", "").adapter();
        assertThat(unseen.found("conversations")).isEqualTo(new Found.Unsaid());
        assertThat(unseen.keep("conversations", Period.ofDays(7), () -> {}))
                .isEqualTo(new Applied.ByHand(
                        "librechat.yaml", "interface.generalChatRetention", "168 (interface.retentionMode = all)"));
        // an administrator's change is seen without the file too, and writing the file would change nothing
        assertThat(unseen.found("temporary")).isEqualTo(new Found.Kept(Period.ofDays(2)));
        assertThat(unseen.keep("temporary", Period.ofDays(7), () -> {}))
                .isEqualTo(new Applied.Refused(
                        Text.of("librechat.retention.changed", "interface.temporaryChatRetention", "48", "168")));
        Path file = folder.resolve("librechat.yaml");
        LibreChatAdapter librechat =
                Assistant.at(standIn).with("config-file", file.toString()).adapter();

        Files.writeString(file, "interface:\n  temporaryChatRetention: 168\n");
        assertThat(librechat.found("temporary")).isEqualTo(new Found.Kept(Period.ofDays(2)));
        assertThat(librechat.keep("temporary", Period.ofDays(2), () -> {})).isEqualTo(new Applied.AlreadySo());
        assertThat(librechat.found("conversations")).isEqualTo(new Found.ForEver());

        // a number out of range is brought into range without a word, and the mode decides for whom it counts
        Files.writeString(file, "interface:\n  retentionMode: all\n  generalChatRetention: 99999\n");
        assertThat(librechat.found("conversations")).isEqualTo(new Found.Kept(Period.ofDays(365)));
        Files.writeString(file, "interface:\n  retentionMode: all\n  generalChatRetention: 168\n");
        assertThat(librechat.found("conversations")).isEqualTo(new Found.Kept(Period.ofDays(7)));
        Files.writeString(file, "interface:\n  retentionMode: all\n");
        assertThat(librechat.found("conversations")).isEqualTo(new Found.Kept(Period.ofDays(2)));
        assertThat(librechat.keep("conversations", Period.ofYears(2), () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("librechat.retention.too-long")));
    }
}
