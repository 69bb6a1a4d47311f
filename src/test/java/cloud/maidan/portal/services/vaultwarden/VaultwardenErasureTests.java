package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class VaultwardenErasureTests {

    private static final String WORD = "planted-word-7b1";

    private final VaultwardenStandIn standIn = VaultwardenStandIn.start(0, VaultwardenServer.ISSUER, 1000);
    private final VaultwardenServer server = VaultwardenServer.of(standIn);
    private final VaultwardenAdapter adapter = server.adapter();
    private final ErasureRun erasure = new ErasureRun(adapter, server.known());

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** "Optional first: /disable (instant lock-out)", then "POST /admin/users/{uuid}/delete". */
    @Test
    void anAccountIsLockedAndThenDeletedAndNothingElse() {
        Outcome outcome = erasure.run();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Finished.class,
                        finished -> assertThat(finished.erased())
                                .containsExactly(
                                        amount("account", 1),
                                        amount("entries", 214),
                                        amount("attachments", 3),
                                        amount("memberships", 1)));
        assertThat(standIn.effects()).containsExactly("disable " + server.account(), "delete " + server.account());
        assertThat(standIn.calls().stream().filter(call -> call.startsWith("POST /admin/")))
                .containsExactly(
                        "POST /admin/users/" + server.account() + "/disable",
                        "POST /admin/users/" + server.account() + "/delete");
        assertThat(standIn.knows(VaultwardenStandIn.accountOf(DemoAccount.MODERATOR)))
                .isTrue();
    }

    @Test
    void theOutlookIsTheErasureWithoutItsLastStep() {
        Outlook outlook = adapter.outlook(server.known());

        assertThat(standIn.effects()).isEmpty();
        assertThat(standIn.calls()).allMatch(call -> call.startsWith("GET /") || call.equals("POST /admin"));
        assertThat(erasure.run())
                .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
        assertThat(outlook.obstacle()).isNull();
        assertThat(adapter.outlook(server.known())).isEqualTo(Outlook.NOTHING);
    }

    @Test
    void whatSaysItIsNoAccountHoldsNothing() {
        ErasureRun other = new ErasureRun(adapter, VaultwardenServer.account("00000000-0000-4000-8000-000000000000"));

        assertThat(other.run()).isEqualTo(new Outcome.NothingHeld());
        assertThat(standIn.effects()).isEmpty();
    }

    @Test
    void stoppedBeforeAnyCallItGoesOnAndChangesNothingTwice() {
        ErasureRun whole = new ErasureRun(adapter, server.known());
        Outcome expected = whole.run();
        assertThat(whole.asked()).isEqualTo(2);
        for (int at = 1; at <= 2; at++) {
            try (VaultwardenStandIn fresh = VaultwardenStandIn.start(0, VaultwardenServer.ISSUER, 1000)) {
                ErasureRun run = new ErasureRun(VaultwardenServer.of(fresh).adapter(), server.known());
                int stop = at;
                assertThatThrownBy(() -> run.run(stop)).isInstanceOf(ErasureRun.Stopped.class);

                assertThat(run.run()).isEqualTo(expected);
                assertThat(run.run()).as("again, from the same handle").isEqualTo(expected);
                assertThat(fresh.effects())
                        .containsExactly("disable " + server.account(), "delete " + server.account());
            }
        }
    }

    @Test
    void anOlderHandleDoesNoHarm() {
        erasure.run();
        erasure.forgetLastHandle();

        assertThat(erasure.run()).isEqualTo(new Outcome.NothingHeld());
        assertThat(standIn.effects()).hasSize(2);
    }

    /** "sole confirmed owner => 400, nothing changed: transfer ownership". */
    @Test
    void theOnlyOwnerOfAnOrganisationHasToSettleItFirst() {
        standIn.makeTheMemberTheOnlyOwner();
        Text obstacle = Text.of("vaultwarden.erasure.sole-owner", 1, "Community garden");

        assertThat(adapter.outlook(server.known()).obstacle()).isEqualTo(obstacle);
        assertThat(erasure.run()).isEqualTo(new Outcome.Blocked(obstacle));
        assertThat(standIn.effects()).as("nothing was changed").isEmpty();

        standIn.shareTheOrganisation();
        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
    }

    /** "delete answers 400 Can't delete last owner": when it becomes true between our question and our call. */
    @Test
    void aRefusalBecauseOfTheLastOwnerIsNotMistakenForAFault() {
        String handle = ((Outcome.Pending) adapter.erase(server.known(), "", () -> {})).handle();

        assertThat(adapter.erase(server.known(), handle, standIn::makeTheMemberTheOnlyOwner))
                .isEqualTo(new Outcome.Blocked(Text.of("vaultwarden.erasure.last-owner")));
        assertThat(standIn.knows(server.account())).isTrue();
    }

    /** "No transaction over the whole: an error mid-way leaves a half-deleted user; repeat". */
    @Test
    void whatAnErrorLeftHalfDeletedIsTakenByTheNextCall() {
        standIn.plant(WORD, server.account());
        standIn.failAfter(4);

        ServiceFault fault = catchThrowableOfType(ServiceFault.class, erasure::run);
        assertThat(fault.fault()).isEqualTo(Fault.BROKEN);
        // "auth_requests: a fresh row could make the delete fail on PG/MySQL -> retry after 16 min"
        assertThat(fault.retryAt()).contains(VaultwardenServer.NOW.plus(Duration.ofMinutes(16)));
        assertThat(standIn.where(WORD)).contains("folders", "twofactor").doesNotContain("sends");

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(standIn.where(WORD)).doesNotContain("folders");
    }

    /** "Content-Type: application/json even with an empty body, otherwise the route does not match (404)". */
    @Test
    void aRouteThatDoesNotExistIsNotMistakenForAnAccountThatIsGone() {
        String handle = ((Outcome.Pending) adapter.erase(server.known(), "", () -> {})).handle();

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class, () -> adapter.erase(server.known(), handle, standIn::withoutAdministration));

        assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE);
        assertThat(standIn.effects()).isEmpty();
    }

    /** "after an erasure the user is recreated on the next SSO login". */
    @Test
    void anAccountThatWasMadeAnewIsLeftAlone() {
        erasure.run();
        String anew = standIn.signInAgain(DemoAccount.MEMBER);

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(server.known())).isEmpty();
        assertThat(standIn.knows(anew)).isTrue();
    }

    /** "burst 3": erasing asks a lot and logs in once; a session that ended meanwhile costs one more. */
    @Test
    void aSessionThatEndsMeanwhileIsReplacedAndTheTurnIsAskedAgain() {
        String handle = ((Outcome.Pending) adapter.erase(server.known(), "", () -> {})).handle();
        int[] asked = {0};

        adapter.erase(server.known(), handle, () -> {
            if (asked[0]++ == 0) {
                standIn.endSessions();
            }
        });

        assertThat(asked[0]).as("lock, lock with a new session, delete").isEqualTo(3);
        assertThat(standIn.calls()).filteredOn("POST /admin"::equals).hasSize(2);
        assertThat(standIn.effects()).hasSize(2);
    }

    @Test
    void aServerThatSaysYesAndKeepsTheAccountIsFoundOut() {
        standIn.keepWhatIsDeleted();

        assertThat(erasure.run()).isInstanceOf(Outcome.Finished.class);
        assertThat(adapter.probe(server.known())).contains(amount("account", 1), amount("entries", 214));
    }

    @Test
    void nothingIsLeftButWhatWasSaidToStay() {
        standIn.plant(WORD, server.account());
        standIn.set("org_events_enabled", true);
        standIn.set("events_days_retain", 90);
        standIn.set("disable_icon_download", false);

        Outcome.Finished finished = (Outcome.Finished) erasure.run();

        assertThat(adapter.probe(server.known())).isEmpty();
        assertThat(standIn.where(WORD)).containsExactly("copies", "event", "icon_cache", "log", "organization_ciphers");
        assertThat(finished.retained())
                .extracting(Retained::what)
                .containsExactly(said("shared"), said("events"), said("log"), said("icons"), said("copies"));
        assertThat(finished.retained().get(1).until()).isEqualTo(VaultwardenServer.NOW.plus(Duration.ofDays(90)));
        assertThat(finished.beyondReach())
                .extracting(BeyondReach::what)
                .containsExactly(said("devices"), said("taken"));
    }

    /** "EVENTS_DAYS_RETAIN: unset = forever", "ORG_EVENTS_ENABLED off". */
    @Test
    void aLogThatIsNotKeptIsNotSaidToStayAndOneWithoutAnEndHasNone() {
        standIn.set("org_events_enabled", false);
        assertThat(adapter.outlook(server.known()).stays())
                .extracting(Retained::what)
                .doesNotContain(said("events"), said("icons"));

        standIn.set("org_events_enabled", true);
        assertThat(adapter.outlook(server.known()).stays())
                .filteredOn(stays -> stays.what().equals(said("events")))
                .singleElement()
                .satisfies(stays -> assertThat(stays.until()).isNull());
    }

    /** "Counts only in overview HTML (may change)". */
    @Test
    void aVaultThatCannotBeCountedIsErasedAndSaidToBeUncounted() {
        standIn.showAnotherPage();

        assertThat(erasure.run())
                .isInstanceOfSatisfying(
                        Outcome.Finished.class,
                        finished -> assertThat(finished.erased())
                                .containsExactly(amount("account", 1), amount("vault", 1), amount("memberships", 1)));
        assertThat(standIn.knows(server.account())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble) {
        try (FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            VaultwardenAdapter reached = server.adapter(
                    faulty.url().toString(),
                    server.token(),
                    Clock.fixed(VaultwardenServer.NOW, ZoneOffset.UTC),
                    new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofMegabytes(1)));
            ErasureRun run = new ErasureRun(reached, server.known());
            assertThatThrownBy(() -> run.run(1)).isInstanceOf(ErasureRun.Stopped.class);
            faulty.fail(trouble);

            ServiceFault fault = catchThrowableOfType(ServiceFault.class, run::run);
            assertThat(Objects.requireNonNull(fault).fault()).isEqualTo(ErasureRun.expected(trouble));
            faulty.heal();

            assertThat(run.run()).isInstanceOf(Outcome.Finished.class);
            assertThat(standIn.effects()).hasSize(2);
        }
    }

    private static Amount amount(String what, long items) {
        return new Amount(said(what), items);
    }

    private static Text said(String what) {
        return Text.of("vaultwarden.erasure." + what);
    }
}
