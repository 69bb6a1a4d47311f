package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** Erasing and correcting at Nextcloud while the member is away; the display names quote its sheet. */
class NextcloudErasureTests {

    private static final String MARKER = "zq7marker";
    private static final Turn MINE = () -> {};
    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofKilobytes(200));

    private final List<NextcloudStandIn> started = new ArrayList<>();
    private NextcloudStandIn standIn = start("");
    private NextcloudAdapter adapter = adapter(standIn.url());

    @AfterEach
    void stop() {
        started.forEach(NextcloudStandIn::close);
    }

    @Test
    @DisplayName("\"3 disable, 4 wipe, 5 delete, 6 verify GET→404\"")
    void theAccountIsShutAndItsClientsToldBeforeItGoes() {
        assertThat(run(adapter).run()).isInstanceOf(Outcome.Finished.class);

        String user = "/ocs/v2.php/cloud/users/" + DemoAccount.MEMBER.subject();
        assertThat(destructive())
                .containsExactly("PUT " + user + "/disable", "POST " + user + "/wipe", "DELETE " + user);
        assertThat(adapter.probe(account())).isEmpty();
    }

    @Test
    void theOutlookIsTheErasureWithoutItsLastStep() {
        Outlook outlook = adapter.outlook(account());

        assertThat(standIn.calls()).allMatch(call -> call.startsWith("GET "));
        assertThat(outlook.obstacle()).isNull();
        assertThat(outlook.goes()).containsExactly(amount("account", 1), amount("files", 4), amount("groups", 2));
        assertThat(run(adapter).run())
                .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
    }

    @Test
    void thePossessionIsAskedForBeforeEveryDestructiveCall() {
        List<Integer> destroyed = new ArrayList<>();
        String handle = begun();

        adapter.erase(account(), handle, () -> destroyed.add(destructive().size()));

        assertThat(destroyed).containsExactly(0, 1, 2);
    }

    @Test
    void stoppedBeforeAnyDestructiveCallItGoesOn() {
        run(adapter).run();
        List<String> expected = standIn.erasing().kept();
        for (int ask = 1; ask <= 3; ask++) {
            for (boolean handleLost : List.of(true, false)) {
                anew("");
                ErasureRun run = run(adapter);
                int at = ask;
                assertThat(catchThrowableOfType(ErasureRun.Stopped.class, () -> run.run(at)))
                        .isNotNull();
                if (handleLost) {
                    run.forgetLastHandle();
                }

                assertThat(run.run()).isInstanceOf(Outcome.Finished.class);
                assertThat(standIn.erasing().effects()).containsExactly("disabled", "wiped", "removed");
                assertThat(standIn.erasing().kept()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void anOutcomeThatWasLostBeforeItWasWrittenDownIsFoundAgain() {
        String handle = begun();
        Outcome lost = adapter.erase(account(), handle, MINE);

        assertThat(adapter.erase(account(), handle, MINE)).isEqualTo(lost).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.erasing().effects()).containsExactly("disabled", "wiped", "removed");
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (var faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            NextcloudAdapter behind = adapter(faulty.url().toString());
            ErasureRun run = run(behind);
            Fault expected = ErasureRun.expected(trouble);
            String handle = begun();
            faulty.fail(trouble);

            assertThat(faultOf(() -> behind.outlook(account()))).isEqualTo(expected);
            assertThat(faultOf(run::run)).isEqualTo(expected);
            assertThat(faultOf(() -> behind.erase(account(), handle, MINE))).isEqualTo(expected);
            assertThat(faultOf(() -> behind.probe(account()))).isEqualTo(expected);
            assertThat(faultOf(() -> behind.correct(account(), Fact.EMAIL, "a@b.example", MINE)))
                    .isEqualTo(expected);

            faulty.heal();
            assertThat(run.run()).isInstanceOf(Outcome.Finished.class);
        }
    }

    @Test
    @DisplayName("\"unknown or second call → 998 / HTTP 404\"")
    void anAccountThatIsNotThereHoldsNothing() {
        ServiceAccount nobody = NextcloudServer.account("nobody-here", "nobody-here");

        assertThat(adapter.outlook(nobody)).isEqualTo(Outlook.NOTHING);
        assertThat(adapter.erase(nobody, "", MINE)).isEqualTo(new Outcome.NothingHeld());
        assertThat(destructive()).isEmpty();
    }

    @Test
    @DisplayName("998 is a success \"only if … user lookup by uid also 404\"")
    void aRemovalThatFindsNobodyIsNoneWhileTheAccountShows() {
        String handle = begun();

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class,
                () -> adapter.erase(account(), handle, () -> standIn.erasing().deny()));

        assertThat(fault.fault()).isEqualTo(Fault.BROKEN);
    }

    @Test
    @DisplayName("\"large homes can exceed the HTTP timeout\"")
    void aRemovalThatTakesLongIsLookedAtAgainAndNotAskedForTwice() {
        standIn.erasing().timeOut();

        assertThat(run(adapter).run()).isInstanceOf(Outcome.Finished.class);

        assertThat(destructive()).filteredOn(call -> call.startsWith("DELETE")).hasSize(1);
        assertThat(standIn.erasing().effects()).containsExactly("disabled", "wiped", "removed");
    }

    @Test
    @DisplayName("\"a half-failed deletion is remembered … retries daily\"")
    void aRemovalThatNeverCameIsAskedForAgain() {
        String handle;
        try (var faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            NextcloudAdapter behind = adapter(faulty.url().toString());
            int[] asks = {0};
            Outcome outcome = behind.erase(account(), begun(), () -> {
                if (++asks[0] == 3) {
                    faulty.fail(Trouble.SILENCE);
                }
            });
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Pending.class,
                            pending -> assertThat(pending.why()).isEqualTo(Text.of("nextcloud.erasure.deleting")));
            handle = ((Outcome.Pending) outcome).handle();
        }

        assertThat(adapter.erase(account(), handle, MINE)).isInstanceOf(Outcome.Pending.class);
        Clock later = Clock.fixed(NextcloudServer.NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC);
        assertThat(adapter(standIn.url(), later).erase(account(), handle, MINE)).isInstanceOf(Outcome.Finished.class);
    }

    @Test
    @DisplayName("\"False result from delete() → 101\"")
    void anAccountOfADirectoryIsForAPerson() {
        standIn.erasing().decline();

        assertThat(run(adapter).run()).isEqualTo(new Outcome.Blocked(Text.of("nextcloud.erasure.declined")));
    }

    @Test
    @DisplayName("\"self → statuscode 101\"")
    void ourOwnAccountStays() {
        ServiceAccount ours = new ServiceAccount(
                NextcloudClient.ID,
                NextcloudServer.member("x"),
                NextcloudStandIn.USER,
                Evidence.OFFICER,
                NextcloudServer.NOW);

        assertThat(adapter.outlook(ours).obstacle()).isEqualTo(Text.of("nextcloud.erasure.own-account"));
        assertThat(adapter.erase(ours, "", MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("nextcloud.erasure.own-account")));
    }

    @Test
    void anAccountByTheSameIdThatNoSignInMadeIsForAPerson() {
        ServiceAccount handmade =
                NextcloudServer.account(NextcloudStandIn.LOCAL_SUBJECT, NextcloudStandIn.LOCAL_SUBJECT);

        assertThat(adapter.erase(handmade, "", MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("nextcloud.erasure.another-origin")));
    }

    @Test
    void withoutTheRightNothingIsBegun() {
        NextcloudAdapter clerk = NextcloudServer.of(standIn)
                .as(NextcloudStandIn.CLERK, NextcloudStandIn.PASSWORD)
                .adapter();
        NextcloudAdapter stranger = NextcloudServer.of(standIn).as("x", "wrong").adapter();

        assertThat(clerk.erase(account(), "", MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("nextcloud.check.not-an-administrator")));
        assertThat(stranger.outlook(account()).obstacle()).isEqualTo(Text.of("nextcloud.check.password-unknown"));
        assertThat(destructive()).isEmpty();
    }

    @Test
    @DisplayName("\"quota is [] until the user has logged in once\"")
    void anAccountThatNeverSignedInHasNoFilesToCount() {
        String officer = DemoAccount.OFFICER.subject();

        assertThat(adapter.outlook(NextcloudServer.account(officer, officer)).goes())
                .containsExactly(amount("account", 1));
    }

    @Test
    @DisplayName("\"Remains — tell the user\"")
    void whatIsLeftOfTheMemberIsWhatTheOutcomeNames() {
        anew(MARKER);
        assertThat(aboutTheMember()).hasSizeGreaterThan(30);

        Outcome.Finished finished = (Outcome.Finished) run(adapter).run();

        assertThat(aboutTheMember())
                .map(kept -> kept.replaceAll("^(\\w+).*", "$1"))
                .containsExactly("activity", "comment", "placed", "mention", "trace", "log");
        assertThat(finished.retained())
                .extracting(Retained::what)
                .extracting(Text::key)
                .containsExactly(
                        "nextcloud.erasure.activity",
                        "nextcloud.erasure.comments",
                        "nextcloud.erasure.placed",
                        "nextcloud.erasure.mentions",
                        "nextcloud.erasure.traces",
                        "nextcloud.erasure.logs");
        assertThat(standIn.erasing().kept())
                .anyMatch(kept -> kept.startsWith("comment of deleted_users"))
                .anyMatch(kept -> kept.contains("Moss wrote this"));
    }

    @Test
    void aServiceThatSaysYesAndKeepsTheDataIsCaught() {
        standIn.erasing().keepData();

        assertThat(run(adapter).run()).isInstanceOf(Outcome.Finished.class);

        assertThat(adapter.probe(account())).contains(amount("account", 1), amount("files", 4));
    }

    @Test
    void nameAndAddressOfTheSignInAreNotFoughtOver() {
        assertThat(adapter.corrects()).containsExactlyInAnyOrder(Fact.DISPLAY_NAME, Fact.EMAIL);
        assertThat(adapter.correct(account(), Fact.DISPLAY_NAME, "Mira B.", MINE))
                .isEqualTo(refused("nextcloud.correction.name"));
        assertThat(adapter.correct(account(), Fact.EMAIL, "new@riverbend.example", MINE))
                .isEqualTo(refused("nextcloud.correction.sign-in-first"));
        assertThat(adapter.correct(account(), Fact.EMAIL, "guest1@riverbend.example", MINE)) // as the sign-in says
                .isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(account(), Fact.EMAIL, "guest1@riverbend.example", MINE))
                .isEqualTo(new Correction.AlreadySo());
        assertThat(destructive()).hasSize(1);
    }

    @Test
    void anAccountWithItsOwnPasswordIsCorrectedHere() {
        ServiceAccount handmade = new ServiceAccount(
                NextcloudClient.ID,
                NextcloudServer.member("x"),
                NextcloudStandIn.LOCAL_SUBJECT,
                Evidence.OFFICER,
                NextcloudServer.NOW);

        assertThat(adapter.correct(handmade, Fact.DISPLAY_NAME, "Lou Other", MINE))
                .isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(handmade, Fact.EMAIL, "nonsense", MINE))
                .isEqualTo(refused("nextcloud.correction.refused"));
        assertThat(standIn.erasing().kept()).anyMatch(kept -> kept.contains("name=Lou Other"));
    }

    private List<String> aboutTheMember() {
        return standIn.erasing().kept().stream()
                .filter(kept -> kept.contains(MARKER) || kept.contains(DemoAccount.MEMBER.subject()))
                .toList();
    }

    private static Correction refused(String why) {
        return new Correction.Refused(Text.of(why));
    }

    private String begun() {
        return ((Outcome.Pending) adapter.erase(account(), "", MINE)).handle();
    }

    private List<String> destructive() {
        return standIn.calls().stream().filter(call -> !call.startsWith("GET ")).toList();
    }

    private static ServiceAccount account() {
        String subject = DemoAccount.MEMBER.subject();
        return NextcloudServer.account(subject, subject);
    }

    private static ErasureRun run(NextcloudAdapter adapter) {
        return new ErasureRun(adapter, account());
    }

    private void anew(String marker) {
        standIn = start(marker);
        adapter = adapter(standIn.url());
    }

    private NextcloudStandIn start(String marker) {
        NextcloudStandIn fresh = NextcloudStandIn.start(0, 3, 10, marker);
        started.add(fresh);
        return fresh;
    }

    private NextcloudAdapter adapter(String url) {
        return adapter(url, Clock.fixed(NextcloudServer.NOW, ZoneOffset.UTC));
    }

    /** The member is away: whoever needs their token fails. */
    private NextcloudAdapter adapter(String url, Clock clock) {
        return NextcloudServer.of(standIn)
                .withToken(Optional::empty)
                .at(url)
                .adapter(
                        NextcloudServer.properties(Duration.ofSeconds(1), true),
                        url.equals(standIn.url()) ? HttpLimits.standard() : SHORT,
                        clock);
    }

    private static Amount amount(String kind, long items) {
        return new Amount(Text.of("nextcloud.erasure." + kind), items);
    }

    private static Fault faultOf(ThrowingCallable question) {
        return catchThrowableOfType(ServiceFault.class, question).fault();
    }
}
