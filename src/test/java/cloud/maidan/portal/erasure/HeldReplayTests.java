package cloud.maidan.portal.erasure;

import static cloud.maidan.portal.erasure.Neighbour.ATTIC;
import static cloud.maidan.portal.erasure.Neighbour.GATE;
import static cloud.maidan.portal.erasure.Neighbour.GROUND;
import static cloud.maidan.portal.erasure.Neighbour.SHED;
import static cloud.maidan.portal.erasure.Neighbour.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.subject.MemberId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** What legal claims keep back when a restored service brings an account back of which nobody can say whose it is. */
@PortalTest
@ExtendWith(OutputCaptureExtension.class)
@Import(ErasureTests.Street.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "db-scheduler.polling-interval=200ms",
            "portal.erasure.window=PT1H",
            "portal.erasure.short-window=PT0S",
            "portal.erasure.patience=PT0.2S",
            "portal.erasure.probe-after=PT1S",
            "portal.erasure.replay-every=P1000D"
        })
class HeldReplayTests {

    @LocalServerPort
    int port;

    private final LedgerReplay replay;
    private final Neighbour.Parts parts;
    private final Neighbour nika;

    HeldReplayTests(
            LedgerReplay replay,
            ErasureDesk desk,
            ErasureCourse course,
            ErasureRows rows,
            ErasureTests.Houses houses,
            JdbcClient jdbc) {
        this.replay = replay;
        this.parts = new Neighbour.Parts(desk, course, rows, houses, jdbc);
        this.nika = parts.movesIn();
    }

    @BeforeEach
    void theShedIsRestoredAlone() {
        nika.awaited(nika.ask(), erasure -> erasure.state() == State.DONE && erasure.person() == null);
        assertThat(replay.replay()).as("nobody is back yet").isZero();
        parts.houses().shed().holds(nika.subject, 12);
        parts.houses().shed().nameless = true;
    }

    @AfterEach
    void nobodyIsLeft() {
        parts.asBefore();
        parts.houses().shed().gone(nika.subject);
    }

    @Test
    void anItemUnderHoldStaysAndIsReported(CapturedOutput log) {
        parts.houses().shed().sparing = true;
        UUID hold = nika.hold(nika.member, "entry", "note-7");

        assertThat(replay.replay()).isEqualTo(1);

        MemberErasure replayed = nika.replayed();
        assertThat(state(replayed, SHED)).isEqualTo(Line.State.ERASED);
        assertThat(nika.inTheShed()).as("the item under hold").isEqualTo(1);
        assertThat(nika.receipt(replayed.id().value(), 0)).contains(GROUND);
        assertThat(log.getAll()).contains("Erasure " + replayed.reference() + " left 1 held items at shed");
        assertThat(officer().get("/admin/holds/" + hold).body())
                .contains("Erasure " + replayed.reference() + ", which the ledger asked for after a restored backup");
        assertThat(replay.replay()).as("what is held back is no return").isZero();
    }

    @Test
    void aServiceThatErasesAsAWholeIsHeldBackUntilTheHoldIsLifted() {
        UUID hold = nika.hold(nika.member, "message", "message-7");

        assertThat(replay.replay()).isEqualTo(1);

        MemberErasure replayed = nika.replayed();
        assertThat(state(replayed, SHED)).isEqualTo(Line.State.HELD);
        assertThat(nika.inTheShed()).isEqualTo(12);
        assertThat(officer().get("/admin/holds/" + hold).body()).contains(replayed.reference());
        assertThat(replay.replay()).as("what is held back is no return").isZero();

        Neighbour.lift(port, hold);

        await().atMost(Duration.ofSeconds(90)).until(() -> nika.inTheShed() == 0);
    }

    @Test
    void aHoldOnAnotherAccountKeepsNothing() {
        nika.hold(MemberId.random(), "account", "somebody-else");

        assertThat(replay.replay()).isEqualTo(1);

        assertThat(state(nika.replayed(), SHED)).isEqualTo(Line.State.ERASED);
        assertThat(nika.inTheShed()).isZero();
    }

    @Test
    void aHoldOnTheAccountKeepsItWhateverNumberItsOwnerHadThen() {
        parts.houses().shed().nameless = false;
        nika.signsIn(MemberId.random());
        nika.hold(nika.member, "account", nika.subject);

        assertThat(replay.replay()).isEqualTo(1);

        assertThat(state(nika.replayed(), SHED)).isEqualTo(Line.State.HELD);
        assertThat(nika.inTheShed()).isEqualTo(12);
    }

    @Test
    void whenTheOwnerIsKnownOthersHoldsKeepNothing() {
        parts.houses().shed().nameless = false;
        nika.signsIn(MemberId.random());
        nika.hold(MemberId.random(), "message", "message-7");

        assertThat(replay.replay()).isEqualTo(1);

        assertThat(state(nika.replayed(), SHED)).isEqualTo(Line.State.ERASED);
        assertThat(nika.inTheShed()).isZero();
    }

    @Test
    void whatOneServiceKeepsKeepsNoOtherFromTheReplay() {
        nika.hold(nika.member, "message", "message-7");
        assertThat(replay.replay()).isEqualTo(1);
        nika.replayed();
        parts.houses().gate().holds(nika.subject, 1);

        assertThat(replay.replay()).as("the gate alone").isEqualTo(1);

        MemberErasure second = nika.replayed();
        assertThat(state(second, GATE)).isEqualTo(Line.State.ERASED);
        assertThat(second.line(ATTIC)).isEmpty();
        assertThat(nika.inTheShed()).isEqualTo(12);
    }

    private Browser officer() {
        return Browser.on(port).signIn(DemoAccount.OFFICER);
    }
}
