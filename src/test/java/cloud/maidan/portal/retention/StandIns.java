package cloud.maidan.portal.retention;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.TestCommunity;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What somebody changes at a service without asking the portal. */
final class StandIns {

    private static List<String> played = List.of();

    private StandIns() {}

    /** @param period as Authentik writes it, such as {@code weeks=52;days=1} */
    static void authentikKeepsEvents(String period) {
        TestCommunity.community().standIn(AuthentikStandIn.class).world().set("event_retention", period);
    }

    /** @param value null to forget the rule */
    static void cryptPadRule(String name, @Nullable Object value) {
        TestCommunity.community().standIn(CryptPadStandIn.class).rule(name, value);
    }

    /** Events and a file from long ago are there again, as after a backup was played back. */
    static void playBack() {
        TestCommunity.community().standIn(AuthentikStandIn.class).world().aNameFromBefore();
        played = List.of(TestCommunity.community()
                .standIn(MatrixStandIn.class)
                .upload("@moderator:riverbend.example", Instant.parse("2000-01-01T00:00:00Z")));
    }

    static void takeBack() {
        if (!played.isEmpty()) {
            TestCommunity.community().standIn(AuthentikStandIn.class).world().expire(1);
            TestCommunity.community().standIn(MatrixStandIn.class).withdraw(played);
            played = List.of();
        }
    }

    static void calendarTrash(int days) {
        TestCommunity.community()
                .standIn(NextcloudStandIn.class)
                .ocs()
                .setApp("dav", "calendarRetentionObligation", Long.toString(TimeUnit.DAYS.toSeconds(days)));
    }

    static void archives(int days) {
        TestCommunity.community()
                .standIn(PeerTubeStandIn.class)
                .federating()
                .expireArchivesAfter(TimeUnit.DAYS.toMillis(days));
    }

    static void vault(String name, int days) {
        TestCommunity.community().standIn(VaultwardenStandIn.class).set(name, days);
    }

    /** What an administrator of LibreChat sets for everybody in its database. */
    static void temporaryChats(int hours) {
        TestCommunity.community()
                .standIn(LibreChatStandIn.class)
                .database()
                .fill(client -> client.getDatabase("LibreChat")
                        .getCollection("configs")
                        .updateOne(
                                Filters.eq("principalId", "__base__"),
                                Updates.set("overrides.interface.temporaryChatRetention", hours)));
    }

    /** The text of {@code librechat.yaml}. */
    static String chatFile() {
        try {
            return Files.readString(chatPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void chatFile(String text) {
        try {
            Files.writeString(chatPath(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path chatPath() {
        return TestCommunity.community()
                .standIn(LibreChatStandIn.class)
                .folder()
                .resolve("librechat.yaml");
    }
}
