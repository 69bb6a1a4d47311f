package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.AuthentikWorld;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is left of a member at Authentik after an erasure, wherever it was interrupted. */
class AuthentikErasureTests {

    private static final String MARKER = "a-marker-planted-in-everything";
    private static final Turn MINE = () -> {};

    private final AuthentikStandIn standIn = AuthentikStandIn.start(0);
    private final AuthentikServer server = AuthentikServer.of(standIn);
    private final ServiceAccount account = server.account();

    @BeforeEach
    void plant() {
        plantIn(standIn.world());
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private static void plantIn(AuthentikWorld world) {
        String mira = DemoAccount.MEMBER.subject();
        Map<String, Object> model = Map.of("app", "authentik_core", "model_name", "user", "pk", world.keyOf(mira));
        world.happen(mira, "custom_garden", Map.of("note", MARKER));
        world.mention(8, "model_updated", Map.of("model", model, "note", MARKER));
        world.mention(8, "impersonation_started", Map.of("pk", world.keyOf(mira), "note", MARKER));
        world.mention(1, "email_sent", Map.of("to_email", List.of(DemoAccount.MEMBER.email()), "body", MARKER));
        world.mention(1, "email_sent", Map.of("to_email", List.of("other@riverbend.example"), "body", "of others"));
    }

    @Test
    void theDoorIsShutThenWhatWouldStayGoesThenTheAccountThenWhatItsEndWroteDown() {
        finished(account);

        List<String> kinds = new ArrayList<>();
        for (String effect : standIn.world().effects()) {
            String kind = effect.startsWith("delete user") || effect.startsWith("change") ? effect : "delete";
            if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
                kinds.add(kind);
            }
        }
        assertThat(kinds)
                .containsExactly(
                        "change " + account.id() + " [is_active]", "delete", "delete user " + account.id(), "delete");
    }

    @Test
    void whatWouldGoIsWhatGoesAndLookingChangesNothing() {
        standIn.forgetCalls();
        Outlook outlook = server.adapter().outlook(account);

        assertThat(standIn.calls()).isNotEmpty().allMatch(call -> call.startsWith("GET "));
        Outcome.Finished finished = finished(account);
        assertThat(finished.erased()).isEqualTo(outlook.goes());
        assertThat(finished.retained()).isEqualTo(outlook.stays());
        assertThat(finished.beyondReach()).isEqualTo(outlook.beyondReach());
        assertThat(counted(finished, "sessions")).isEqualTo(2);
        assertThat(counted(finished, "factors")).isEqualTo(5);
        assertThat(counted(finished, "scores")).isEqualTo(2);
        assertThat(counted(finished, "mentions"))
                .as("three failed sign-ins, two changes, an impersonation, a letter")
                .isEqualTo(7);
    }

    @Test
    void nothingOfTheMemberIsFoundAndOthersKeepTheirs() {
        finished(account);

        assertThat(standIn.world().everything())
                .doesNotContain(
                        MARKER,
                        DemoAccount.MEMBER.subject(),
                        DemoAccount.MEMBER.email(),
                        "mira-in-the-garden",
                        "username=member,",
                        "name=member,",
                        "identifier=member,")
                .contains("of others", DemoAccount.MODERATOR.subject(), "nobody-here");
        assertThat(server.adapter().probe(account)).isEmpty();
        assertThat(server.adapter().outlook(account)).isEqualTo(Outlook.NOTHING);
        assertThat(server.adapter().erase(account, "", MINE)).isEqualTo(new Outcome.NothingHeld());
    }

    @Test
    void aKillAnywhereLosesNothingAndDoublesNothing() {
        AtomicInteger asked = new AtomicInteger();
        Outcome.Finished whole = finish(server.adapter(), account, "", asked::incrementAndGet, false);
        int effects = standIn.world().effects().size();
        assertThat(asked.get()).isGreaterThan(10);

        for (int n = 1; n <= asked.get(); n++) {
            try (AuthentikStandIn other = AuthentikStandIn.start(0)) {
                plantIn(other.world());
                AuthentikServer there = AuthentikServer.of(other);
                AtomicInteger left = new AtomicInteger(n);
                Turn killed = () -> {
                    if (left.decrementAndGet() == 0) {
                        throw new Killed();
                    }
                };
                assertThat(finish(there.adapter(), there.account(), "", killed, false))
                        .as("killed at ask %d", n)
                        .isEqualTo(whole);
                assertThat(other.world().effects())
                        .as("killed at ask %d", n)
                        .doesNotHaveDuplicates()
                        .hasSize(effects);
                assertThat(other.world().everything()).doesNotContain(MARKER);
            }
        }
    }

