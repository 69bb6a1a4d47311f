package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.ChatSeed;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Holds.Hold;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** What is left of a member after an erasure, wherever it was interrupted. */
class MatrixErasureTests {

    private static final String MARKER = "a-marker-planted-in-everything";
    private static final Turn MINE = () -> {};

    private MatrixStandIn standIn = MatrixStandIn.start(0);
    private MatrixServer server = MatrixServer.of(standIn);

    @BeforeEach
    void plant() {
        plantIn(standIn);
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private static void plantIn(MatrixStandIn chat) {
        String mira = chat.seed().account();
        String open = chat.seed().openRoom();
        String left = chat.seed().leftRoom();
        chat.send(open, mira, "m.room.name", "", Map.of("name", "once " + MARKER));
        chat.send(open, mira, "m.room.name", "", Map.of("name", "Blue square"));
        chat.send(open, mira, "m.sticker", null, Map.of("body", MARKER));
        chat.send(open, mira, "m.poll.start", null, Map.of("question", MARKER));
        chat.send(open, mira, "org.example.note", mira, Map.of("note", MARKER));
        chat.send(open, mira, "m.room.message", null, Map.of("msgtype", "m.text", "body", MARKER));
        chat.send(left, mira, "m.reaction", null, Map.of("m.relates_to", Map.of("key", MARKER)));
        chat.send(left, mira, "m.room.message", null, Map.of("msgtype", "m.text", "body", MARKER));
        chat.send(left, mira, "m.room.member", mira, Map.of("membership", "leave", "reason", MARKER));
        chat.send(chat.seed().sealedRoom(), mira, "m.reaction", null, Map.of("m.relates_to", Map.of("key", MARKER)));
    }

    @Test
    void messagesGoFirstThenWhatTheServerLeavesThenFilesAndTheAccountLast() {
        finished();

        List<String> kinds = new ArrayList<>();
        for (String effect : standIn.effects()) {
            String kind = effect.startsWith("delete $") ? "delete" : effect.split(" \\S*[!@]|Media")[0];
            if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
                kinds.add(kind);
            }
        }
        assertThat(kinds)
                .startsWith("suspend", "delete")
                .containsSubsequence(
                        "empower", "join", "delete", "disempower", "leave", "delete file ", "close", "leave");
        assertThat(kinds.getLast()).isEqualTo("leave");
    }

    @Test
    void whatWouldGoIsWhatGoesAndLookingChangesNothing() {
        standIn.forgetCalls();
        Outlook outlook = server.adapter().outlook(server.account());

        assertThat(standIn.calls()).isNotEmpty().noneMatch(call -> call.matches("(POST|PUT|DELETE) .*"));
        assertThat(standIn.effects()).isEmpty();
        assertThat(outlook.obstacle()).isNull();
        Outcome.Finished finished = finished();
        assertThat(finished.erased()).isEqualTo(outlook.goes());
        assertThat(finished.retained()).isEqualTo(outlook.stays());
        assertThat(finished.beyondReach()).isEqualTo(outlook.beyondReach());
        assertThat(counted(finished, "reactions")).isEqualTo(3);
        assertThat(counted(finished, "files")).isEqualTo(4);
        assertThat(counted(finished, "devices")).isEqualTo(1);
    }

    @Test
    void nothingOfTheMemberIsFoundBesideWhatWasSaidToStay() {
        assertThat(standIn.everything()).contains(MARKER, "Goodbye, winter market", "seating plan.txt");

        Outcome.Finished finished = finished();

        assertThat(standIn.everything())
                .doesNotContain(
                        MARKER, "Goodbye, winter market", "seating plan.txt", "Row 1:", DemoAccount.MEMBER.email())
                .doesNotContain(standIn.seed().texts())
                .contains("Blue square", "Moss stays in the market");
        assertThat(kept(finished))
                .containsExactly(
                        "name",
                        "shells",
                        "settings",
                        "originals",
                        "memory",
                        "vanished",
                        "connections",
                        "sign-in",
                        "reports");
        assertThat(standIn.originals()).as("kept for some days, and told").contains(MARKER);
        assertThat(server.adapter().probe(server.account())).isEmpty();
        assertThat(server.adapter().outlook(server.account())).isEqualTo(Outlook.NOTHING);
        assertThat(server.adapter().erase(server.account(), "", MINE)).isEqualTo(new Outcome.NothingHeld());
    }

