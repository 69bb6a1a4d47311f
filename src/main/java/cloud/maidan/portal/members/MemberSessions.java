package cloud.maidan.portal.members;

import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.subject.MemberId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sign-ins in use, on whichever node: what a session may do ends with its row here. */
@Component
class MemberSessions {

    /** A check of the provider that takes longer is given up and may be tried by somebody else. */
    private static final Duration CHECK_LEASE = Duration.ofSeconds(30);

    private static final int LONGEST_USER_AGENT = 300;

    private final JdbcClient jdbc;
    private final Seals seals;
    private final Clock clock;

    MemberSessions(JdbcClient jdbc, Seals seals, Clock clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.clock = clock;
    }

    /** What a sign-in brought along. */
    record Opening(
            String sessionId,
            @Nullable String sid,
            Instant authenticatedAt,
            @Nullable List<String> methods,
            String userAgent,
            String idToken,
            @Nullable String refreshToken,
            boolean asked) {}

    record Line(UUID id, String userAgent, Instant signedInAt, Instant lastUsedAt) {}

    /** A session whose member's groups are to be asked for; nobody else asks meanwhile. */
    record Check(
            UUID id,
            MemberId member,
            String subject,
            @Nullable String refreshToken) {}

    UUID open(MemberId member, Opening opening) {
        UUID id = UUID.randomUUID();
        String refreshToken = opening.refreshToken();
        List<String> methods = opening.methods();
        jdbc.sql("""
                insert into member_session (id, member_id, session_id, sid, authenticated_at, methods, signed_in_at,
                    checked_at, user_agent, id_token, refresh_token, asked)
                values (:id, :member, :session, :sid, :authenticated, :methods, :now, :now,
                    case when (select device_names_kept from member where id = :member) then :agent else '' end,
                    :idToken, :refresh, :asked)
                """)
                .param("id", id)
                .param("member", member.value())
                .param("session", opening.sessionId())
                .param("sid", opening.sid())
                .param("authenticated", opening.authenticatedAt().atOffset(ZoneOffset.UTC))
                .param("methods", methods == null ? null : methods.toArray(String[]::new))
                .param("now", now())
                .param("agent", shortened(opening.userAgent()))
                .param("idToken", seal(opening.idToken(), "id-token", id))
                .param("refresh", refreshToken == null ? null : seal(refreshToken, "refresh-token", id))
                .param("asked", opening.asked())
                .update();
        return id;
    }

    Optional<SessionRow> find(UUID id) {
        return jdbc.sql(
                        "select " + SessionRow.COLUMNS
                                + " from member_session session join member on member.id = session.member_id where session.id = ?")
                .param(id)
                .query(SessionRow::of)
                .optional();
    }

    List<Line> of(MemberId member) {
        return jdbc.sql("""
                select session.id, session.user_agent, session.signed_in_at, web.last_access_time
                from member_session session join spring_session web on web.session_id = session.session_id
                where session.member_id = ? and web.expiry_time > ?
                order by web.last_access_time desc limit 200
                """)
                .param(member.value())
                .param(clock.millis())
                .query((row, number) -> new Line(
                        row.getObject("id", UUID.class),
                        row.getString("user_agent"),
                        SessionRow.time(row, "signed_in_at"),
                        Instant.ofEpochMilli(row.getLong("last_access_time"))))
                .list();
    }

    /** The member's sign-ins that can bring tokens, the last used first. */
    List<UUID> signInsOf(MemberId member) {
        return jdbc.sql("""
                select session.id from member_session session
                join spring_session web on web.session_id = session.session_id
                where session.member_id = ? and web.expiry_time > ? and session.refresh_token is not null
                order by web.last_access_time desc limit 5
                """)
                .param(member.value())
                .param(clock.millis())
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
    }

