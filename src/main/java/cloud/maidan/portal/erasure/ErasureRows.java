package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of erasures and of their receipts. */
@Repository
class ErasureRows {

    private final JdbcClient jdbc;
    private final LineRows lines;

    ErasureRows(JdbcClient jdbc, LineRows lines) {
        this.jdbc = jdbc;
        this.lines = lines;
    }

    long nextNumber() {
        return jdbc.sql("select nextval('erasure_number')").query(Long.class).single();
    }

    /** Two requests of one member come one after the other; those of different members do not wait. */
    void takeTurns(MemberId member) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")
                .param("erasure/" + member)
                .query(String.class)
                .single();
    }

    void insert(MemberErasure erasure, UUID token, byte @Nullable [] receiptDigest) {
        jdbc.sql("""
                insert into erasure (id, member_id, request_id, reference, token, state, replayed, asked_at, starts_at, began_at,
                    person, receipt_digest, receipt_until)
                values (:id, :member, :request, :reference, :token, :state, :replayed, :asked, :starts, :began, :person,
                    :digest, :until)""")
                .param("id", erasure.id().value())
                .param(
                        "member",
                        erasure.member() == null ? null : erasure.member().value())
                .param(
                        "request",
                        erasure.request() == null ? null : erasure.request().value())
                .param("reference", erasure.reference())
                .param("token", token)
                .param("state", erasure.state().name())
                .param("replayed", erasure.replayed())
                .param("asked", at(erasure.askedAt()))
                .param("starts", at(erasure.startsAt()))
                .param("began", orNull(erasure.beganAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("person", erasure.person(), java.sql.Types.BINARY)
                .param("digest", receiptDigest, java.sql.Types.BINARY)
                .param("until", orNull(erasure.receiptUntil()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        erasure.lines().forEach(line -> lines.insert(erasure.id(), line));
    }

    Optional<MemberErasure> find(ErasureId id) {
        return one("id = ?", "", id.value());
    }

    /** Locks the row until the transaction ends. */
    Optional<MemberErasure> lock(ErasureId id) {
        return one("id = ?", " for update", id.value());
    }

    Optional<MemberErasure> find(ErasureId id, MemberId member) {
        return one("id = ? and member_id = ?", "", id.value(), member.value());
    }

    Optional<MemberErasure> running(MemberId member) {
        return one("member_id = ? and state in ('WINDOW', 'ERASING')", "", member.value());
    }

    Optional<MemberErasure> byToken(MemberId member, UUID token) {
        return one("member_id = ? and token = ?", "", member.value(), token);
    }

    Optional<MemberErasure> byReceipt(byte[] digest, Instant now) {
        return one("receipt_digest = ? and receipt_until > ?", "", digest, at(now));
    }

    /** Whether the ledger's own erasure is busy with the service. */
    boolean replaying(ServiceId service) {
        return jdbc.sql("""
                        select exists (select from erasure e join erasure_service s on s.erasure_id = e.id
                        where e.replayed and e.state = 'ERASING' and s.service = ? and s.state = 'PENDING')""").param(service.value()).query(Boolean.class).single();
    }

    /** Newest first. */
    List<MemberErasure> of(MemberId member, int most) {
        return jdbc
                .sql("select id from erasure where member_id = ? order by asked_at desc limit ?")
                .params(member.value(), most)
                .query((row, number) -> new ErasureId(row.getObject("id", UUID.class)))
                .list()
                .stream()
                .map(id -> find(id).orElseThrow())
                .toList();
    }

    /**
     * Counts the time since the last look towards the window, at most so much of it, and nothing when the clock was set
     * back. @return what was counted so far
     */
    Duration wait(ErasureId id, Instant now, Duration most) {
        double seconds = jdbc.sql("""
                        update erasure set waited_at = :now, waited = waited + least(:most::double precision,
                            greatest(0, extract(epoch from (:now - coalesce(waited_at, asked_at)))::double precision))
                        where id = :id returning waited""")
                .param("now", at(now))
                .param("most", most.toSeconds())
                .param("id", id.value())
                .query(Double.class)
                .single();
        return Duration.ofMillis((long) (seconds * 1000));
    }

    void startsAt(ErasureId id, Instant at) {
        jdbc.sql("update erasure set starts_at = ? where id = ?")
                .params(at(at), id.value())
                .update();
    }

    void begin(ErasureId id, Instant now, byte[] person) {
        jdbc.sql("update erasure set state = 'ERASING', began_at = ?, person = ? where id = ?")
                .params(at(now), person, id.value())
                .update();
    }

    void end(ErasureId id, State state, Instant now) {
        jdbc.sql("update erasure set state = ?, ended_at = ? where id = ?")
                .params(state.name(), at(now), id.value())
                .update();
    }

    /** After the last look nobody needs to know any more whom it was about. */
    void forget(ErasureId id) {
        jdbc.sql("update erasure set person = null where id = ?")
                .param(id.value())
                .update();
        lines.forget(id);
    }

    void receiptAt(ErasureId id, byte[] digest, Instant until) {
        jdbc.sql("update erasure set receipt_digest = ?, receipt_until = ? where id = ?")
                .params(digest, at(until), id.value())
                .update();
    }

    /** It ended later than it seemed: what was held back is erased now. */
    void endedAgain(ErasureId id, Instant now, Instant receiptUntil) {
        jdbc.sql("update erasure set ended_at = ?, receipt_until = greatest(receipt_until, ?) where id = ?")
                .params(at(now), at(receiptUntil), id.value())
                .update();
    }

    void addReceipt(ErasureId id, Instant now, String statement) {
        jdbc.sql("""
                insert into erasure_receipt (erasure_id, number, at, statement)
                values (:id, (select count(*) + 1 from erasure_receipt where erasure_id = :id), :now, :statement)""")
                .param("id", id.value())
                .param("now", at(now))
                .param("statement", statement)
                .update();
    }

    /** Signed statements, oldest first. */
    List<String> receipts(ErasureId id) {
        return jdbc.sql("select statement from erasure_receipt where erasure_id = ? order by number")
                .param(id.value())
                .query((row, number) -> row.getString("statement"))
                .list();
    }

    /** The rows that still name the member no longer do. */
    long anonymise(MemberId member) {
        return jdbc.sql("update erasure set member_id = null where member_id = ?")
                .param(member.value())
                .update();
    }

    void forgetEndedBefore(Instant limit) {
        jdbc.sql("""
                delete from erasure where ended_at < ?
                    and not exists (select from erasure_hold where erasure_id = erasure.id)""").param(at(limit)).update();
    }

    /** Entries of the ledger that this database knows of. */
    long ledgerKnown() {
        return jdbc.sql("select entries from erasure_ledger").query(Long.class).single();
    }

    void ledgerKnown(long entries) {
        jdbc.sql("update erasure_ledger set entries = greatest(entries, ?)")
                .param(entries)
                .update();
    }

    /** The database's own clock. */
    Instant databaseTime() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private Optional<MemberErasure> one(String condition, String locking, Object... params) {
        return jdbc.sql("select * from erasure where " + condition + locking)
                .params(params)
                .query((row, number) -> erasure(row))
                .optional();
    }

    private MemberErasure erasure(ResultSet row) throws SQLException {
        ErasureId id = new ErasureId(row.getObject("id", UUID.class));
        UUID member = row.getObject("member_id", UUID.class);
        UUID request = row.getObject("request_id", UUID.class);
        return new MemberErasure(
                id,
                member == null ? null : new MemberId(member),
                request == null ? null : new RequestId(request),
                row.getString("reference"),
                State.valueOf(row.getString("state")),
                row.getBoolean("replayed"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                instant(row, "began_at"),
                instant(row, "ended_at"),
                row.getBytes("person"),
                instant(row, "receipt_until"),
                lines.of(id));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime orNull(@Nullable Instant instant) {
        return instant == null ? null : at(instant);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