    @Test
    void aKillAnywhereLosesNothingAndDoublesNothing() {
        AtomicInteger asked = new AtomicInteger();
        Outcome.Finished whole = run(server, asked::incrementAndGet, false);
        Set<String> effects = new HashSet<>(standIn.effects());
        assertThat(asked.get()).isGreaterThan(12);

        for (int n = 1; n <= asked.get(); n++) {
            try (MatrixStandIn other = MatrixStandIn.start(0)) {
                plantIn(other);
                AtomicInteger left = new AtomicInteger(n);
                Outcome.Finished finished = run(
                        MatrixServer.of(other),
                        () -> {
                            if (left.decrementAndGet() == 0) {
                                throw new Killed();
                            }
                        },
                        false);
                assertThat(finished).as("killed at ask %d", n).isEqualTo(whole);
                assertThat(other.effects())
                        .as("killed at ask %d", n)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(effects);
            }
        }
    }

    /** A kill between a call and the note of its handle: everything is asked twice from the older handle. */
    @Test
    void anOlderHandleDoublesNothing() {
        Outcome.Finished finished = run(server, MINE, true);

        assertThat(standIn.effects()).doesNotHaveDuplicates();
        assertThat(standIn.calls().stream().filter(call -> call.matches("POST .*/user/.*/redact")))
                .as("a second one would delete everything anew")
                .hasSize(1);
        assertThat(counted(finished, "reactions")).isEqualTo(3);
        assertThat(server.adapter().probe(server.account())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            HttpLimits limits =
                    new HttpLimits(Duration.ofMillis(500), Duration.ofMillis(500), DataSize.ofKilobytes(200));
            Supplier<MatrixAdapter> anew = () -> server.adapter(faulty.url().toString(), MatrixStandIn.TOKEN, limits);
            String handle = "";
            for (int step = 0; step < 2; step++) {
                String before = handle;
                faulty.fail(trouble);
                ServiceFault fault = catchThrowableOfType(
                        ServiceFault.class, () -> anew.get().erase(server.account(), before, MINE));
                // the connection that was just being taken breaks
                assertThat(fault.fault())
                        .isIn(
                                MatrixFaultsTests.named(trouble),
                                trouble == Trouble.REFUSED_CONNECTION
                                        ? Fault.BROKEN
                                        : MatrixFaultsTests.named(trouble));
                faulty.heal();
                handle = ((Outcome.Pending) anew.get().erase(server.account(), before, MINE)).handle();
            }
            assertThat(finish(server, anew.get(), handle, MINE, false).erased()).isNotEmpty();
        }
        assertThat(standIn.effects()).doesNotHaveDuplicates();
    }

    /** Sheet 6.3: the limit is 1000 of each room unless given, counts what was deleted, and so never advances. */
    @Test
    void aLongRoomIsDeletedAtOnce() {
        standIn.close();
        standIn = MatrixStandIn.start(0, 1100);
        server = MatrixServer.of(standIn);
        standIn.send(standIn.seed().openRoom(), standIn.seed().account(), "m.sticker", null, Map.of("body", "one"));

        finished();

        assertThat(standIn.calls().stream().filter(call -> call.contains("/redact/")))
                .as("a reaction and a sticker; messages never one by one")
                .hasSize(2);
    }

