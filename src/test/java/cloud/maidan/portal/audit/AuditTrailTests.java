package cloud.maidan.portal.audit;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class AuditTrailTests {

    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final JdbcOperations tables;
    private final RecordRows records;
    private final BatchRows batches;
    private final AuditRecords personal;
    private final AuditAlarm alarm;
    private final MemberId member = MemberId.random();

    AuditTrailTests(
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            JdbcClient jdbc,
            JdbcOperations tables,
            RecordRows records,
            BatchRows batches,
            AuditRecords personal,
            AuditAlarm alarm) {
        this.events = events;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.tables = tables;
        this.records = records;
        this.batches = batches;
        this.personal = personal;
        this.alarm = alarm;
    }

    @Test
    void aRecordIsLinkedWithinSeconds() {
        join();
        publish(Happened.to(member, "tests.happened"));

        long id = records.trail(member.value(), Long.MAX_VALUE, 1).getFirst().id();
        await().atMost(ofSeconds(5))
                .untilAsserted(() -> assertThat(batches.linkedAbove(id - 1)).contains(id));
        assertThat(alarm.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aRecordIsRolledBackWithWhatItRecords() {
        join();
        assertThatThrownBy(() -> transactions.executeWithoutResult(transaction -> {
                    events.publishEvent(Happened.to(member, "tests.happened"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(records.trail(member.value(), Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void anEventOutsideATransactionFailsLoudly() {
        assertThatThrownBy(() -> events.publishEvent(Happened.to(member, "tests.happened")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void aNameThatWouldBlurTheRecordIsRefused() {
        for (String action : List.of("", "-", "two\nlines", "Upper", "a b")) {
            assertThatThrownBy(() -> publish(Happened.byItself(action))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMemberTakesTheirTrailWithItsDetailsOpened() {
        join();
        publish(Happened.to(member, "tests.happened"));
        publish(Happened.to(MemberId.random(), "tests.happened-to-another"));

        List<Map<String, Object>> rows = rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst())
                .containsEntry("action", "tests.happened")
                .containsEntry("by", "you")
                .containsEntry("details", Map.of("from", "192.0.2.7"));
        assertThat(personal.rows(table("audit_record")).holding(tables, member).count())
                .isEqualTo(1);
        assertThat(personal.rows(table("audit_record")).holding(tables, MemberId.random()))
                .isEqualTo(Holding.NOTHING);
    }

    @Test
    void detailsAreNowhereReadableInTheDatabase() {
        join();
        publish(Happened.to(member, "tests.happened"));

        assertThat(jdbc.sql("select count(*) from audit_record r where r::text like '%192.0.2.7%' or"
                                + " encode(details, 'escape') like '%192.0.2.7%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void erasingAMembersKeyLeavesTheRecordsWithoutTheirDetails() {
        join();
        publish(Happened.to(member, "tests.happened"));

        assertThat(personal.erase(table("audit_record"), member)).isZero();
        assertThat(personal.erase(table("audit_member_key"), member)).isEqualTo(1);
        assertThat(personal.erase(table("audit_member_key"), member)).isZero();

        assertThat(rows().getFirst()).containsEntry("details", Map.of());
    }

    @Test
    void detailsAboutSomebodyWhoIsGoneAreNotKept() {
        publish(Happened.to(member, "tests.happened"));

        assertThat(records.trail(member.value(), Long.MAX_VALUE, 1).getFirst().details())
                .isNull();
        assertThat(jdbc.sql("select count(*) from audit_member_key where member_id = ?")
                        .param(member.value())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        personal.export(table("audit_record"), member, rows::add);
        return rows;
    }

    private static PersonalTable table(String name) {
        return PersonalTable.named(name, LegalBasis.LEGAL_OBLIGATION);
    }

    private void publish(Happened event) {
        transactions.executeWithoutResult(transaction -> events.publishEvent(event));
    }

    private void join() {
        jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                values (?, 'https://issuer.example/', ?, 'mira', 'Mira Beispiel', now(), now())""").params(member.value(), UUID.randomUUID().toString()).update();
    }
}
