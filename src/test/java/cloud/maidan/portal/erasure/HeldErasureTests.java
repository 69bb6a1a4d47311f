package cloud.maidan.portal.erasure;

import static cloud.maidan.portal.erasure.Neighbour.GATE;
import static cloud.maidan.portal.erasure.Neighbour.GROUND;
import static cloud.maidan.portal.erasure.Neighbour.SHED;
import static cloud.maidan.portal.erasure.Neighbour.state;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.subject.MemberId;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** What legal claims keep back, before, in and after an erasure. */
@PortalTest
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
class HeldErasureTests {

    @LocalServerPort
    int port;

    private final ErasureCourse course;
    private final ErasureRows rows;
    private final LedgerReplay replay;
    private final ErasureTests.Houses houses;
    private final JdbcClient jdbc;
    private final Neighbour.Parts parts;
    private final Neighbour nika;
    private final String subject;

    HeldErasureTests(
            ErasureDesk desk,
            ErasureCourse course,
            ErasureRows rows,
            LedgerReplay replay,
            ErasureTests.Houses houses,
            JdbcClient jdbc) {
        this.course = course;
        this.rows = rows;
        this.replay = replay;
        this.houses = houses;
        this.jdbc = jdbc;
        this.parts = new Neighbour.Parts(desk, course, rows, houses, jdbc);
        this.nika = parts.movesIn();
        this.subject = nika.subject;
    }

    @AfterEach
    void asBefore() {
        parts.asBefore();
    }

    @Test
    void aServiceThatErasesAsAWholeIsHeldBackAndTheOthersGoOn() {
        UUID hold = nika.hold("message", false);
        Asked.Begun begun = nika.ask();

        MemberErasure done = nika.awaited(begun, erasure -> erasure.state() == State.DONE);

        assertThat(state(done, SHED)).isEqualTo(Line.State.HELD);
        assertThat(state(done, GATE)).isEqualTo(Line.State.ERASED);
        assertThat(done.member()).isNull();
        assertThat(houses.of(subject)).containsExactly("gate shut " + subject, "gate erased " + subject);
        assertThat(houses.shed().held(subject)).isEqualTo(12);
        assertThat(receipt(begun, 0)).contains("state=held", GROUND);
        assertThat(Browser.on(port).get(begun.secret().path()).body())
                .contains("Held back", "Message", GROUND, "can only erase an account as a whole");
        nika.awaited(begun, erasure -> rows.receipts(erasure.id()).size() == 2);
        assertThat(course.find(begun.erasure().id().value()).orElseThrow().person())
                .as("still known under seal, since the rest is still to go")
                .isNotNull();
        assertThat(replay.replay()).as("what is held back is no return").isZero();
        rows.forgetEndedBefore(done.askedAt().plusSeconds(1_000_000));

        lift(hold);

        MemberErasure rest = nika.awaited(begun, erasure -> erasure.person() == null);
        assertThat(state(rest, SHED)).isEqualTo(Line.State.ERASED);
        assertThat(rest.line(SHED).orElseThrow().items()).isEqualTo(12);
        assertThat(houses.shed().held(subject)).isZero();
        assertThat(receipt(begun, 2)).doesNotContain("state=held", GROUND);
        assertThat(rows.receipts(rest.id())).hasSize(4);
        assertThat(left(rest.id())).isZero();
        assertThat(jdbc.sql("select id from legal_hold").query(UUID.class).list())
                .as("nothing names whose it was")
                .doesNotContain(hold);
    }

    @Test
    void aServiceThatCanSpareKeepsExactlyWhatIsHeld() {
        houses.shed().sparing = true;
        UUID first = nika.hold("entry", false);
        UUID second = nika.hold("entry", false);
        Asked.Begun begun = nika.ask();

        MemberErasure done = nika.awaited(begun, erasure -> erasure.state() == State.DONE);

        assertThat(state(done, SHED)).isEqualTo(Line.State.ERASED);
        assertThat(done.line(SHED).orElseThrow().items()).isEqualTo(10);
        assertThat(houses.shed().held(subject)).isEqualTo(2);
        assertThat(receipt(begun, 0)).contains(GROUND);
        nika.awaited(begun, erasure -> rows.receipts(erasure.id()).size() == 2);
        assertThat(receipt(begun, 1)).contains("found_again=[]");

        lift(first);
        nika.awaited(begun, erasure -> houses.shed().held(subject) == 1);
        lift(second);

        MemberErasure rest = nika.awaited(begun, erasure -> erasure.person() == null);
        assertThat(houses.shed().held(subject)).isZero();
        assertThat(rest.line(SHED).orElseThrow().items())
                .as("all that went, in three parts")
                .isEqualTo(12);
        assertThat(Receipts.said(rows.receipts(rest.id()).getLast()).toString()).doesNotContain(GROUND);
    }

    @Test
    void aHoldThatIsPlacedWhileAnErasureRunsCountsAtOnceAndOneLiftedThenToo() {
        houses.attic().holds(subject, 2);
        houses.attic().ambiguous(subject);
        houses.shed().faults.set(Integer.MAX_VALUE);
        Asked.Begun begun = nika.ask();
        nika.awaited(
                begun,
                erasure -> erasure.line(SHED).filter(line -> line.why() != null).isPresent());

        UUID hold = nika.hold("message", false);
        houses.shed().faults.set(0);

        nika.awaited(begun, erasure -> state(erasure, SHED) == Line.State.HELD);
        assertThat(houses.shed().held(subject)).isEqualTo(12);

        lift(hold);

        MemberErasure going = nika.awaited(begun, erasure -> state(erasure, SHED) == Line.State.ERASED);
        assertThat(going.state()).as("the attic still waits for a person").isEqualTo(State.ERASING);
        assertThat(houses.of(subject))
                .filteredOn(line -> line.startsWith("shed"))
                .containsExactly("shed erased " + subject);
        assertThat(rows.receipts(going.id())).isEmpty();
        houses.attic().certain(subject);
    }

    @Test
    void ofAConfidentialHoldTheReceiptSaysOnlyThatThereIsOne() {
        UUID hold = nika.hold("message", true);
        Asked.Begun begun = nika.ask();

        nika.awaited(begun, erasure -> erasure.state() == State.DONE);

        assertThat(receipt(begun, 0)).contains("retained for a legal claim").doesNotContain(GROUND, "holds.kind");
        assertThat(Browser.on(port).get(begun.secret().path()).body())
                .contains("Something")
                .doesNotContain(GROUND, "Message");
        lift(hold);
    }

    @Test
    void theDryRunSaysWhatWouldBeHeldBack() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        houses.shed().holds(DemoAccount.MEMBER.subject(), 4);
        MemberId asking = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        nika.hold(asking, "message", "message-7");

        assertThat(mira.get("/me/erasure/new").body()).contains("Held back", GROUND);
    }

    private void lift(UUID hold) {
        Neighbour.lift(port, hold);
    }

    private String receipt(Asked asked, int number) {
        return nika.receipt(asked.erasure().id().value(), number);
    }

    private long left(ErasureId erasure) {
        return jdbc.sql("select count(*) from erasure_hold where erasure_id = ?")
                .param(erasure.value())
                .query(Long.class)
                .single();
    }
}
