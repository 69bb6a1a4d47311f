package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Holds;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of holds. */
@Repository
class LegalHolds implements Holds {

    private final JdbcClient jdbc;

    LegalHolds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Hold> on(MemberId member, String service) {
        return jdbc.sql("""
                        select * from legal_hold where formerly = ? and service = ? and lifted_at is null
                        order by placed_at, id""")
                .params(member.value(), service)
                .query((row, number) -> hold(row))
                .list();
    }

    @Override
    public Set<String> held(String service, String kind, Collection<String> items) {
        return items.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.sql("""
                        select distinct item from legal_hold
                        where service = ? and kind = ? and item = any (?) and lifted_at is null""")
                        .params(service, kind, items.toArray(String[]::new))
                        .query((row, number) -> row.getString(1))
                        .list());
    }

    @Override
    public Set<UUID> lasting(Collection<UUID> holds) {
        return new HashSet<>(jdbc.sql("select id from legal_hold where id = any (?) and lifted_at is null for share")
                .param(holds.toArray(UUID[]::new))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list());
    }

    long nextNumber() {
        return jdbc.sql("select nextval('legal_hold_number')").query(Long.class).single();
    }

    /** Without effect when the form was sent before. */
    void insert(LegalHold placed, MemberId member, UUID token) {
        Hold hold = placed.hold();
        jdbc.sql("""
                insert into legal_hold (id, reference, token, member_id, formerly, service, kind, item, ground,
                    confidential, owner_id, placed_at, review_at)
                values (:id, :reference, :token, :member, :member, :service, :kind, :item, :ground, :confidential, :owner,
                    :placed, :review)
                on conflict (token) do nothing""")
                .param("id", hold.id())
                .param("reference", placed.reference())
                .param("token", token)
                .param("member", member.value())
                .param("service", hold.service())
                .param("kind", hold.kind())
                .param("item", hold.item())
                .param("ground", hold.ground())
                .param("confidential", hold.confidential())
                .param("owner", placed.owner() == null ? null : placed.owner().value())
                .param("placed", at(placed.placedAt()))
                .param("review", at(hold.reviewAt()))
                .update();
    }

    Optional<LegalHold> find(UUID id) {
        return one("id = ?", id);
    }

    /** Locks the row until the transaction ends. */
    Optional<LegalHold> lock(UUID id) {
        return one("id = ? for update", id);
    }

    Optional<LegalHold> byToken(UUID token) {
        return one("token = ?", token);
    }

    /** Soonest review first. */
    List<LegalHold> lasting(@Nullable UUID after, int most) {
        return jdbc.sql("""
                        select * from legal_hold where lifted_at is null
                        """ + (after == null ? "" : """
                            and (review_at, id) > (select review_at, id from legal_hold where id = :after)
                        """) + "order by review_at, id limit :most")
                .param("after", after)
                .param("most", most)
                .query((row, number) -> legalHold(row))
                .list();
    }

    List<LegalHold> overdue(Instant now, int most) {
        return jdbc.sql("""
                        select * from legal_hold where lifted_at is null and review_at < ?
                        order by review_at, id limit ?""")
                .params(at(now), most)
                .query((row, number) -> legalHold(row))
                .list();
    }

    long countOverdue(Instant now) {
        return jdbc.sql("select count(*) from legal_hold where lifted_at is null and review_at < ?")
                .param(at(now))
                .query(Long.class)
                .single();
    }

    /** Whoever looked at it again answers for it from now on. */
    void review(UUID id, MemberId officer, Instant until) {
        jdbc.sql("update legal_hold set review_at = ?, owner_id = ? where id = ?")
                .params(at(until), officer.value(), id)
                .update();
    }

    void lift(UUID id, Instant now, String why) {
        jdbc.sql("update legal_hold set lifted_at = ?, lifted_why = ? where id = ?")
                .params(at(now), why, id)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from legal_hold where id = ?").param(id).update();
    }

    void forgetLiftedBefore(Instant limit) {
        jdbc.sql("delete from legal_hold where lifted_at < ?").param(at(limit)).update();
    }

    /** Lifted ones go; those that last stay without the member. */
    long forget(MemberId member) {
        return jdbc.sql("delete from legal_hold where member_id = ? and lifted_at is not null")
                        .param(member.value())
                        .update()
                + jdbc.sql("update legal_hold set member_id = null where member_id = ?")
                        .param(member.value())
                        .update();
    }

    private Optional<LegalHold> one(String condition, UUID param) {
        return jdbc.sql("select * from legal_hold where " + condition)
                .param(param)
                .query((row, number) -> legalHold(row))
                .optional();
    }

    private static LegalHold legalHold(ResultSet row) throws SQLException {
        OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
        return new LegalHold(
                row.getString("reference"),
                hold(row),
                member(row, "member_id"),
                member(row, "owner_id"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                lifted == null ? null : lifted.toInstant());
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                row.getObject("id", UUID.class),
                row.getString("service"),
                row.getString("kind"),
                row.getString("item"),
                row.getString("ground"),
                row.getObject("review_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("confidential"));
    }

    private static @Nullable MemberId member(ResultSet row, String column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new MemberId(id);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
