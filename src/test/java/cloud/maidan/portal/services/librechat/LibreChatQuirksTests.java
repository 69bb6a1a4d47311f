package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Text;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is peculiar about LibreChat's database; each name quotes or sums up the shared sheet. */
class LibreChatQuirksTests {

    private final LibreChatStandIn standIn = LibreChatStandIn.start(0, Assistant.ISSUER);
    private final LibreChatAdapter adapter = Assistant.at(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    @DisplayName("user id as hex string or ObjectId: \"a query with the wrong type finds nothing\"")
    void anOwnerOfAnotherFormIsNotMistakenForAnEmptyAccount() {
        change(db -> db.getCollection("messages")
                .updateMany(eq("user", LibreChatWorld.MEMBER.toHexString()), set("user", LibreChatWorld.MEMBER)));

        assertThat(faultOfView()).isEqualTo(Fault.UNREADABLE);
    }

    @Test
    @DisplayName("\"gate the adapter on a known version\": a collection that is gone is not an empty one")
    void aCollectionThatIsGoneIsNotMistakenForNothing() {
        change(db -> db.getCollection("memoryentries").drop());

        assertThat(faultOfView()).isEqualTo(Fault.UNREADABLE);
        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking(
                        "schemas 0.0.71", List.of(Text.of("librechat.check.lacking", "memoryentries"))));
    }

    @Test
    @DisplayName("db name from MONGO_URI: another database of the same server is empty, not LibreChat's")
    void anotherDatabaseIsNotMistakenForAnEmptyOne() {
        LibreChatAdapter elsewhere = Assistant.at(standIn)
                .mongo(standIn.database().uri().replace("/LibreChat?", "/test?"))
                .adapter();

        assertThat(catchThrowableOfType(ServiceFault.class, () -> elsewhere.view(Assistant.account()))
                        .fault())
                .isEqualTo(Fault.UNREADABLE);
    }

    @Test
    @DisplayName("\"the code moves fast\": what a newer version added is named, not passed over")
    void aCollectionThatWeDoNotKnowIsNamed() {
        change(db -> db.createCollection("dreamdiaries"));

        assertThat(Assistant.exported(adapter).missing.get("native/dreamdiaries"))
                .isEqualTo(Text.of("librechat.missing.collection"));
        assertThat(adapter.check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .containsExactly(Text.of("librechat.check.unknown", "dreamdiaries")));
    }

    @Test
    @DisplayName(
            "\"plus Keyv logs collection (violations, bans incl. IP) and LangGraph checkpoints\": named, not passed over")
    void whatDoesNotNameItsOwnerIsNamed() {
        change(db -> {
            db.createCollection("logs");
            db.createCollection("checkpoints");
        });

        assertThat(Assistant.exported(adapter).missing)
                .containsEntry("native/logs", Text.of("librechat.missing.unread"))
                .containsEntry("native/checkpoints", Text.of("librechat.missing.unread"));
        assertThat(adapter.check()).isInstanceOf(Health.Well.class);
    }

    @Test
    @DisplayName(
            "collections that a version before has not made yet: \"retention, deletion fences, triggers were added in 2026\"")
    void anOlderVersionWithoutTheNewerCollectionsIsRead() {
        change(db -> {
            for (String newer : List.of("chatprojects", "skills", "schedules", "auditlogs", "agentapikeys")) {
                db.getCollection(newer).drop();
            }
        });

        assertThat(adapter.view(Assistant.account()).items()).isPositive();
        assertThat(Assistant.exported(adapter).missing).doesNotContainKey("native/skills");
        assertThat(adapter.check()).isInstanceOf(Health.Well.class);
    }

    @Test
    @DisplayName("\"compose runs --noauth: portal must enable auth\"")
    void aDatabaseThatAsksNobodyIsReported() {
        standIn.database().askNobody();

        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking("schemas 0.0.71", List.of(Text.of("librechat.check.no-sign-in"))));
    }

    @Test
    @DisplayName("a read-only user: more rights than reading are reported")
    void anAccountThatMayWriteIsReported() {
        standIn.database().letReadersWrite();

        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking("schemas 0.0.71", List.of(Text.of("librechat.check.may-write"))));
    }

    @Test
    @DisplayName("\"Deleting a conversation leaves its uploads (#13590 open)\"")
    void filesOfADeletedConversationAreStillHandedOut() {
        change(db -> db.getCollection("conversations").deleteMany(eq("user", LibreChatWorld.MEMBER.toHexString())));

        RecordedSink sink = Assistant.exported(adapter);

        assertThat(sink.entries).containsKey("native/files/f-plan/plan.txt");
        assertThat(sink.everything()).contains(standIn.world().texts());
    }

    @Test
    @DisplayName("users.personalization.memories: switched off, what was remembered before is still there")
    void memoriesThatWereSwitchedOffAreMentioned() {
        change(db -> db.getCollection("users")
                .updateOne(eq("_id", LibreChatWorld.MEMBER), set("personalization.memories", false)));

        assertThat(adapter.view(Assistant.account()).remarks()).contains(Text.of("librechat.remark.memories-off"));
    }

    @Test
    @DisplayName("filepath leads where a row says: a link on the disk leads nowhere else")
    void aLinkOutOfTheFolderIsNotFollowed() throws IOException {
        Path own = standIn.folder().resolve("uploads/" + LibreChatWorld.MEMBER);
        Path secret = Files.writeString(standIn.folder().resolve("outside.txt"), LibreChatWorld.FOREIGN + "outside");
        Files.createSymbolicLink(own.resolve("f-lost__lost.pdf"), secret);

        RecordedSink sink = Assistant.exported(adapter);

        assertThat(sink.missing).containsKey("native/files/f-lost/lost.pdf");
        assertThat(sink.everything()).doesNotContain(LibreChatWorld.FOREIGN);
    }

    @Test
    @DisplayName("the database shows mixed content: a message whose text is in parts of an unknown kind")
    void partsOfAnUnknownKindAreKept() {
        change(db -> db.getCollection("messages")
                .updateOne(
                        eq("messageId", "soup-2"),
                        set("content", List.of(new Document("type", "hologram").append("hologram", "soup")))));

        RecordedSink sink = Assistant.exported(adapter);

        assertThat(sink.text("native/conversations/" + LibreChatWorld.RECIPES + ".json"))
                .contains("hologram");
    }

    private Fault faultOfView() {
        return catchThrowableOfType(ServiceFault.class, () -> adapter.view(Assistant.account()))
                .fault();
    }

    private void change(Consumer<MongoDatabase> change) {
        standIn.database().fill(client -> change.accept(client.getDatabase("LibreChat")));
    }
}
