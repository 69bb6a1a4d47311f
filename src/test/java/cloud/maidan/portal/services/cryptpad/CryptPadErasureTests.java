package cloud.maidan.portal.services.cryptpad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class CryptPadErasureTests {

    private static final String WORD = "planted-word-c4d";
    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofMillis(600), Duration.ofMillis(600), DataSize.ofMegabytes(1));

    private final CryptPadStandIn standIn = CryptPadStandIn.start(0);
    private final CryptPadServer server = CryptPadServer.of(standIn);
    private final CryptPadAdapter adapter = server.adapter();
    private final ServiceAccount account = account(server, true);
    private final ErasureRun erasure = new ErasureRun(adapter, account);

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** "loop REMOVE_DOCUMENT over owned ids before ARCHIVE_ACCOUNT"; the known user names the block, so it goes last. */
    @Test
    void whatOnlyTheMemberOwnsIsDestroyedBeforeTheAccountIsArchivedAndLeavesTheLists() {
        assertThat(erasure.run())
                .isInstanceOfSatisfying(
                        Outcome.Finished.class,
                        finished -> assertThat(finished.erased())
                                .containsExactly(
                                        amount("documents", 8),
                                        amount("files", 2),
                                        amount("account", 1),
                                        amount("known", 1),
                                        amount("invitations", 1)));

        List<String> effects = standIn.effects();
        assertThat(effects).hasSize(13);
        assertThat(effects.subList(0, 10)).allMatch(effect -> effect.startsWith("remove "));
        assertThat(effects.subList(10, 13))
                .containsExactly(
                        "archive " + server.account(),
                        "forget " + server.account().replace('/', '-'),
                        "withdraw inv-member");
        assertThat(standIn.known(DemoAccount.MODERATOR)).isNotNull();
    }

    @Test
    void theOutlookIsTheErasureWithoutItsLastStep() {
        Outlook outlook = adapter.outlook(account);

        assertThat(standIn.effects()).isEmpty();
        assertThat(standIn.calls()).allMatch(call -> !call.matches("(ADD|ARCHIVE|REMOVE|DELETE|SET|UPDATE|ADMIN)_.*"));
        assertThat(erasure.run())
                .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
        assertThat(adapter.outlook(account)).isEqualTo(Outlook.NOTHING);
        assertThat(new ErasureRun(adapter, account).run()).isEqualTo(new Outcome.NothingHeld());
    }

    @Test
    void stoppedBeforeAnyCallItGoesOnAndChangesNothingTwice() {
        Outcome expected = erasure.run();
        int calls = erasure.asked();
        assertThat(calls).isEqualTo(13);
        for (int stop = 1; stop <= calls; stop++) {
            int at = stop;
            try (CryptPadStandIn fresh = CryptPadStandIn.start(0)) {
                CryptPadServer other = CryptPadServer.of(fresh);
                ErasureRun run = new ErasureRun(other.adapter(), account(other, true));
                assertThatThrownBy(() -> run.run(at)).isInstanceOf(ErasureRun.Stopped.class);

                assertThat(run.run()).as("stopped at " + at).isEqualTo(expected);
                assertThat(fresh.effects()).hasSize(13).doesNotHaveDuplicates();
                assertThat(run.run()).as("once more").isEqualTo(expected);
                assertThat(fresh.effects()).hasSize(13);
            }
        }
    }

    /** "id" of DELETE_KNOWN_USER is a file's name: a key with a slash in it is answered yes and deletes nothing. */
    @Test
    void anEntryIsTakenOutByTheListsOwnNameForIt() {
        assertThat(server.account()).contains("/");

        erasure.run();

        assertThat(standIn.known(DemoAccount.MEMBER)).isNull();
        assertThat(standIn.signed())
                .noneMatch(signed -> signed.text().contains("[\"DELETE_KNOWN_USER\",\"" + server.account()));
    }

    /** "ARCHIVE_ACCOUNT: worker thread, can be minutes"; "second call overwrites the report: check the status first". */
    @Test
    void aServerThatIsStillArchivingIsLookedAtAgainAndNotToldTwice() {
        CountDownLatch archived = standIn.archiveSlowly();
        CryptPadErasure patient = erasure(CryptPadServer.NOW);
        String handle = handle(patient.erase(account, "", () -> {}));

        Outcome.Pending waiting = (Outcome.Pending) patient.erase(account, handle, () -> {});

        assertThat(waiting.why()).isEqualTo(Text.of("cryptpad.erasure.archiving"));
        assertThat(waiting.at()).isEqualTo(CryptPadServer.NOW.plus(Duration.ofMinutes(1)));
        assertThat(erasure(CryptPadServer.NOW.plusSeconds(60)).erase(account, waiting.handle(), () -> {}))
                .as("still at it")
                .isInstanceOf(Outcome.Pending.class);
        assertThat(archivings()).isEqualTo(1);

        archived.countDown();
        awaitEffect("archive " + server.account());
        assertThat(erasure(CryptPadServer.NOW.plusSeconds(120)).erase(account, waiting.handle(), () -> {}))
                .isInstanceOf(Outcome.Finished.class);
        assertThat(archivings()).isEqualTo(1);
    }

    @Test
    void aWorkerThatDiedIsReplacedAfterAnHour() {
        CountDownLatch never = standIn.archiveSlowly();
        CryptPadErasure patient = erasure(CryptPadServer.NOW);
        String handle = handle(patient.erase(account, "", () -> {}));
        String waiting = handle(patient.erase(account, handle, () -> {}));
        never.countDown();
        standIn.forgetSessions();

        assertThat(erasure(CryptPadServer.NOW.plusSeconds(3601)).erase(account, waiting, () -> {}))
                .isInstanceOf(Outcome.Finished.class);
    }

    /** "block optional only if the pin log names it: pass it". */
    @Test
    void withoutItsLogInBlockOnlyPartOfAnAccountIsArchivedAndThatIsSaid() {
        standIn.forget(DemoAccount.MEMBER);
        CryptPadServer blind =
                new CryptPadServer("stand-in", server.url(), server.key(), server.account(), server.subject(), null);
        standIn.plant(WORD, server.account());

        Outcome.Finished finished = (Outcome.Finished) new ErasureRun(blind.adapter(), account(blind, true)).run();

        assertThat(what(finished.retained())).contains("cryptpad.erasure.block-unknown");
        assertThat(standIn.where(WORD)).contains("block", "sso");
    }

    @Test
    void aLogInBlockThatTheServerFoundByItselfIsArchivedToo() {
        standIn.forget(DemoAccount.MEMBER);
        standIn.nameBlockInPinLog(DemoAccount.MEMBER);
        CryptPadServer blind =
                new CryptPadServer("stand-in", server.url(), server.key(), server.account(), server.subject(), null);

        Outcome.Finished finished = (Outcome.Finished) new ErasureRun(blind.adapter(), account(blind, true)).run();

        assertThat(what(finished.retained())).doesNotContain("cryptpad.erasure.block-unknown");
    }

    /** The block is named by the sign-in plugin's folder too. */
    @Test
    void aLogInBlockIsFoundByTheSignInWhenTheListDoesNotNameIt() {
        standIn.forget(DemoAccount.MEMBER);
        standIn.plant(WORD, server.account());

        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(what(finished.retained())).doesNotContain("cryptpad.erasure.block-unknown");
        assertThat(standIn.where(WORD)).doesNotContain("block", "sso").contains("archive/block", "archive/sso");
    }

    /** "eviction: unset means disabled", "archiveRetentionTime 90 days". */
    @Test
    void whatIsArchivedStaysUntilTheArchiveIsEmptiedOrNobodyKnows() {
        assertThat(until("files-archived")).isNull();

        standIn.rule("disableIntegratedEviction", false);
        standIn.rule("archiveRetentionTime", 30);
        assertThat(until("files-archived")).isEqualTo(CryptPadServer.NOW.plus(Duration.ofDays(30)));
        assertThat(until("archive"))
                .as("blocks, lists and reports are never emptied")
                .isNull();
    }

    /** Owners of files lie beside them now, where ARCHIVE_ACCOUNT does not look: it would leave all newer files. */
    @Test
    void filesWhoseOwnersTheServerNamesAreDestroyedAndThoseWithAnOldProofAreArchived() {
        standIn.plant(WORD, server.account());

        erasure.run();

        assertThat(standIn.where(WORD)).contains("archive/blob").doesNotContain("stored");
    }

    @Test
    void nothingIsLeftButWhatWasSaidToStay() {
        standIn.plant(WORD, server.account());

        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(adapter.probe(account)).isEmpty();
        assertThat(standIn.where(WORD))
                .containsExactly(
                        "archive/blob", "archive/block", "archive/pins", "archive/sso", "logs", "others", "sessions");
        assertThat(what(finished.retained()))
                .containsExactly(
                        "cryptpad.erasure.others",
                        "cryptpad.erasure.files-archived",
                        "cryptpad.erasure.archive",
                        "cryptpad.erasure.sessions",
                        "cryptpad.erasure.traces");
        assertThat(finished.retained().getFirst().what()).isEqualTo(Text.of("cryptpad.erasure.others", 12));
    }

    @Test
    void aServerThatSaysYesAndKeepsTheDataIsFoundOut() {
        standIn.keepWhatIsErased();

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(account))
                .containsExactly(
                        amount("list", 1),
                        amount("things", 10),
                        amount("known", 1),
                        amount("invitations", 1),
                        amount("block", 1),
                        amount("sign-in", 1));
    }

    @Test
    void anInvitationToAnAddressThatNobodyVouchesForIsLeftAloneAndTold() {
        Outcome.Finished finished = (Outcome.Finished) new ErasureRun(adapter, account(server, false)).run();

        assertThat(standIn.effects()).noneMatch(effect -> effect.startsWith("withdraw"));
        assertThat(what(finished.retained())).contains("cryptpad.erasure.invitations-unproven");
        assertThat(adapter.outlook(account(server, false)).stays())
                .as("nothing is left to stay")
                .isEmpty();
    }

    @Test
    void moreThanOneCallTakesIsTakenInSeveral() {
        try (CryptPadStandIn large = CryptPadStandIn.start(0, 520)) {
            CryptPadServer other = CryptPadServer.of(large);
            ErasureRun run = new ErasureRun(other.adapter(), account(other, true));

            Outcome.Finished finished = (Outcome.Finished) run.run();

            long own = finished.erased().getFirst().items()
                    + finished.erased().get(1).items();
            assertThat(own).isGreaterThan(200);
            assertThat(large.effects().stream().filter(effect -> effect.startsWith("remove ")))
                    .hasSize((int) own);
            assertThat(run.handles()).hasSize(3);
        }
    }

    @Test
    void aNameAndAnAddressAreCorrectedInTheListOfAccountsOnly() {
        assertThat(adapter.correct(account, Fact.EMAIL, "mira@riverbend.example", () -> {}))
                .isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(account, Fact.EMAIL, "mira@riverbend.example", () -> {}))
                .isEqualTo(new Correction.AlreadySo());
        assertThat(adapter.correct(account, Fact.DISPLAY_NAME, "Mira Neu", () -> {}))
                .isEqualTo(new Correction.Corrected());

        assertThat(Objects.requireNonNull(standIn.known(DemoAccount.MEMBER)))
                .containsEntry("email", "mira@riverbend.example")
                .containsEntry("name", "Mira Neu")
                .containsEntry("alias", "Mira Neu");
        assertThat(adapter.correct(account, Fact.DISPLAY_NAME, "x".repeat(301), () -> {}))
                .isEqualTo(new Correction.Refused(Text.of("cryptpad.rectification.long", 300)));
        standIn.forget(DemoAccount.MEMBER);
        assertThat(adapter.correct(account, Fact.DISPLAY_NAME, "Mira", () -> {}))
                .isEqualTo(new Correction.Refused(Text.of("cryptpad.rectification.unlisted")));
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            ErasureRun run = new ErasureRun(server.adapter(faulty.url().toString(), server.key(), SHORT), account);
            assertThatThrownBy(() -> run.run(5)).isInstanceOf(ErasureRun.Stopped.class);
            faulty.fail(trouble);

            ServiceFault fault = catchThrowableOfType(ServiceFault.class, run::run);
            assertThat(Objects.requireNonNull(fault).fault()).isEqualTo(ErasureRun.expected(trouble));
            faulty.heal();

            assertThat(run.run()).isInstanceOf(Outcome.Finished.class);
            assertThat(standIn.effects()).hasSize(13).doesNotHaveDuplicates();
        }
    }

    private @org.jspecify.annotations.Nullable Instant until(String what) {
        return adapter.outlook(account).stays().stream()
                .filter(stays -> stays.what().key().equals("cryptpad.erasure." + what))
                .findFirst()
                .orElseThrow()
                .until();
    }

    private CryptPadErasure erasure(Instant now) {
        return new CryptPadErasure(
                server.client(server.url(), server.key(), HttpLimits.standard()),
                new SsoBlocks(standIn.ssoBlocks(), null),
                Duration.ofMillis(700),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private long archivings() {
        return standIn.calls().stream().filter("ARCHIVE_ACCOUNT"::equals).count();
    }

    private void awaitEffect(String effect) {
        for (int i = 0; i < 500 && !standIn.effects().contains(effect); i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(standIn.effects()).contains(effect);
    }

    private static String handle(Outcome outcome) {
        return ((Outcome.Pending) outcome).handle();
    }

    private static List<String> what(List<Retained> retained) {
        return retained.stream().map(stays -> stays.what().key()).toList();
    }

    private static Amount amount(String what, long items) {
        return new Amount(Text.of("cryptpad.erasure." + what), items);
    }

    private static ServiceAccount account(CryptPadServer server, boolean trusted) {
        Member member = new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                server.subject(),
                "member",
                "Mira Beispiel",
                DemoAccount.MEMBER.email(),
                trusted,
                Locale.ENGLISH,
                ZoneOffset.UTC);
        return new ServiceAccount(CryptPadClient.ID, member, server.account(), Evidence.SUBJECT, CryptPadServer.NOW);
    }
}
