package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of erasures. */
@Repository
class ErasureRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Amount>> AMOUNTS = new TypeReference<>() {};
    private static final TypeReference<List<Retained>> RETAINED = new TypeReference<>() {};
    private static final TypeReference<List<BeyondReach>> BEYOND = new TypeReference<>() {};

    private final JdbcClient jdbc;

    ErasureRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
        erasure.lines().forEach(line -> insert(erasure.id(), line));
    }

    /** Without effect when the service has its line already. */
    void insert(ErasureId erasure, Line line) {
        jdbc.sql("""
                insert into erasure_service (erasure_id, service, place, phase, state, account, why, settled_at)
                values (:erasure, :service, (select count(*) from erasure_service where erasure_id = :erasure), :phase, :state,
                    :account, :why, :settled)
                on conflict do nothing""")
                .param("erasure", erasure.value())
                .param("service", line.service().value())
                .param("phase", line.phase().ordinal())
                .param("state", line.state().name())
                .param("account", line.account(), java.sql.Types.BINARY)
                .param("why", line.why() == null ? null : JSON.writeValueAsString(line.why()), java.sql.Types.VARCHAR)
                .param("settled", orNull(line.settledAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
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
        jdbc.sql("update erasure_service set account = null, handle = null where erasure_id = ?")
                .param(id.value())
                .update();
    }

    void receiptAt(ErasureId id, byte[] digest, Instant until) {
        jdbc.sql("update erasure set receipt_digest = ?, receipt_until = ? where id = ?")
                .params(digest, at(until), id.value())
                .update();
    }

    void found(ErasureId id, ServiceId service, byte[] account) {
        jdbc.sql("update erasure_service set account = ?, why = null where erasure_id = ? and service = ?")
                .params(account, id.value(), service.value())
                .update();
    }

    void goOnFrom(ErasureId id, ServiceId service, byte[] handle, Text why) {
        jdbc.sql("update erasure_service set handle = ?, why = ? where erasure_id = ? and service = ?")
                .params(handle, JSON.writeValueAsString(why), id.value(), service.value())
                .update();
    }

    void dropHandle(ErasureId id, ServiceId service) {
        jdbc.sql("update erasure_service set handle = null where erasure_id = ? and service = ?")
                .params(id.value(), service.value())
                .update();
    }

    /** What was held back may go; its account is erased anew from the beginning. */
    void reopen(ErasureId id, Line line) {
        jdbc.sql("""
                update erasure_service set state = 'PENDING', handle = null, why = null, settled_at = null, found = null,
                    probed_at = null, erased_before = ?, erased = '[]'
                where erasure_id = ? and service = ? and state in ('ERASED', 'HELD')""")
                .params(
                        JSON.writeValueAsString(line.erased()),
                        id.value(),
                        line.service().value())
                .update();
    }

    /** It ended later than it seemed: what was held back is erased now. */
    void endedAgain(ErasureId id, Instant now, Instant receiptUntil) {
        jdbc.sql("update erasure set ended_at = ?, receipt_until = greatest(receipt_until, ?) where id = ?")
                .params(at(now), at(receiptUntil), id.value())
                .update();
    }

    void hindered(ErasureId id, ServiceId service, Text why) {
        jdbc.sql("update erasure_service set why = ? where erasure_id = ? and service = ?")
                .params(JSON.writeValueAsString(why), id.value(), service.value())
                .update();
    }

    /** What a service says first is what was there; whatever it is asked again finds less. */
    void keep(ErasureId id, ServiceId service, Outcome.Finished said, Text why) {
        write("""
                update erasure_service set handle = null, why = :why,
                    erased = case erased when '[]' then :erased else erased end,
                    retained = :retained, beyond_reach = :beyond
                where erasure_id = :id and service = :service""", id, service, said, why).update();
    }

    void settle(
            ErasureId id, ServiceId service, Line.State state, Outcome.Finished said, @Nullable Text why, Instant now) {
        write("""
                update erasure_service set handle = null, why = :why, state = :state, settled_at = :now,
                    erased = case erased when '[]' then :erased else erased end,
                    retained = :retained, beyond_reach = :beyond
                where erasure_id = :id and service = :service""", id, service, said, why)
                .param("state", state.name())
                .param("now", at(now))
                .update();
    }

    private JdbcClient.StatementSpec write(
            String update, ErasureId id, ServiceId service, Outcome.Finished said, @Nullable Text why) {
        return jdbc.sql(update)
                .param("erased", JSON.writeValueAsString(said.erased()))
                .param("retained", JSON.writeValueAsString(said.retained()))
                .param("beyond", JSON.writeValueAsString(said.beyondReach()))
                .param("why", why == null ? null : JSON.writeValueAsString(why), java.sql.Types.VARCHAR)
                .param("id", id.value())
                .param("service", service.value());
    }

    void probed(ErasureId id, ServiceId service, List<Amount> found, Instant now) {
        jdbc.sql("update erasure_service set found = ?, probed_at = ? where erasure_id = ? and service = ?")
                .params(JSON.writeValueAsString(found), at(now), id.value(), service.value())
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
                lines(id));
    }

    private List<Line> lines(ErasureId id) {
        return jdbc.sql("select * from erasure_service where erasure_id = ? order by phase, place")
                .param(id.value())
                .query((row, number) -> line(row))
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        String why = row.getString("why");
        String found = row.getString("found");
        return new Line(
                new ServiceId(row.getString("service")),
                Phase.values()[row.getInt("phase")],
                Line.State.valueOf(row.getString("state")),
                row.getBytes("account"),
                row.getBytes("handle"),
                sum(
                        JSON.readValue(row.getString("erased_before"), AMOUNTS),
                        JSON.readValue(row.getString("erased"), AMOUNTS)),
                JSON.readValue(row.getString("retained"), RETAINED),
                JSON.readValue(row.getString("beyond_reach"), BEYOND),
                why == null ? null : JSON.readValue(why, Text.class),
                instant(row, "settled_at"),
                found == null ? null : JSON.readValue(found, AMOUNTS),
                instant(row, "probed_at"));
    }

    private static List<Amount> sum(List<Amount> before, List<Amount> then) {
        Map<Text, Long> items = new LinkedHashMap<>();
        Stream.concat(before.stream(), then.stream())
                .forEach(amount -> items.merge(amount.what(), amount.items(), Long::sum));
        return items.entrySet().stream()
                .map(each -> new Amount(each.getKey(), each.getValue()))
                .toList();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime orNull(@Nullable Instant instant) {
        return instant == null ? null : at(instant);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
