package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose data may only be stored, since when, and until when if that is known. */
@Component
class RestrictionRows implements Restrictions {

    private static final String LASTING = "select request_id, reference, since, ends_at from member_restriction"
            + " join data_subject_request on data_subject_request.id = request_id"
            + " where (ends_at is null or ends_at > ?)";

    private final JdbcClient jdbc;
    private final Clock clock;

    RestrictionRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param endsAt null while nobody has announced its end */
    record Restriction(
            UUID request,
            String reference,
            Instant since,
            @Nullable Instant endsAt) {}

    @Override
    public boolean restricted(MemberId member) {
        return jdbc.sql("select 1 from member_restriction where member_id = ? and (ends_at is null or ends_at > ?)")
                .params(member.value(), now())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public Set<MemberId> lasting() {
        return Set.copyOf(jdbc.sql("select member_id from member_restriction where ends_at is null or ends_at > ?")
                .param(now())
                .query((row, number) -> new MemberId(row.getObject("member_id", UUID.class)))
                .list());
    }

    /** Begins, or goes on without an end. */
    void begin(MemberId member, DataSubjectRequest request) {
        jdbc.sql("""
                insert into member_restriction (member_id, request_id, since) values (?, ?, ?)
                on conflict (member_id) do update set ends_at = null, request_id = excluded.request_id,
                    since = case when member_restriction.ends_at <= excluded.since then excluded.since
                        else member_restriction.since end""").params(member.value(), request.getId(), now()).update();
    }

    void endAt(UUID request, Instant at) {
        jdbc.sql("update member_restriction set ends_at = ? where request_id = ?")
                .params(at.atOffset(ZoneOffset.UTC), request)
                .update();
    }

    void forgetEndedBefore(Instant limit) {
        jdbc.sql("delete from member_restriction where ends_at < ?")
                .param(limit.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The restriction that the request led to, while it lasts. */
    Optional<Restriction> of(DataSubjectRequest request) {
        return jdbc.sql(LASTING + " and request_id = ?")
                .params(now(), request.getId())
                .query(RestrictionRows::restriction)
                .optional();
    }

    /** Longest first. @param after request of the last one on the page before; null for the first page */
    List<Restriction> longest(@Nullable UUID after, int most) {
        return jdbc.sql(LASTING.replace("?", ":now") + (after == null ? "" : """
                        and (since, member_restriction.member_id) >
                            (select since, member_id from member_restriction where request_id = :after)
                        """)
                        + " order by since, member_restriction.member_id limit :most")
                .param("now", now())
                .param("after", after)
                .param("most", most)
                .query(RestrictionRows::restriction)
                .list();
    }

    private static Restriction restriction(ResultSet row, int number) throws SQLException {
        OffsetDateTime ends = row.getObject("ends_at", OffsetDateTime.class);
        return new Restriction(
                row.getObject("request_id", UUID.class),
                row.getString("reference"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