    /** Sheet 6.3: only messages and joins go in bulk; the rest is deleted one by one, with a key that ends. */
    @Test
    void whatTheBulkSkipsIsDeletedAsTheMemberWhereTheyAreAndElseByUs() {
        standIn.forgetCalls();
        finished();

        List<String> single = standIn.calls().stream()
                .filter(call -> call.contains("/redact/"))
                .toList();
        assertThat(single).hasSize(5 + 1 + 2);
        assertThat(standIn.calls().stream().filter(call -> call.endsWith("/login")))
                .hasSize(1);
        assertThat(standIn.calls().stream().filter(call -> call.endsWith("/logout")))
                .hasSize(1);
        assertThat(standIn.effects())
                .contains(
                        "empower @portal:riverbend.example in " + standIn.seed().leftRoom())
                .contains("disempower @portal:riverbend.example in "
                        + standIn.seed().leftRoom())
                .contains("leave @portal:riverbend.example " + standIn.seed().leftRoom());
    }

    @Test
    void whereNobodyHereHasPowerItStaysAndIsSaid() {
        standIn.governElsewhere(standIn.seed().leftRoom());
        Outlook outlook = server.adapter().outlook(server.account());

        Outcome.Finished finished = finished();

        assertThat(kept(finished)).contains("stuck");
        assertThat(finished.retained()).isEqualTo(outlook.stays());
        assertThat(finished.erased()).isEqualTo(outlook.goes());
        assertThat(counted(finished, "reactions")).isEqualTo(2);
        assertThat(server.adapter().probe(server.account())).isEmpty();
    }

    /** Sheet 6.3: one unknown room fails the whole deletion and skips the rest. */
    @Test
    void aDeletionThatFailedIsBegunAgain() {
        standIn.failNextDeletion();

        finished();

        assertThat(standIn.calls().stream().filter(call -> call.matches("POST .*/user/.*/redact")))
                .hasSize(2);
        assertThat(standIn.everything()).doesNotContain(MARKER);
    }

    /** Sheet 6.8: acting as a closed account works, and must never be done. */
    @Test
    void aClosedAccountIsErasedWithoutActingAsIt() {
        String gone = "@gone:riverbend.example";
        standIn.place(standIn.seed().openRoom(), gone, "leave");
        standIn.send(standIn.seed().openRoom(), gone, "m.reaction", null, Map.of("m.relates_to", Map.of("key", "!")));
        standIn.send(standIn.seed().openRoom(), gone, "m.room.message", null, Map.of("body", "Gone was here"));
        ChatSeed seed =
                new ChatSeed(MatrixStandIn.CLOSED_SUBJECT, gone, "", "", "", 1, List.of(), "", List.of(), Map.of());
        MatrixServer closed = new MatrixServer("stand-in", standIn.url(), MatrixStandIn.TOKEN, "", seed);
        standIn.forgetCalls();

        assertThat(closed.adapter().probe(closed.account()))
                .extracting(amount -> amount.what().key())
                .contains("matrix.erasure.profile", "matrix.erasure.messages")
                .doesNotContain("matrix.erasure.account");
        Outcome.Finished finished = run(closed, MINE, false);

        assertThat(counted(finished, "messages")).isEqualTo(1);
        assertThat(standIn.calls()).noneMatch(call -> call.endsWith("/login"));
        assertThat(standIn.everything()).doesNotContain("Gone was here");
        assertThat(closed.adapter().probe(closed.account())).isEmpty();
    }

    @Test
    void aServiceThatSaysYesAndKeepsTheDataIsCaught() {
        standIn.keepEverything();

        finished();

        assertThat(server.adapter().probe(server.account()))
                .extracting(amount -> amount.what().key())
                .contains(
                        "matrix.erasure.messages",
                        "matrix.erasure.reactions",
                        "matrix.erasure.files",
                        "matrix.erasure.devices",
                        "matrix.erasure.account",
                        "matrix.erasure.rooms");
    }