    boolean beingChecked(UUID id) {
        return jdbc.sql("select check_started_at is not null from member_session where id = ?")
                .param(id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** A new refresh token replaces the old; whether the member still is one was not asked. */
    void refreshed(UUID id, @Nullable String refreshToken) {
        jdbc.sql("update member_session set check_started_at = null, refresh_token = coalesce(?, refresh_token)"
                        + " where id = ?")
                .param(refreshToken == null ? null : seal(refreshToken, "refresh-token", id))
                .param(id)
                .update();
    }

    /** Opens the identity token that signing out at the provider shows. */
    Optional<String> idToken(UUID id) {
        return jdbc.sql("select id_token from member_session where id = ?")
                .param(id)
                .query((row, number) -> open(row.getBytes(1), "id-token", id))
                .optional();
    }

    boolean end(UUID id) {
        return end("id = ?", id) > 0;
    }

    boolean end(UUID id, MemberId owner) {
        return end("id = ? and member_id = ?", id, owner.value()) > 0;
    }

    int endOthers(UUID kept, MemberId owner) {
        return end("id <> ? and member_id = ?", kept, owner.value());
    }

    int endAll(MemberId member) {
        return end("member_id = ?", member.value());
    }

    int endAtProvider(MemberId member, String sid) {
        return end("member_id = ? and sid = ?", member.value(), sid);
    }

    /** Whose session that is; empty when nobody's. */
    Optional<MemberId> ownerOf(String issuer, @Nullable String subject, @Nullable String sid) {
        return jdbc.sql("""
                select member.id from member where member.issuer = :issuer
                    and (:subject::text is null or member.subject = :subject)
                    and (:sid::text is null or :subject::text is not null
                        or exists (select from member_session s where s.member_id = member.id and s.sid = :sid))
                limit 1
                """)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("sid", sid)
                .query(UUID.class)
                .optional()
                .map(MemberId::new);
    }

    /** Claims a session for a check, unless it was checked lately or somebody checks it just now. */
    @Transactional
    Optional<Check> claim(UUID id, Instant checkedBefore) {
        int claimed = jdbc.sql("""
                update member_session set check_started_at = :now where id = :id and checked_at < :before
                    and (check_started_at is null or check_started_at < :lease)
                """)
                .param("now", now())
                .param("id", id)
                .param("before", checkedBefore.atOffset(ZoneOffset.UTC))
                .param("lease", clock.instant().minus(CHECK_LEASE).atOffset(ZoneOffset.UTC))
                .update();
        return claimed == 0
                ? Optional.empty()
                : jdbc.sql("select s.member_id, member.subject, s.refresh_token from member_session s"
                                + " join member on member.id = s.member_id where s.id = ?")
                        .param(id)
                        .query((row, number) -> {
                            byte[] sealed = row.getBytes("refresh_token");
                            return new Check(
                                    id,
                                    new MemberId(row.getObject("member_id", UUID.class)),
                                    row.getString("subject"),
                                    sealed == null ? null : open(sealed, "refresh-token", id));
                        })
                        .optional();
    }

    /**
     * The provider vouches for the member again; a new refresh token replaces the old. What lies under an older key is
     * sealed anew on the way.
     */
    @Transactional
    void checked(UUID id, @Nullable String refreshToken) {
        jdbc.sql("update member_session set checked_at = ?, check_started_at = null,"
                        + " refresh_token = coalesce(?, refresh_token) where id = ?")
                .param(now())
                .param(refreshToken == null ? null : seal(refreshToken, "refresh-token", id))
                .param(id)
                .update();
        renewSeal(id, "id_token", "id-token");
        renewSeal(id, "refresh_token", "refresh-token");
    }

    private void renewSeal(UUID id, String column, String kind) {
        jdbc.sql("select " + column + " from member_session where id = ? and " + column + " is not null")
                .param(id)
                .query((row, number) -> row.getBytes(1))
                .optional()
                .filter(seals::outdated)
                .ifPresent(old -> jdbc.sql("update member_session set " + column + " = ? where id = ?")
                        .param(seal(open(old, kind, id), kind, id))
                        .param(id)
                        .update());
    }

    /** Forgets sessions that were not used for too long, their sign-ins, and logout tokens that have expired. */
    @Transactional
    int tidy() {
        jdbc.sql("delete from logout_token where expires_at < ?").param(now()).update();
        jdbc.sql("delete from spring_session where expiry_time < ?")
                .param(clock.millis())
                .update();
        return jdbc.sql("""
                delete from member_session session where signed_in_at < ?
                    and not exists (select from spring_session web where web.session_id = session.session_id)
                """)
                .param(clock.instant().minus(Duration.ofMinutes(10)).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Notes a logout token; false when it was shown before. */
    boolean firstUse(String jti, Instant expiresAt) {
        return jdbc.sql("insert into logout_token (jti, expires_at) values (?, ?) on conflict do nothing")
                        .param(jti)
                        .param(expiresAt.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private int end(String condition, Object... params) {
        List<String> ended = jdbc.sql("delete from member_session where " + condition + " returning session_id")
                .params(List.of(params))
                .query((row, number) -> row.getString(1))
                .list();
        ended.forEach(session -> jdbc.sql("delete from spring_session where session_id = ?::char(36)")
                .param(session)
                .update());
        return ended.size();
    }

    private byte[] seal(String secret, String kind, UUID id) {
        return seals.seal(secret.getBytes(StandardCharsets.UTF_8), context(kind, id));
    }

    private String open(byte[] sealed, String kind, UUID id) {
        return new String(seals.open(sealed, context(kind, id)), StandardCharsets.UTF_8);
    }

    private static String context(String kind, UUID id) {
        return "members." + kind + "/" + id;
    }

    private static String shortened(String userAgent) {
        String clean = userAgent.replace("\0", "");
        return clean.substring(0, Math.min(clean.length(), LONGEST_USER_AGENT));
    }
}