    @Test
    void anOlderHandleDoublesNothing() {
        finish(server.adapter(), account, "", MINE, true);

        assertThat(standIn.world().effects()).doesNotHaveDuplicates();
        assertThat(server.adapter().probe(account)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED_CONNECTION, UNREACHABLE",
        "SILENCE, TIMED_OUT",
        "ONE_BYTE_A_SECOND, TIMED_OUT",
        "UNAUTHORIZED, REFUSED",
        "RATE_LIMITED, RATE_LIMITED",
        "SERVER_ERROR, BROKEN",
        "GARBAGE, UNREADABLE",
        "TRUNCATED, UNREADABLE",
        "ENDLESS, TOO_LARGE",
        "REDIRECT_LOOP, REDIRECTED",
        "REDIRECT_TO_LINK_LOCAL, REDIRECTED"
    })
    void eachFaultHasItsNameAndTheRepeatFinishes(Trouble trouble, Fault expected) {
        try (FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()))) {
            Supplier<AuthentikAdapter> anew = () -> server.at(faulty.url().toString())
                    .adapter(
                            new HttpLimits(Duration.ofMillis(500), Duration.ofMillis(500), DataSize.ofMegabytes(1)),
                            100);
            String handle = "";
            for (int step = 0; step < 2; step++) {
                String before = handle;
                faulty.fail(trouble);
                assertThat(catchThrowableOfType(
                                        ServiceFault.class, () -> anew.get().erase(account, before, MINE))
                                .fault())
                        .isIn(expected, trouble == Trouble.REFUSED_CONNECTION ? Fault.BROKEN : expected);
                faulty.heal();
                handle = ((Outcome.Pending) anew.get().erase(account, before, MINE)).handle();
            }
            assertThat(finish(anew.get(), account, handle, MINE, false).erased())
                    .isNotEmpty();
        }
        assertThat(standIn.world().effects()).doesNotHaveDuplicates();
    }

    /** A refusal in Authentik's manner is a right that is missing, which a person has to settle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "authentik_core.change_user",
                "authentik_core.delete_user",
                "authentik_events.delete_event",
                "authentik_policies_reputation.delete_reputation"
            })
    void aMissingRightBlocksAndOnceGivenItGoesOn(String right) {
        standIn.world().deny(right);
        String handle = ((Outcome.Pending) server.adapter().erase(account, "", MINE)).handle();

        assertThat(server.adapter().erase(account, handle, MINE))
                .isEqualTo(new Outcome.Blocked(Text.of("authentik.erasure.obstacle.rights")));
        standIn.world().allow(right);
        finish(server.adapter(), account, handle, MINE, false);

        assertThat(standIn.world().effects()).doesNotHaveDuplicates();
        assertThat(server.adapter().probe(account)).isEmpty();
    }

    @Test
    @DisplayName("the portal must refuse to erase superusers")
    void whoeverMayDoEverythingIsNotErasedAndNotShutOut() {
        standIn.world().promote(DemoAccount.MEMBER.subject());

        assertThat(server.adapter().outlook(account).obstacle()).isNotNull();
        assertThat(server.adapter().erase(account, "", MINE)).isInstanceOf(Outcome.Blocked.class);
        assertThatThrownBy(() -> server.adapter().deactivate(account, MINE)).isInstanceOf(ServiceFault.class);
        assertThat(standIn.world().effects()).isEmpty();
    }

    @Test
    @DisplayName("with gdpr_compliance=true (default) a background task deletes events whose user.pk equals the user")
    void theServiceIsWaitedForWhileItRemovesEvents() {
        List<String> waits = new ArrayList<>();
        Outcome outcome = server.adapter().erase(account, "", MINE);
        while (outcome instanceof Outcome.Pending pending) {
            waits.add(pending.why().key());
            outcome = server.adapter().erase(account, pending.handle(), MINE);
        }

        assertThat(waits.stream().filter("authentik.erasure.pending.events"::equals))
                .hasSizeGreaterThan(1);
        assertThat(standIn.calls().stream().filter(call -> call.startsWith("DELETE /api/v3/events/")))
                .as("hundreds of the member's own are not removed one by one")
                .hasSizeLessThan(15);
    }

    @Test
    void whereTheServiceIsSetToKeepEventsTheyAreRemovedOneByOne() {
        standIn.world().set("gdpr_compliance", false);

        Outcome.Finished finished = finished(account);

        assertThat(counted(finished, "events")).isGreaterThan(180);
        assertThat(standIn.world().everything()).doesNotContain(MARKER, "username=member,");
    }

    @Test
    @DisplayName("the username event filter: a name may have been somebody else's before")
    void whatAnotherDidUnderTheNameStays() {
        standIn.world().aNameFromBefore();

        finished(account);

        assertThat(standIn.world().everything()).contains("Former Mira");
        assertThat(server.adapter().probe(account)).isEmpty();
    }

    @Test
    void aServiceThatSaysYesAndKeepsTheDataIsCaught() {
        standIn.world().keepEverything();

        finished(account);

        assertThat(server.adapter().probe(account))
                .extracting(amount -> amount.what().key())
                .contains("authentik.erasure.account", "authentik.erasure.events", "authentik.erasure.scores");
    }

    @Test
    @DisplayName("PATCH is_active=false deletes sessions and tokens")
    void aShutDoorEndsSessionsAndStaysShut() {
        server.adapter().deactivate(account, MINE);
        server.adapter().deactivate(account, MINE);

        assertThat(standIn.world().sessionsOf(DemoAccount.MEMBER.subject())).isZero();
        assertThat(standIn.world().effects()).containsExactly("change " + account.id() + " [is_active]");
        assertThat(standIn.calls().stream().filter(call -> call.startsWith("PATCH")))
                .hasSize(1);
        server.adapter().deactivate(AuthentikServer.account(server.subject(), "4711"), MINE);
    }

    @Test
    void nobodyIsErasedForAnotherWithTheSameNumber() {
        ServiceAccount mistaken = AuthentikServer.account(DemoAccount.MODERATOR.subject(), account.id());

        assertThatThrownBy(() -> server.adapter().erase(mistaken, "", MINE)).isInstanceOf(ServiceFault.class);
        assertThat(server.adapter().erase(AuthentikServer.account(server.subject(), "4711"), "", MINE))
                .isEqualTo(new Outcome.NothingHeld());
        assertThat(standIn.world().effects()).isEmpty();
    }

    @Test
    void nameAndAddressAreCorrectedWhereTheyComeFrom() {
        AuthentikAdapter adapter = server.adapter();

        assertThat(adapter.correct(account, Fact.DISPLAY_NAME, "Mira B.", MINE)).isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(account, Fact.DISPLAY_NAME, "Mira B.", MINE)).isEqualTo(new Correction.AlreadySo());
        assertThat(adapter.correct(account, Fact.EMAIL, "mira@new.example", MINE))
                .isEqualTo(new Correction.Corrected());
        assertThat(adapter.correct(account, Fact.EMAIL, "no address", MINE))
                .isEqualTo(new Correction.Refused(Text.of("authentik.rectification.email")));
        assertThat(standIn.world().effects()).hasSize(2);
        assertThat(standIn.world().everything()).contains("Mira B.", "mira@new.example");
    }

    @Test
    void aHandleComesBackAsItWas() {
        Tally tally = new Tally(1, 2, 3, 4, 5, 6, 7, 8);
        for (ErasurePosition each : List.of(
                new ErasurePosition.Unbegun(),
                new ErasurePosition.Counted(tally, "a name with spaces"),
                new ErasurePosition.Deleted(tally, "ümlaut%", 3))) {
            assertThat(ErasurePosition.of(each.handle())).isEqualTo(each);
        }
    }

    private Outcome.Finished finished(ServiceAccount whose) {
        return finish(server.adapter(), whose, "", MINE, false);
    }

    /** @param twice whether each step is done again from the handle before it */
    private static Outcome.Finished finish(
            AuthentikAdapter adapter, ServiceAccount account, String from, Turn turn, boolean twice) {
        String handle = from;
        for (int step = 0; step < 60; step++) {
            try {
                Outcome outcome = adapter.erase(account, handle, turn);
                outcome = twice ? adapter.erase(account, handle, turn) : outcome;
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
                .filter(amount -> amount.what().key().equals("authentik.erasure." + what))
                .mapToLong(Amount::items)
                .sum();
    }

    private static final class Killed extends RuntimeException {}
}