    @Test
    void whatIsHeldStaysAloneAndGoesWhenItIsFreed() {
        String open = standIn.seed().openRoom();
        String held = standIn.send(
                open, standIn.seed().account(), "m.room.message", null, Map.of("body", "held for a claim"));
        String file = standIn.fileOf(standIn.seed().account());
        List<Hold> holds = List.of(hold("message", held), hold("file", file));
        Outcome.Finished expected = finishedElsewhere();

        Outcome.Finished finished = finish(server, server.adapter(), "", sparing(holds, List.of()), false);

        assertThat(standIn.everything()).contains("held for a claim").doesNotContain(MARKER);
        assertThat(standIn.everything()).contains(file);
        assertThat(counted(finished, "messages")).isEqualTo(counted(expected, "messages"));
        assertThat(counted(finished, "files")).isEqualTo(counted(expected, "files") - 1);
        assertThat(server.adapter().kept(server.account(), holds)).isEqualTo(holds);
        assertThat(server.adapter().kept(server.account(), List.of(hold("message", "$other"), hold("file", "other"))))
                .isEmpty();
        assertThat(server.adapter().probe(server.account(), holds)).isEmpty();
        assertThat(server.adapter().probe(server.account(), List.of(hold("file", file))))
                .as("the message is held no longer")
                .isNotEmpty();

        Outcome.Finished rest = finish(server, server.adapter(), "", sparing(List.of(), holds), false);

        assertThat(standIn.everything()).doesNotContain("held for a claim", file);
        assertThat(counted(rest, "messages")).isEqualTo(1);
        assertThat(counted(rest, "files")).isEqualTo(1);
        assertThat(counted(rest, "account")).isZero();
        assertThat(server.adapter().probe(server.account())).isEmpty();
    }

    @Test
    void whatIsHeldInTheMiddleStaysToo() {
        String held = standIn.send(
                standIn.seed().leftRoom(), standIn.seed().account(), "m.sticker", null, Map.of("body", "held later"));
        AtomicInteger asked = new AtomicInteger();
        Turn later = new Turn() {
            @Override
            public void stillMine() {
                asked.incrementAndGet();
            }

            @Override
            public List<Hold> held() {
                return asked.get() > 4 ? List.of(hold("message", held)) : List.of();
            }
        };

        Outcome.Finished finished = finish(server, server.adapter(), "", later, false);

        assertThat(standIn.everything()).contains("held later").doesNotContain(MARKER);
        assertThat(counted(finished, "others")).isEqualTo(counted(finishedElsewhere(), "others"));
    }

    private Outcome.Finished finishedElsewhere() {
        try (MatrixStandIn other = MatrixStandIn.start(0)) {
            plantIn(other);
            return finish(MatrixServer.of(other), MatrixServer.of(other).adapter(), "", MINE, false);
        }
    }

    static Hold hold(String kind, String item) {
        return new Hold(
                UUID.nameUUIDFromBytes((kind + item).getBytes(StandardCharsets.UTF_8)),
                "matrix",
                kind,
                item,
                "a claim",
                Instant.EPOCH,
                false);
    }

    static Turn sparing(List<Hold> held, List<Hold> freed) {
        return new Turn() {
            @Override
            public void stillMine() {}

            @Override
            public List<Hold> held() {
                return held;
            }

            @Override
            public List<Hold> freed() {
                return freed;
            }
        };
    }

    @Test
    void anAccountThatIsNotThereHoldsNothing() {
        ServiceAccount nobody = account("@nobody:riverbend.example");

        assertThat(server.adapter().erase(nobody, "", MINE)).isEqualTo(new Outcome.NothingHeld());
        assertThat(server.adapter().outlook(nobody)).isEqualTo(Outlook.NOTHING);
        assertThat(server.adapter().probe(nobody)).isEmpty();
    }

