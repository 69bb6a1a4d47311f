package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** Erasing and correcting at PeerTube; the display names quote its sheet and its sources. */
class PeerTubeErasureTests {

    private static final int COMMENTS = 12;
    private static final String MARKER = "_zq7marker";
    private static final Turn MINE = () -> {};
    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofKilobytes(200));
    private final Later clock = new Later();
    private final List<PeerTubeStandIn> started = new ArrayList<>();
    private PeerTubeStandIn standIn = start("");
    private PeerTubeAdapter adapter = adapter(standIn.url());

    @AfterEach
    void stop() {
        started.forEach(PeerTubeStandIn::close);
    }

    @Test
    @DisplayName("\"revoke sessions → delete exports → remove-comments-of → DELETE user → delete registration\"")
    void whatIsErasedGoesInTheOrderThatLosesNobodyElsesWords() {
        standIn.archiveMade(Duration.ofHours(1));

        Outcome outcome = finished("");

        String user = "/api/v1/users/" + standIn.member();
        assertThat(destructive())
                .containsExactly(
                        "POST " + user + "/token-sessions/" + (30 + number()) + "/revoke",
                        "DELETE " + user + "/exports/1",
                        "POST /api/v1/bulk/remove-comments-of",
                        "DELETE " + user,
                        "DELETE /api/v1/users/registrations/" + (70 + number()));
        assertThat(outcome).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(account())).isEmpty();
    }

    @Test
    void theOutlookIsTheErasureWithoutItsLastStep() {
        standIn.archiveMade(Duration.ofHours(1));

        Outlook outlook = adapter.outlook(account());

        assertThat(standIn.calls())
                .filteredOn(call -> !call.endsWith("/users/token"))
                .allMatch(call -> call.startsWith("GET "));
        assertThat(outlook.obstacle()).isNull();
        assertThat(outlook.goes())
                .containsExactly(
                        amount("account", 1),
                        amount("videos", 7),
                        amount("channels", 1),
                        amount("comments", COMMENTS),
                        amount("playlists", 1),
                        amount("sessions", 1),
                        amount("archives", 1),
                        amount("registration", 1));
        assertThat(finished(""))
                .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
    }

    @Test
    void thePossessionIsAskedForBeforeEveryDestructiveCall() {
        standIn.archiveMade(Duration.ofHours(1));
        List<Integer> destroyed = new ArrayList<>();

        finished(() -> destroyed.add(destructive().size()), "");

        assertThat(destroyed).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void killedBeforeAnyDestructiveCallItGoesOnFromTheSameOrTheFirstHandle() {
        List<String> expected = keptAfterAnUndisturbedErasure();
        for (int ask = 1; ask <= 5; ask++) {
            for (boolean fromTheFirst : List.of(true, false)) {
                anew("");
                standIn.archiveMade(Duration.ofHours(1));

                Outcome outcome = finishedAfterAStopAt(ask, fromTheFirst);

                assertThat(outcome).as("stopped at ask " + ask).isInstanceOf(Outcome.Finished.class);
                assertThat(standIn.effects()).doesNotHaveDuplicates();
                assertThat(standIn.kept()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void anOutcomeThatWasLostBeforeItWasWrittenDownIsFoundAgain() {
        List<String> expected = keptAfterAnUndisturbedErasure();
        anew("");
        standIn.archiveMade(Duration.ofHours(1));
        String handle = "";
        Outcome outcome = adapter.erase(account(), handle, MINE);
        while (outcome instanceof Outcome.Pending pending) {
            adapter.erase(account(), pending.handle(), MINE); // killed after the call
            clock.to(pending.at());
            outcome = adapter.erase(account(), pending.handle(), MINE);
        }

        assertThat(outcome).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.effects()).doesNotHaveDuplicates();
        assertThat(standIn.kept()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (var faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            PeerTubeAdapter behind = adapter(faulty.url().toString());
            String handle = begun(behind);
            Fault expected = ErasureRun.expected(trouble);
            faulty.fail(trouble);

            assertThat(faultOf(() -> behind.outlook(account()))).isEqualTo(expected);
            assertThat(faultOf(() -> behind.erase(account(), handle, MINE))).isEqualTo(expected);
            assertThat(faultOf(() -> behind.probe(account()))).isEqualTo(expected);
            assertThat(faultOf(() -> behind.correct(account(), Fact.EMAIL, "new@riverbend.example", MINE)))
                    .isEqualTo(expected);

            faulty.heal();
            assertThat(finished(behind, MINE, handle)).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    void aFaultInTheMiddleLosesNothing() {
        for (int ask = 1; ask <= 4; ask++) {
            anew("");
            try (var faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
                PeerTubeAdapter behind = adapter(faulty.url().toString());
                Asks failing = new Asks(ask, () -> faulty.fail(Trouble.SERVER_ERROR));
                String handle = begun(behind);
                for (int rounds = 0; failing.asked < ask && rounds < 20; rounds++) {
                    try {
                        if (behind.erase(account(), handle, failing) instanceof Outcome.Pending pending) {
                            handle = pending.handle();
                            clock.to(pending.at());
                        }
                    } catch (ServiceFault fault) {
                        assertThat(fault.fault()).isEqualTo(Fault.BROKEN);
                    }
                }
                faulty.heal();

                assertThat(finished(behind, MINE, handle)).isInstanceOf(Outcome.Finished.class);
                assertThat(standIn.effects()).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    @DisplayName(
            "\"deleting a user can delete other people's replies under their threads; that is why bulk-remove first\"")
    void theAnswersOfOthersStay() {
        finished("");

        assertThat(standIn.kept()).anyMatch(kept -> kept.contains("Moss answers"));
        assertThat(standIn.kept().stream().filter(kept -> kept.startsWith("place ")))
                .hasSize(COMMENTS);
    }

    @Test
    @DisplayName("bulk.ts: \"Don't wait result\", video-comment.ts: \"count: 5000\"")
    void aCommentThatOneRequestLeavesIsAskedForAgain() {
        standIn.removeAtOnce(5);

        assertThat(finished("")).isInstanceOf(Outcome.Finished.class);

        assertThat(destructive()).filteredOn(call -> call.contains("/bulk/")).hasSize(3);
        assertThat(standIn.kept()).anyMatch(kept -> kept.contains("Moss answers"));
    }

    @Test
    @DisplayName("bulk.ts removes in the process that answered, so a restart forgets the rest")
    void aRestartThatForgetsTheCommentsIsNoticed() {
        String asked = handle(adapter.erase(account(), begun(adapter), MINE));
        standIn.forgetRemovals();

        String waiting = handle(adapter.erase(account(), asked, MINE));
        assertThat(destructive()).filteredOn(call -> call.contains("/bulk/")).hasSize(1);

        clock.forward(Duration.ofMinutes(3));
        assertThat(finished(waiting)).isInstanceOf(Outcome.Finished.class);
        assertThat(destructive()).filteredOn(call -> call.contains("/bulk/")).hasSize(2);
    }

    @Test
    void anAccountWhoseCommentsStayIsNotDeleted() {
        standIn.keepComments();

        assertThat(finished("")).isEqualTo(new Outcome.Blocked(Text.of("peertube.erasure.comments-stay", COMMENTS)));
        assertThat(destructive()).noneMatch(call -> call.equals("DELETE /api/v1/users/" + standIn.member()));
    }

    @Test
    @DisplayName("\"DELETE … exports/{id} → 204 (400/409 while PROCESSING)\"")
    void anArchiveThatIsBeingMadeIsWaitedFor() {
        standIn.neverFinishArchives();
        new Asking(adapter, account()).forAnArchive();
        Outcome outcome = adapter.erase(account(), begun(adapter), MINE);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Pending.class,
                        pending -> assertThat(pending.why()).isEqualTo(Text.of("peertube.erasure.archive")));
        assertThat(destructive()).noneMatch(call -> call.contains("/bulk/") || call.startsWith("DELETE"));

        clock.forward(Duration.ofHours(7)); // it never gets ready, and goes with the account
        assertThat(finished(handle(outcome))).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.kept()).noneMatch(kept -> kept.startsWith("archive"));
    }

    @Test
    @DisplayName("\"Can take long (many videos) → client timeout ≥ 10 min; then poll 404\"")
    void aDeletionThatTakesLongIsLookedAtAgainAndNotAskedForTwice() {
        standIn.timeOutAtDeletion();

        assertThat(finished("")).isInstanceOf(Outcome.Finished.class);

        assertThat(destructive())
                .filteredOn(call -> call.equals("DELETE /api/v1/users/" + standIn.member()))
                .hasSize(1);
    }

    @Test
    void aDeletionWithoutAnAnswerIsLookedAtAgain() {
        try (var faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            PeerTubeAdapter behind = adapter(faulty.url().toString());
            String handle = begun(behind);
            Asks third = new Asks(3, () -> faulty.fail(Trouble.SILENCE)); // a sign-in, the comments, the account
            Outcome outcome = finishedOrDeleting(behind, third, handle);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Pending.class,
                            pending -> assertThat(pending.why()).isEqualTo(Text.of("peertube.erasure.deleting")));

            faulty.heal();
            clock.forward(Duration.ofMinutes(16)); // it never arrived
            assertThat(finished(behind, MINE, handle(outcome))).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    @DisplayName("\"second call 404 User not found\"; \"userRegistration row … FK SET NULL; remove by API\"")
    void anAccountThatWentMeanwhileIsNoFaultAndItsRequestStillGoes() {
        String handle = begun(adapter);
        finished("");
        standIn.forgetCalls();

        assertThat(adapter.erase(account(), handle, MINE)).isInstanceOf(Outcome.Finished.class);
        assertThat(destructive()).containsExactly("DELETE /api/v1/users/registrations/" + (70 + number()));
        assertThat(adapter.erase(account(), "", MINE)).isEqualTo(new Outcome.NothingHeld());
        assertThat(adapter.outlook(account())).isEqualTo(Outlook.NOTHING);
    }

    @Test
    void nobodyElsesThingsGo() {
        finished("");

        assertThat(standIn.kept())
                .anyMatch(kept -> kept.startsWith("Registration") && kept.contains("member2"))
                .anyMatch(kept -> kept.startsWith("Person") && kept.contains("member2"))
                .anyMatch(kept -> kept.startsWith("Session") && kept.contains("member2"))
                .anyMatch(kept -> kept.startsWith("Video") && kept.contains("Somebody else's film"));
    }

    @Test
    @DisplayName("\"Remains: the name stays reserved for ever; abuse reports keep a snapshot\"")
    void whatIsLeftOfTheMemberIsWhatTheOutcomeNames() {
        anew(MARKER);
        assertThat(standIn.kept().stream().filter(PeerTubeErasureTests::aboutTheMember))
                .hasSizeGreaterThan(20);

        Outcome.Finished finished = (Outcome.Finished) finished("");

        assertThat(standIn.kept().stream()
                        .filter(PeerTubeErasureTests::aboutTheMember)
                        .map(kept -> kept.replaceAll("^(\\w+).*", "$1"))
                        .distinct())
                .containsExactlyInAnyOrder("Report", "reserved");
        assertThat(finished.retained())
                .extracting(Retained::what)
                .containsExactly(
                        Text.of("peertube.erasure.name"),
                        Text.of("peertube.erasure.reports-made", 1),
                        Text.of("peertube.erasure.reports-about", 1),
                        Text.of("peertube.erasure.places", COMMENTS),
                        Text.of("peertube.erasure.logs"));
        assertThat(finished.toString()).doesNotContain(MARKER);
    }

    @Test
    void aServiceThatSaysYesAndKeepsTheDataIsCaught() {
        standIn.keepData();

        assertThat(finished("")).isInstanceOf(Outcome.Finished.class);

        assertThat(adapter.probe(account())).contains(amount("account", 1), amount("videos", 7));
    }

    @Test
    void aRequestForTheAccountThatWasLeftBehindIsFoundAndRemoved() {
        standIn.reuse(standIn.member(), "somebody", PeerTubeServer.NOW.plusSeconds(60)); // the account is gone

        assertThat(adapter.probe(account())).containsExactly(amount("registration", 1));
        assertThat(finished("")).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(account())).isEmpty();
        assertThat(standIn.effects()).containsExactly("registration " + (70 + number()));
    }

    @Test
    void aNumberThatIsSomebodyElsesNowIsLeftAlone() {
        String handle = begun(adapter);
        standIn.reuse(standIn.member(), "newcomer", PeerTubeServer.NOW.minusSeconds(60));
        ServiceAccount byNumber = new ServiceAccount(
                PeerTubeClient.ID,
                PeerTubeServer.member(DemoAccount.MEMBER.email()),
                standIn.member(),
                Evidence.ADDRESS,
                PeerTubeServer.NOW);

        assertThat(adapter.erase(byNumber, "", MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("peertube.erasure.another-address")));
        assertThat(adapter.erase(account(), handle, MINE)).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.erase(account(), "", MINE)).isEqualTo(new Outcome.NothingHeld());
        assertThat(adapter.probe(account())).isEmpty();
        assertThat(standIn.kept()).anyMatch(kept -> kept.startsWith("Person") && kept.contains("newcomer"));
    }

    @Test
    void whatAPersonConfirmedNeedsNoAddress() {
        ServiceAccount confirmed = new ServiceAccount(
                PeerTubeClient.ID,
                PeerTubeServer.member("elsewhere@hills.example"),
                standIn.member(), // the number alone
                Evidence.OFFICER,
                PeerTubeServer.NOW);

        assertThat(adapter.outlook(confirmed).obstacle()).isNull();
    }

    @Test
    @DisplayName("\"root → 400\"")
    void theAccountThatRunsPeerTubeAndOurOwnStay() {
        for (String name : List.of("root", "portal")) {
            ServiceAccount account = new ServiceAccount(
                    PeerTubeClient.ID,
                    PeerTubeServer.member(name + "@riverbend.example"),
                    standIn.account(name),
                    Evidence.ADDRESS,
                    PeerTubeServer.NOW);

            assertThat(adapter.erase(account, "", MINE))
                    .isEqualTo(new Outcome.Blocked(Text.of("peertube.erasure.not-this-account")));
            assertThat(adapter.outlook(account).obstacle()).isEqualTo(Text.of("peertube.erasure.not-this-account"));
        }
    }

    @Test
    @DisplayName("\"Moderator (role 1) is not enough\"")
    void withoutTheRightNothingIsBegun() {
        standIn.role("portal", 1);

        assertThat(adapter.erase(account(), "", MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("peertube.check.not-an-administrator")));
        assertThat(destructive()).isEmpty();
    }

    @Test
    @DisplayName("token-sessions \"(8.0+)\"")
    void anOlderPeerTubeEndsTheSignInsWithTheAccount() {
        standIn.pretendVersion("7.3.0");

        assertThat(finished("")).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.kept()).noneMatch(kept -> kept.startsWith("Session") && kept.contains("name=member,"));
    }

    @Test
    @DisplayName("\"e-mail change in Authentik = new second account or login error (#5205)\"")
    void onlyTheAddressOfTheSignInIsTaken() {
        assertThat(adapter.corrects()).containsExactly(Fact.EMAIL);
        assertThat(corrected("member@riverbend.example", "new@riverbend.example"))
                .isEqualTo(new Correction.Refused(Text.of("peertube.correction.sign-in-first")));
        assertThat(corrected("new@riverbend.example", "new@riverbend.example")).isEqualTo(new Correction.Corrected());
        assertThat(corrected("new@riverbend.example", "New@riverbend.example")).isEqualTo(new Correction.AlreadySo());
        assertThat(destructive()).containsExactly("PUT /api/v1/users/" + standIn.member());
        assertThat(standIn.kept()).anyMatch(kept -> kept.contains("email=new@riverbend.example"));
    }

    @Test
    void anAddressThatAnotherAccountHasIsRefusedAndSoIsAName() {
        assertThat(corrected("officer@riverbend.example", "officer@riverbend.example"))
                .isEqualTo(new Correction.Refused(Text.of("peertube.correction.taken")));
        assertThat(corrected("nonsense", "nonsense"))
                .isEqualTo(new Correction.Refused(Text.of("peertube.correction.no-address")));
        assertThat(adapter.correct(account(), Fact.DISPLAY_NAME, "Mira", MINE))
                .isEqualTo(new Correction.Refused(Text.of("peertube.correction.name")));
    }

    private Correction corrected(String signIn, String value) {
        ServiceAccount account = new ServiceAccount(
                PeerTubeClient.ID,
                PeerTubeServer.member(signIn),
                standIn.member(),
                Evidence.ADDRESS,
                PeerTubeServer.NOW);
        return adapter.correct(account, Fact.EMAIL, value, MINE);
    }

    private static boolean aboutTheMember(String kept) {
        return kept.contains(MARKER) || kept.toLowerCase(Locale.ROOT).contains("=" + DemoAccount.MEMBER.email());
    }

    private List<String> keptAfterAnUndisturbedErasure() {
        standIn.archiveMade(Duration.ofHours(1));
        finished("");
        return standIn.kept();
    }

    private Outcome finishedAfterAStopAt(int ask, boolean fromTheFirst) {
        Asks stopping = new Asks(ask, () -> {
            throw new Stopped();
        });
        String first = begun(adapter);
        String handle = first;
        for (int rounds = 0; rounds < 40; rounds++) {
            try {
                Outcome outcome = adapter.erase(account(), handle, stopping);
                if (!(outcome instanceof Outcome.Pending pending)) {
                    return outcome;
                }
                handle = pending.handle();
                clock.to(pending.at());
            } catch (Stopped stopped) {
                handle = fromTheFirst ? first : handle;
            }
        }
        throw new IllegalStateException("never finished");
    }

    private Outcome finishedOrDeleting(PeerTubeAdapter behind, Turn turn, String from) {
        Outcome outcome = behind.erase(account(), from, turn);
        while (outcome instanceof Outcome.Pending pending
                && !pending.why().key().endsWith(".deleting")) {
            clock.to(pending.at());
            outcome = behind.erase(account(), pending.handle(), turn);
        }
        return outcome;
    }

    private Outcome finished(String handle) {
        return finished(adapter, MINE, handle);
    }

    private Outcome finished(Turn turn, String handle) {
        return finished(adapter, turn, handle);
    }

    private Outcome finished(PeerTubeAdapter asked, Turn turn, String from) {
        String handle = from;
        for (int rounds = 0; rounds < 200; rounds++) {
            Outcome outcome = asked.erase(account(), handle, turn);
            if (!(outcome instanceof Outcome.Pending pending)) {
                return outcome;
            }
            handle = pending.handle();
            clock.to(pending.at());
        }
        throw new IllegalStateException("never finished");
    }

    private String begun(PeerTubeAdapter asked) {
        return handle(asked.erase(account(), "", MINE));
    }

    private static String handle(Outcome outcome) {
        return ((Outcome.Pending) outcome).handle();
    }

    private List<String> destructive() {
        return standIn.calls().stream()
                .filter(call -> !call.startsWith("GET ") && !call.endsWith("/users/token"))
                .filter(call -> !call.endsWith("/exports/request"))
                .toList();
    }

    private ServiceAccount account() {
        return new ServiceAccount(
                PeerTubeClient.ID,
                PeerTubeServer.member(DemoAccount.MEMBER.email()),
                standIn.memberAccount(),
                Evidence.ADDRESS,
                PeerTubeServer.NOW);
    }

    /** "POST /users/{id}/block: kills tokens; videos stay online" */
    @Test
    void aHeldVideoStaysWithTheAccountThatCarriesItAndGoesWhenItIsFreed() {
        String video = standIn.video();
        List<Hold> held = List.of(hold(video));

        Outcome.Finished finished = (Outcome.Finished) finished(sparing(held), "");

        assertThat(finished.erased())
                .contains(amount("videos", 6), amount("comments", COMMENTS))
                .doesNotContain(amount("account", 1), amount("channels", 1));
        assertThat(finished.retained()).extracting(stays -> stays.what().key()).contains("peertube.erasure.carrier");
        assertThat(standIn.effects()).contains("block " + standIn.member()).doesNotContain("user " + standIn.member());
        assertThat(adapter.probe(account(), held)).isEmpty();
        assertThat(adapter.kept(account(), held)).isEqualTo(held);
        assertThat(adapter.kept(account(), List.of(hold("another")))).isEmpty();

        Outcome.Finished rest = (Outcome.Finished) finished("");

        assertThat(rest.erased()).contains(amount("account", 1), amount("videos", 1), amount("channels", 1));
        assertThat(adapter.probe(account())).isEmpty();
    }

    @Test
    void whatIsHeldButNotThereKeepsNothing() {
        Outcome outcome = finished(sparing(List.of(hold("another"))), "");

        assertThat(outcome).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(account())).isEmpty();
    }

    private static Hold hold(String video) {
        return new Hold(
                java.util.UUID.nameUUIDFromBytes(video.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "peertube",
                "video",
                video,
                "a claim",
                Instant.EPOCH,
                false);
    }

    private static Turn sparing(List<Hold> held) {
        return new Turn() {
            @Override
            public void stillMine() {}

            @Override
            public List<Hold> held() {
                return held;
            }
        };
    }

    private int number() {
        return Integer.parseInt(standIn.member());
    }

    private void anew(String marker) {
        standIn = start(marker);
        adapter = adapter(standIn.url());
    }

    private PeerTubeStandIn start(String marker) {
        PeerTubeStandIn fresh = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK, COMMENTS, 3, marker);
        started.add(fresh);
        return fresh;
    }

    private PeerTubeAdapter adapter(String url) {
        PeerTubeServer server = new PeerTubeServer(
                "stand-in",
                url,
                PeerTubeStandIn.PUBLIC_URL,
                PeerTubeStandIn.USERNAME,
                PeerTubeStandIn.PASSWORD,
                DemoAccount.MEMBER.email(),
                standIn,
                clock);
        return server.adapter(url, server.password(), url.equals(standIn.url()) ? HttpLimits.standard() : SHORT);
    }

    private static Amount amount(String kind, long items) {
        return new Amount(Text.of("peertube.erasure." + kind), items);
    }

    private static Fault faultOf(ThrowingCallable question) {
        return catchThrowableOfType(ServiceFault.class, question).fault();
    }

    /** Does something at one of the asks. */
    private static final class Asks implements Turn {

        private final int when;
        private final Runnable event;
        private int asked;

        Asks(int when, Runnable event) {
            this.when = when;
            this.event = event;
        }

        @Override
        public void stillMine() {
            if (++asked == when) {
                event.run();
            }
        }
    }

    private static final class Stopped extends RuntimeException {}

    /** Has an export ask PeerTube for an archive. */
    private record Asking(PeerTubeAdapter adapter, ServiceAccount account) {

        void forAnArchive() {
            adapter.export(account, Cursor.START, new RecordedSink());
        }
    }

    /** Goes on when it is told to. */
    private static final class Later extends Clock {

        private Instant now = PeerTubeServer.NOW;

        void to(Instant then) {
            now = then.isAfter(now) ? then : now;
        }

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
