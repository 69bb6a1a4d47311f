package cloud.maidan.portal.erasure;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
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

    private static final ServiceId SHED = new ServiceId("shed");
    private static final ServiceId ATTIC = new ServiceId("attic");
    private static final ServiceId GATE = new ServiceId("gate");
    private static final String GROUND = "A claim for damages";

    @LocalServerPort
    int port;

    @Autowired
    ErasureDesk desk;

    @Autowired
    ErasureCourse course;

    @Autowired
    ErasureRows rows;

    @Autowired
    LedgerReplay replay;

    @Autowired
    ErasureTests.Houses houses;

    @Autowired
    JdbcClient jdbc;

    private final MemberId member = MemberId.random();
    private final String subject = "subject-of-" + member;

    @BeforeEach
    void someoneLivesHere() {
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'https://id.example/', ?, 'nika', 'Nika', now(), now())")
                .params(member.value(), subject)
                .update();
        houses.shed().holds(subject, 12);
        houses.gate().holds(subject, 1);
    }

    @AfterEach
    void asBefore() {
        houses.shed().sparing = false;
        houses.shed().faults.set(0);
        jdbc.sql("delete from legal_hold").update();
    }

    @Test
    void aServiceThatErasesAsAWholeIsHeldBackAndTheOthersGoOn() {
        UUID hold = hold("message", false);
        Asked.Begun begun = ask();

        MemberErasure done = awaited(begun, erasure -> erasure.state() == State.DONE);

        assertThat(state(done, SHED)).isEqualTo(Line.State.HELD);
        assertThat(state(done, GATE)).isEqualTo(Line.State.ERASED);
        assertThat(done.member()).isNull();
        assertThat(houses.of(subject)).containsExactly("gate shut " + subject, "gate erased " + subject);
        assertThat(houses.shed().held(subject)).isEqualTo(12);
        assertThat(receipt(begun, 0)).contains("state=held", GROUND);
        assertThat(Browser.on(port).get(begun.secret().path()).body())
                .contains("Held back", "Message", GROUND, "can only erase an account as a whole");
        awaited(begun, erasure -> rows.receipts(erasure.id()).size() == 2);
        assertThat(course.find(begun.erasure().id().value()).orElseThrow().person())
                .as("still known under seal, since the rest is still to go")
                .isNotNull();
        assertThat(replay.replay()).as("what is held back is no return").isZero();
        rows.forgetEndedBefore(done.askedAt().plusSeconds(1_000_000));

        lift(hold);

        MemberErasure rest = awaited(begun, erasure -> erasure.person() == null);
        assertThat(state(rest, SHED)).isEqualTo(Line.State.ERASED);
        assertThat(rest.line(SHED).orElseThrow().items()).isEqualTo(12);
        assertThat(houses.shed().held(subject)).isZero();
        assertThat(receipt(begun, 2)).doesNotContain("state=held", GROUND);
        assertThat(rows.receipts(rest.id())).hasSize(4);
        assertThat(left("erasure_hold")).isZero();
        assertThat(left("legal_hold")).as("nothing names whose it was").isZero();
    }

    @Test
    void aServiceThatCanSpareKeepsExactlyWhatIsHeld() {
        houses.shed().sparing = true;
        UUID first = hold("entry", false);
        UUID second = hold("entry", false);
        Asked.Begun begun = ask();

        MemberErasure done = awaited(begun, erasure -> erasure.state() == State.DONE);

        assertThat(state(done, SHED)).isEqualTo(Line.State.ERASED);
        assertThat(done.line(SHED).orElseThrow().items()).isEqualTo(10);
        assertThat(houses.shed().held(subject)).isEqualTo(2);
        assertThat(receipt(begun, 0)).contains(GROUND);
        awaited(begun, erasure -> rows.receipts(erasure.id()).size() == 2);
        assertThat(receipt(begun, 1)).contains("found_again=[]");

        lift(first);
        awaited(begun, erasure -> houses.shed().held(subject) == 1);
        lift(second);

        MemberErasure rest = awaited(begun, erasure -> erasure.person() == null);
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
        Asked.Begun begun = ask();
        awaited(
                begun,
                erasure -> erasure.line(SHED).filter(line -> line.why() != null).isPresent());

        UUID hold = hold("message", false);
        houses.shed().faults.set(0);

        awaited(begun, erasure -> state(erasure, SHED) == Line.State.HELD);
        assertThat(houses.shed().held(subject)).isEqualTo(12);

        lift(hold);

        MemberErasure going = awaited(begun, erasure -> state(erasure, SHED) == Line.State.ERASED);
        assertThat(going.state()).as("the attic still waits for a person").isEqualTo(State.ERASING);
        assertThat(houses.of(subject))
                .filteredOn(line -> line.startsWith("shed"))
                .containsExactly("shed erased " + subject);
        assertThat(rows.receipts(going.id())).isEmpty();
        houses.attic().certain(subject);
    }

    @Test
    void ofAConfidentialHoldTheReceiptSaysOnlyThatThereIsOne() {
        UUID hold = hold("message", true);
        Asked.Begun begun = ask();

        awaited(begun, erasure -> erasure.state() == State.DONE);

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
        hold(asking, "message", false);

        assertThat(mira.get("/me/erasure/new").body()).contains("Held back", GROUND);
    }

    private UUID hold(String kind, boolean confidential) {
        return hold(member, kind, confidential);
    }

    private UUID hold(MemberId whose, String kind, boolean confidential) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                insert into legal_hold (id, reference, token, member_id, formerly, service, kind, item, ground, confidential,
                    placed_at, review_at)
                values (:id, :id::text, :id, :member, :member, 'shed', :kind, :id::text, :ground, :confidential, now(),
                    now() + interval '90 days')""")
                .param("id", id)
                .param("member", whose.value())
                .param("kind", kind)
                .param("ground", GROUND)
                .param("confidential", confidential)
                .update();
        return id;
    }

    private void lift(UUID hold) {
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        officer.get("/admin/holds/" + hold);
        assertThat(officer.post("/admin/holds/" + hold + "/lift", Map.of("words", "Settled out of court"))
                        .statusCode())
                .isEqualTo(302);
    }

    private Asked.Begun ask() {
        return (Asked.Begun) desk.ask(member, UUID.randomUUID(), true);
    }

    private MemberErasure awaited(Asked asked, Predicate<MemberErasure> until) {
        UUID id = asked.erasure().id().value();
        return await().atMost(ofSeconds(90)).until(() -> course.find(id).orElseThrow(), until);
    }

    private String receipt(Asked asked, int number) {
        List<String> statements = await().atMost(ofSeconds(90))
                .until(() -> rows.receipts(asked.erasure().id()), all -> all.size() > number);
        return Receipts.said(statements.get(number)).toString();
    }

    private long left(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private static Line.State state(MemberErasure erasure, ServiceId service) {
        return erasure.line(service).map(Line::state).orElse(Line.State.PENDING);
    }
}
