package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Holds;
import cloud.maidan.portal.subject.MemberId;
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

    private static final String OVERDUE = "lifted_at is null and review_at < ?";

    private final JdbcClient jdbc;

    LegalHolds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Hold> on(MemberId member, String service) {
        return lastingOnes("formerly = ? and service = ?", member.value(), service);
    }

    @Override
    public List<Hold> at(String service) {
        return lastingOnes("service = ?", service);
    }

    private List<Hold> lastingOnes(String condition, Object... params) {
        return jdbc
                .sql("select * from legal_hold where lifted_at is null and " + condition + " order by placed_at, id")
                .params(params)
                .query(LegalHold::of)
                .list()
                .stream()
                .map(LegalHold::hold)
                .toList();
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
                .query(LegalHold::of)
                .list();
    }

    List<LegalHold> overdue(Instant now, int most) {
        return jdbc.sql("select * from legal_hold where " + OVERDUE + " order by review_at, id limit ?")
                .params(at(now), most)
                .query(LegalHold::of)
                .list();
    }

    long countOverdue(Instant now) {
        return jdbc.sql("select count(*) from legal_hold where " + OVERDUE)
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
        UUID id = member.value();
        return jdbc.sql("delete from legal_hold where member_id = ? and lifted_at is not null")
                        .param(id)
                        .update()
                + jdbc.sql("update legal_hold set member_id = null where member_id = ?")
                        .param(id)
                        .update();
    }

    private Optional<LegalHold> one(String condition, UUID param) {
        return jdbc.sql("select * from legal_hold where " + condition)
                .param(param)
                .query(LegalHold::of)
                .optional();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
