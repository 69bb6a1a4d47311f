package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.LibreChatDatabase.Answer;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LibreChatErasureTests {

    private static final String WORD = "planted-word-2e8";
    private static final String MEMBER = LibreChatWorld.MEMBER.toHexString();

    private final LibreChatStandIn standIn = LibreChatStandIn.start(0, Assistant.ISSUER);
    private final Assistant assistant = Assistant.at(standIn);
    private final LibreChatAdapter adapter = assistant.adapter();
    private final ErasureRun erasure = new ErasureRun(adapter, Assistant.account());

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void everyCollectionThatNamesItsOwnerIsSweptOrSaidToStay() {
        assertThat(Stream.of(Sweep.FIRST, Sweep.SWEPT, List.of(Kept.FILES), List.of(Kept.DEEDS))
                        .flatMap(List::stream))
                .containsExactlyInAnyOrder(Kept.values());
    }

    /** "bans/sessions delete -> files -> vectors -> mongo sweep -> disk -> Meili". */
    @Test
    void whatLetsInGoesFirstAndTheAccountLast() {
        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(finished.erased())
                .containsExactly(
                        amount("conversations", 2),
                        amount("messages", 16),
                        amount("files", 5),
                        amount("memories", 1),
                        amount("creations", 7),
                        amount("tasks", 1),
                        amount("shares", 1),
                        amount("usage", 7),
                        amount("keys", 1),
                        amount("sessions", 3),
                        amount("account", 3));
        List<String> effects = standIn.database().effects();
        assertThat(effects.subList(0, 3))
                .containsExactly("delete sessions 1", "delete tokens 1", "delete refreshtokenbridges 1");
        assertThat(effects)
                .containsSubsequence(
                        "delete schedules 1",
                        "delete files 5",
                        "delete messages 15",
                        "delete conversations 2",
                        "update groups 1",
                        "delete users 1")
                .endsWith("delete users 1");
        assertThat(standIn.copies().effects()).containsExactly("vectors f-plan", "index messages", "index convos");
        assertThat(standIn.copies().vectors()).containsExactly("f-of-others");
    }

    @Test
    void theOutlookIsTheErasureWithoutItsLastStep() {
        Outlook outlook = adapter.outlook(Assistant.account());

        assertThat(standIn.database().effects()).isEmpty();
        assertThat(standIn.copies().effects()).isEmpty();
        assertThat(standIn.database().asked()).noneMatch(asked -> asked.matches("(delete|update|insert) .*"));
        assertThat(erasure.run())
                .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
        assertThat(adapter.outlook(Assistant.account())).isEqualTo(Outlook.NOTHING);
    }

    @Test
    void stoppedAfterEachCallItGoesOnAndChangesNothingTwice() {
        Outcome expected;
        List<String> effects;
        try (LibreChatStandIn whole = LibreChatStandIn.start(0, Assistant.ISSUER)) {
            expected = new ErasureRun(Assistant.at(whole).adapter(), Assistant.account()).run();
            effects = whole.database().effects();
        }
        Outcome outcome = null;
        int stops = 0;
        int calls = 1;
        while (outcome == null) {
            List<List<String>> before = done();
            try {
                outcome = erasure.run(calls + 1);
            } catch (ErasureRun.Stopped stopped) {
                stops++;
                calls = done().equals(before) ? calls + 1 : 1; // what has no effect any more is repeated first
            }
        }

        assertThat(stops).isGreaterThan(20);
        assertThat(outcome).isEqualTo(expected);
        assertThat(standIn.database().effects()).isEqualTo(effects);
        assertThat(standIn.copies().effects()).hasSize(3);
        assertThat(erasure.run()).as("once more").isEqualTo(expected);
        assertThat(standIn.database().effects()).isEqualTo(effects);
        assertThat(new ErasureRun(adapter, Assistant.account()).run())
                .as("from the start")
                .isEqualTo(new Outcome.NothingHeld());
    }

    @Test
    void anAccountThatIsNotThereHoldsNothing() {
        ServiceAccount nobody = new ServiceAccount(
                LibreChatClient.ID,
                Assistant.account().member(),
                "6900000000000000000000ff",
                Evidence.SUBJECT,
                Assistant.NOW);

        assertThat(new ErasureRun(adapter, nobody).run()).isEqualTo(new Outcome.NothingHeld());
        assertThat(adapter.outlook(nobody)).isEqualTo(Outlook.NOTHING);
    }

    @Test
    void withoutAnAccountThatMayRemoveAPersonHasToMakeOne() {
        LibreChatAdapter reading = assistant.without("eraser-uri").adapter();
        Text none = Text.of("librechat.erasure.no-eraser");

        assertThat(reading.outlook(Assistant.account()).obstacle()).isEqualTo(none);
        assertThat(new ErasureRun(reading, Assistant.account()).run()).isEqualTo(new Outcome.Blocked(none));

        standIn.database().letTheEraserOnlyRead();
        Text unable = Text.of("librechat.erasure.no-right");
        assertThat(adapter.outlook(Assistant.account()).obstacle()).isEqualTo(unable);
        assertThat(erasure.run()).isEqualTo(new Outcome.Blocked(unable));
        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking("schemas 0.0.71", List.of(Text.of("librechat.check.eraser"))));
        assertThat(standIn.database().effects()).isEmpty();
    }

    /** "ids are strings in some collections and ObjectIds in others": a word in each, and in what no list names. */
    @Test
    void nothingIsLeftButWhatWasSaidToStay() throws IOException {
        plant();

        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(where()).containsExactly("auditlogs");
        assertThat(standIn.database().naming(LibreChatWorld.MEMBER)).containsExactly("auditlogs");
        assertThat(what(finished.retained())).containsExactly("deeds", "elsewhere", "logs");
        assertThat(adapter.probe(Assistant.account())).isEmpty();
        assertThat(standIn.copies().indexed())
                .doesNotContainKey("messages " + MEMBER)
                .hasSize(2);
        try (Stream<Path> files = Files.walk(standIn.folder())) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.contains(MEMBER));
        }
    }

    @Test
    void whatIsHeldStaysAloneAndGoesWhenItIsFreed() throws IOException {
        Path plan = standIn.folder().resolve("uploads/" + MEMBER + "/f-plan__plan.txt");
        List<Hold> held =
                List.of(hold("message", "soup-1"), hold("conversation", LibreChatWorld.MARKET), hold("file", "f-plan"));
        Outlook before = adapter.outlook(Assistant.account());

        Outcome.Finished finished = (Outcome.Finished) new ErasureRun(adapter, Assistant.account(), held).run();

        assertThat(plan).exists();
        assertThat(count("messages", eq("messageId", "soup-1"))).isEqualTo(1);
        assertThat(count("messages", eq("messageId", "soup-2"))).isZero();
        long market = count("messages", and(eq("conversationId", LibreChatWorld.MARKET), eq("user", MEMBER)));
        assertThat(market).isPositive();
        assertThat(finished.erased())
                .contains(amount("conversations", 1), amount("files", 4), amount("account", 3))
                .contains(amount("messages", amountOf(before, "messages") - market - 1));
        assertThat(standIn.copies().effects()).as("its vectors too").doesNotContain("vectors f-plan");
        assertThat(adapter.probe(Assistant.account(), held)).isEmpty();
        assertThat(adapter.kept(Assistant.account(), held)).isEqualTo(held);
        assertThat(adapter.kept(Assistant.account(), List.of(hold("message", "none"))))
                .isEmpty();

        Outcome.Finished rest = (Outcome.Finished) erasure.run();

        assertThat(rest.erased())
                .containsExactly(amount("conversations", 1), amount("messages", market + 1), amount("files", 1));
        assertThat(plan).doesNotExist();
        assertThat(adapter.probe(Assistant.account())).isEmpty();
    }

    private static long amountOf(Outlook outlook, String what) {
        return outlook.goes().stream()
                .filter(each -> each.what().equals(Text.of("librechat.erasure." + what)))
                .mapToLong(Amount::items)
                .sum();
    }

    private long count(String collection, Bson which) {
        long[] count = new long[1];
        change(db -> count[0] = db.getCollection(collection).countDocuments(which));
        return count[0];
    }

    private static Hold hold(String kind, String item) {
        return new Hold(UUID.randomUUID(), "librechat", kind, item, "a claim", Instant.EPOCH, false);
    }

    @Test
    void whatBelongsToOthersIsLeftAlone() {
        change(db -> {
            db.getCollection("aclentries")
                    .insertOne(new Document("principalType", "user")
                            .append("principalId", LibreChatWorld.MODERATOR)
                            .append("grantedBy", LibreChatWorld.MEMBER));
            db.getCollection("logs").insertOne(new Document("key", "ban:" + LibreChatWorld.MODERATOR));
            db.getCollection("logs").insertOne(new Document("key", "ban:192.0.2.44"));
        });
        Set<String> before = foreign();

        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(foreign()).isEqualTo(before).isNotEmpty();
        change(db -> {
            assertThat(db.getCollection("groups").find().first())
                    .containsEntry("memberIds", List.of(LibreChatWorld.MODERATOR.toHexString()));
            assertThat(db.getCollection("aclentries")
                            .find(eq("principalId", LibreChatWorld.MODERATOR))
                            .first())
                    .isNotNull()
                    .doesNotContainKey("grantedBy");
            assertThat(db.getCollection("logs").countDocuments()).isEqualTo(2);
        });
        assertThat(what(finished.retained()))
                .as("bans of addresses name nobody")
                .contains("unnamed");
        assertThat(standIn.folder().resolve("uploads/" + LibreChatWorld.MODERATOR + "/f-other__list.txt"))
                .exists();
    }

    @Test
    void aLinkInAFolderIsRemovedAndNotFollowed() throws IOException {
        Path others = standIn.folder().resolve("uploads/" + LibreChatWorld.MODERATOR);
        Files.createSymbolicLink(standIn.folder().resolve("uploads/" + MEMBER + "/elsewhere"), others);

        erasure.run();

        assertThat(standIn.folder().resolve("uploads/" + MEMBER)).doesNotExist();
        assertThat(others.resolve("f-other__list.txt")).exists();
    }

    @Test
    void whatThePortalDoesNotReachIsNamedWithItsPlace() {
        LibreChatAdapter poor = assistant
                .with("rag-url", "", "meili-url", "", "uploads-folder", "")
                .adapter();

        Outcome.Finished finished = (Outcome.Finished) new ErasureRun(poor, Assistant.account()).run();

        assertThat(finished.retained())
                .extracting(Retained::what)
                .contains(
                        Text.of("librechat.erasure.disk", "/app/uploads/" + MEMBER),
                        Text.of("librechat.erasure.vectors", 1, MEMBER),
                        Text.of("librechat.erasure.index", MEMBER));
        assertThat(standIn.folder().resolve("uploads/" + MEMBER)).exists();
        assertThat(standIn.folder().resolve("images/" + MEMBER)).doesNotExist();
        assertThat(standIn.copies().vectors()).contains("f-plan");
    }

    /** "404 if any id is unknown (others were still deleted)"; elsewhere a 404 means that nothing was. */
    @Test
    void aFileThatTheVectorsDoNotKnowIsNoFaultAndAnotherServerIs() {
        LibreChatAdapter astray =
                assistant.with("rag-url", standIn.url() + "/rag/v2").adapter();

        ServiceFault fault =
                catchThrowableOfType(ServiceFault.class, () -> new ErasureRun(astray, Assistant.account()).run());

        assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE);
        assertThat(standIn.database().effects())
                .as("a file's record says which vectors are its own, so it goes after them")
                .noneMatch(effect -> effect.startsWith("delete files"));
        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.copies().vectors()).doesNotContain("f-plan");
    }

    /** "asynchronous: poll /tasks/{uid}". */
    @Test
    void theIndexIsWaitedForAndToldAgainWhenItFailed() {
        standIn.copies().failNext();
        List<String> waits = new ArrayList<>();
        String handle = "";
        Outcome outcome = adapter.erase(Assistant.account(), handle, () -> {});
        while (outcome instanceof Outcome.Pending pending) {
            waits.add(pending.why().key().substring("librechat.erasure.".length()));
            outcome = adapter.erase(Assistant.account(), pending.handle(), () -> {});
        }

        assertThat(waits)
                .startsWith("noted", "indexing")
                .contains("index-failed")
                .endsWith("indexing");
        assertThat(outcome).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.copies().indexed()).hasSize(2);
    }

    @Test
    void anIndexThatWasNeverMadeHoldsNothing() {
        standIn.copies().withoutIndexes();

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(Assistant.account())).isEmpty();
    }

    @Test
    void aDatabaseThatSaysYesAndKeepsTheDataIsFoundOut() {
        standIn.database().keepWhatIsRemoved();

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(Assistant.account()))
                .contains(amount("messages", 16), amount("files", 5), amount("account", 3));
    }

    @Test
    void anIndexThatSaysYesAndKeepsTheDataIsFoundOut() {
        standIn.copies().keepWhatIsErased();

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(Assistant.account())).containsExactly(amount("indexed", 6));
    }

    @Test
    void muchIsRemovedSomeAtATime() {
        try (LibreChatStandIn large = LibreChatStandIn.start(0, Assistant.ISSUER, 1200)) {
            new ErasureRun(Assistant.at(large).adapter(), Assistant.account()).run();

            assertThat(large.database().effects())
                    .containsSubsequence("delete messages 500", "delete messages 500", "delete messages 203");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            LibreChatAdapter reached = assistant
                    .patience(Duration.ofMillis(1500))
                    .url(faulty.url().toString())
                    .adapter();
            ErasureRun run = new ErasureRun(reached, Assistant.account());
            assertThatThrownBy(() -> run.run(4)).isInstanceOf(ErasureRun.Stopped.class);
            faulty.fail(trouble);

            ServiceFault fault = catchThrowableOfType(ServiceFault.class, run::run);
            assertThat(Objects.requireNonNull(fault).fault()).isEqualTo(ErasureRun.expected(trouble));
            faulty.heal();

            assertThat(run.run()).isInstanceOf(Outcome.Finished.class);
            assertThat(standIn.database().effects()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ALLOWED, REFUSED",
        "TOO_MANY_REQUESTS, RATE_LIMITED",
        "SHUTTING_DOWN, BROKEN",
        "TOO_SLOW, TIMED_OUT"
    })
    void whatTheDatabaseAnswersMeanwhileHasItsNameAndTheRepeatFinishes(Answer answer, Fault expected) {
        String handle = ((Outcome.Pending) adapter.erase(Assistant.account(), "", () -> {})).handle();

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class,
                () -> adapter.erase(
                        Assistant.account(), handle, () -> standIn.database().answer(answer)));
        assertThat(Objects.requireNonNull(fault).fault()).isEqualTo(expected);
        standIn.database().answer(Answer.AS_IT_IS);

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
    }

    private List<List<String>> done() {
        return List.of(standIn.database().effects(), standIn.copies().effects(), erasure.handles());
    }

    /** In every collection with an owner, and in those that name the member in another way. */
    private void plant() throws IOException {
        change(db -> {
            for (Kept kept : Kept.values()) {
                Object id = kept.key == Kept.Key.TEXT ? MEMBER : LibreChatWorld.MEMBER;
                String[] path = kept.owner.split("\\.");
                Object owner = path.length == 1 ? id : new Document(path[1], id);
                db.getCollection(kept.collection)
                        .insertOne(new Document(path[0], owner)
                                .append("planted", WORD)
                                .append("tag", WORD)
                                .append("createdAt", new java.util.Date()));
            }
            db.getCollection("users").updateOne(eq("_id", LibreChatWorld.MEMBER), set(WORD));
            db.getCollection("logs").insertOne(new Document("key", "concurrent:" + MEMBER).append("planted", WORD));
            for (String lane : List.of("agentqueuedturnsequences", "agenttriggerlanesequences")) {
                db.getCollection(lane)
                        .insertOne(new Document("_id", "lane")
                                .append("user", LibreChatWorld.MEMBER)
                                .append("planted", WORD));
            }
            db.getCollection("agenttriggeruserpurges")
                    .insertOne(new Document("_id", LibreChatWorld.MEMBER).append("planted", WORD));
        });
        Files.writeString(standIn.folder().resolve("uploads/" + MEMBER + "/planted.txt"), WORD);
    }

    private static Document set(String word) {
        return new Document("$set", new Document("planted", word));
    }

    private Set<String> where() {
        Set<String> where = new TreeSet<>();
        change(db -> {
            for (String collection : db.listCollectionNames()) {
                if (db.getCollection(collection).countDocuments(eq("planted", WORD)) > 0) {
                    where.add(collection);
                }
            }
        });
        return where;
    }

    /** Every document that holds a word of others, without what names the member. */
    private Set<String> foreign() {
        Set<String> found = new TreeSet<>();
        change(db -> {
            for (String collection : db.listCollectionNames()) {
                for (Document document : db.getCollection(collection).find()) {
                    if (document.toJson().contains(LibreChatWorld.FOREIGN)) {
                        found.add(collection + " " + document.toJson());
                    }
                }
            }
        });
        return found;
    }

    /** Behind the portal's back; what was changed so far is forgotten. */
    private void change(Consumer<MongoDatabase> work) {
        standIn.database().fill(client -> work.accept(client.getDatabase("LibreChat")));
    }

    private static List<String> what(List<Retained> retained) {
        return retained.stream()
                .map(stays -> stays.what().key().substring("librechat.erasure.".length()))
                .toList();
    }

    private static Amount amount(String what, long items) {
        return new Amount(Text.of("librechat.erasure." + what), items);
    }
}
