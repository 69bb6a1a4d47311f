package cloud.maidan.portal.erasure;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody new who has an account in the shed and comes in by the gate, with what is held of theirs in the shed. */
class Neighbour {

    static final ServiceId SHED = new ServiceId("shed");
    static final ServiceId ATTIC = new ServiceId("attic");
    static final ServiceId GATE = new ServiceId("gate");
    static final String GROUND = "A claim for damages";

    final MemberId member = MemberId.random();
    final String subject = "subject-of-" + member;
    private final Parts parts;

    private Neighbour(Parts parts) {
        this.parts = parts;
    }

    /** Of the portal under test. */
    record Parts(
            ErasureDesk desk, ErasureCourse course, ErasureRows rows, ErasureTests.Houses houses, JdbcClient jdbc) {

        Neighbour movesIn() {
            Neighbour neighbour = new Neighbour(this);
            neighbour.signsIn(neighbour.member);
            houses.shed().holds(neighbour.subject, 12);
            houses.gate().holds(neighbour.subject, 1);
            return neighbour;
        }

        void asBefore() {
            houses.shed().sparing = false;
            houses.shed().nameless = false;
            houses.shed().faults.set(0);
            jdbc.sql("delete from legal_hold").update();
        }
    }

    /** The portal knows the subject by that number from now on. */
    void signsIn(MemberId as) {
        parts.jdbc
                .sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, ?, ?, 'nika', 'Nika', now(), now())")
                .params(as.value(), TestProvider.provider().issuer(), subject)
                .update();
    }

    Asked.Begun ask() {
        return (Asked.Begun) parts.desk.ask(member, UUID.randomUUID(), true);
    }

    UUID hold(String kind, boolean confidential) {
        UUID id = hold(member, kind, UUID.randomUUID().toString());
        parts.jdbc
                .sql("update legal_hold set confidential = ? where id = ?")
                .params(confidential, id)
                .update();
        return id;
    }

    /** @param whose may be somebody whom the portal does not know any more */
    UUID hold(MemberId whose, String kind, String item) {
        UUID id = UUID.randomUUID();
        parts.jdbc
                .sql("""
                insert into legal_hold (id, reference, token, member_id, formerly, service, kind, item, ground, confidential,
                    placed_at, review_at)
                values (:id, :id::text, :id, (select id from member where id = :member), :member, 'shed', :kind, :item,
                    :ground, false, now(), now() + interval '90 days')""")
                .param("id", id)
                .param("member", whose.value())
                .param("kind", kind)
                .param("item", item)
                .param("ground", GROUND)
                .update();
        return id;
    }

    MemberErasure awaited(Asked asked, Predicate<MemberErasure> until) {
        return awaited(asked.erasure().id().value(), until);
    }

    MemberErasure awaited(UUID erasure, Predicate<MemberErasure> until) {
        return await().atMost(ofSeconds(90))
                .until(() -> parts.course.find(erasure).orElseThrow(), until);
    }

    String receipt(UUID erasure, int number) {
        List<String> statements = await().atMost(ofSeconds(90))
                .until(() -> parts.rows.receipts(new ErasureId(erasure)), all -> all.size() > number);
        return Receipts.said(statements.get(number)).toString();
    }

    /** The last one that the ledger asked for, when it is done. */
    MemberErasure replayed() {
        UUID id = parts.jdbc
                .sql("select id from erasure where replayed order by asked_at desc limit 1")
                .query(UUID.class)
                .single();
        return awaited(id, erasure -> erasure.state() == MemberErasure.State.DONE);
    }

    int inTheShed() {
        return parts.houses.shed().held(subject);
    }

    static Line.@Nullable State state(MemberErasure erasure, ServiceId service) {
        return erasure.line(service).map(Line::state).orElse(null);
    }

    /** By an officer. */
    static void lift(int port, UUID hold) {
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        officer.get("/admin/holds/" + hold);
        assertThat(officer.post("/admin/holds/" + hold + "/lift", Map.of("words", "Settled out of court"))
                        .statusCode())
                .isEqualTo(302);
    }
}