    @Test
    void thePortalDoesNotTakeItsOwnRightAway() {
        ServiceAccount own = account("@portal:riverbend.example");

        assertThat(server.adapter().outlook(own).obstacle()).isNotNull();
        assertThat(server.adapter().erase(own, "", MINE)).isInstanceOf(Outcome.Blocked.class);
        assertThat(standIn.effects()).isEmpty();
    }

    @Test
    void aHandleHoldsNothingPersonalButTheServersOwnIds() {
        for (ErasurePosition each : List.of(
                new ErasurePosition.Counted(new Tally(1, 2, 3, 4, 5, 6, 7, 8), 1),
                new ErasurePosition.Redacting(Tally.NONE, 2, "a b%"),
                new ErasurePosition.Sweeping(Tally.NONE, standIn.seed().leftRoom()),
                new ErasurePosition.Closing(Tally.NONE, 3))) {
            assertThat(ErasurePosition.of(each.handle())).isEqualTo(each);
        }
        assertThat(new ErasurePosition.Sweeping(Tally.NONE, "!x:y").handle())
                .isEqualTo("1 sweeping 0.0.0.0.0.0.0.0 %21x%3Ay");
    }

    @Test
    void aNameIsCorrectedAndNothingElse() {
        MatrixAdapter adapter = server.adapter();

        assertThat(adapter.correct(server.account(), Fact.DISPLAY_NAME, "Mira B.", MINE))
                .isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(server.account(), Fact.DISPLAY_NAME, "Mira B.", MINE))
                .isEqualTo(new Correction.AlreadySo());
        assertThat(standIn.effects()).hasSize(1);
        assertThat(adapter.correct(server.account(), Fact.DISPLAY_NAME, "x".repeat(257), MINE))
                .isInstanceOf(Correction.Refused.class);
        assertThat(adapter.correct(server.account(), Fact.EMAIL, "a@b.example", MINE))
                .isInstanceOf(Correction.Refused.class);
        assertThat(adapter.correct(account("@gone:riverbend.example"), Fact.DISPLAY_NAME, "Back", MINE))
                .isInstanceOf(Correction.Refused.class);
    }

    private ServiceAccount account(String id) {
        return new ServiceAccount(
                MatrixClient.ID, MatrixServer.member(standIn.seed().subject()), id, Evidence.SUBJECT, MatrixServer.NOW);
    }

    private Outcome.Finished finished() {
        return run(server, MINE, false);
    }

    private static Outcome.Finished run(MatrixServer server, Turn turn, boolean twice) {
        return finish(server, server.adapter(), "", turn, twice);
    }

    /** @param twice whether each step is done again from the handle before it */
    static Outcome.Finished finish(MatrixServer server, MatrixAdapter adapter, String from, Turn turn, boolean twice) {
        String handle = from;
        for (int step = 0; step < 60; step++) {
            try {
                Outcome outcome = adapter.erase(server.account(), handle, turn);
                outcome = twice ? adapter.erase(server.account(), handle, turn) : outcome;
                switch (outcome) {
                    case Outcome.Pending pending -> handle = pending.handle();
                    case Outcome.Finished finished -> {
                        return finished;
                    }
                    case Outcome.Blocked blocked -> throw new AssertionError(blocked);
                    case Outcome.NothingHeld nothing -> throw new AssertionError(nothing);
                }
            } catch (Killed killed) {
                // goes on from the same handle
            }
        }
        throw new AssertionError("it never finishes");
    }

    private static long counted(Outcome.Finished finished, String what) {
        return finished.erased().stream()
                .filter(amount -> amount.what().key().equals("matrix.erasure." + what))
                .mapToLong(Amount::items)
                .sum();
    }

    private static List<String> kept(Outcome.Finished finished) {
        return finished.retained().stream()
                .map(Retained::what)
                .map(text -> text.key().replace("matrix.erasure.stays.", ""))
                .toList();
    }

    private static final class Killed extends RuntimeException {}
}
