package cloud.maidan.portal.members;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.SessionRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sessions in PostgreSQL, readable by every node and after a restart. A session comes with its sign-in and its member in
 * one query, and is written when something in it changed; that it was used is noted once a minute.
 */
class WebSessions implements SessionRepository<WebSession> {

    private static final Duration NOTED_AGAIN = Duration.ofMinutes(1);

    // a session id is compared as char(36), or no index would serve
    private static final String FIND = """
            select web.primary_id, web.creation_time, web.last_access_time, web.max_inactive_interval,
                kept.names, kept.bytes,\s""" + SessionRow.COLUMNS + """

            from spring_session web
            left join lateral (
                select array_agg(attribute_name) as names, array_agg(attribute_bytes) as bytes
                from spring_session_attributes where session_primary_id = web.primary_id) kept on true
            left join member_session session on session.session_id = web.session_id
            left join member on member.id = session.member_id
            where web.session_id = ?::char(36)
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate writing;
    private final SessionJson json;
    private final Duration longestPause;
    private final Clock clock;

    /** @param longestPause a session not used for so long is over */
    WebSessions(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            SessionJson json,
            Duration longestPause,
            Clock clock) {
        this.jdbc = jdbc;
        this.writing = new TransactionTemplate(transactions);
        this.writing.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.json = json;
        this.longestPause = longestPause;
        this.clock = clock;
    }

    @Override
    public WebSession createSession() {
        return WebSession.begin(clock.instant(), longestPause, json);
    }

    @Override
    public @Nullable WebSession findById(String id) {
        WebSession found = jdbc.sql(FIND)
                .param(id)
                .query((row, number) -> session(id, row))
                .optional()
                .orElse(null);
        if (found != null && found.expired(clock.instant())) {
            deleteById(id);
            return null;
        }
        return found;
    }

    @Override
    public void save(WebSession session) {
        if (session.outdated(NOTED_AGAIN) || !session.changed().isEmpty()) {
            writing.executeWithoutResult(transaction -> write(session));
            session.written();
        }
    }

    private void write(WebSession session) {
        if (session.begun()) {
            insert(session);
        } else {
            update(session);
        }
        session.changed().forEach(name -> write(session, name));
    }

    @Override
    public void deleteById(String id) {
        jdbc.sql("delete from spring_session where session_id = ?::char(36)")
                .param(id)
                .update();
    }

    private void insert(WebSession session) {
        jdbc.sql("""
                insert into spring_session (primary_id, session_id, creation_time, last_access_time,
                    max_inactive_interval, expiry_time, principal_name)
                values (:key, :id, :created, :used, :pause, :expires, :principal)
                """)
                .param("created", session.getCreationTime().toEpochMilli())
                .params(row(session))
                .update();
    }

    private void update(WebSession session) {
        jdbc.sql("""
                update spring_session set session_id = :id, last_access_time = :used, max_inactive_interval = :pause,
                    expiry_time = :expires, principal_name = :principal
                where primary_id = :key::char(36)
                """).params(row(session)).update();
    }

    private static Map<String, @Nullable Object> row(WebSession session) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("key", session.key());
        row.put("id", session.getId());
        row.put("used", session.getLastAccessedTime().toEpochMilli());
        row.put("pause", Math.toIntExact(session.getMaxInactiveInterval().toSeconds()));
        row.put("expires", session.expiresAt().toEpochMilli());
        row.put("principal", session.getAttribute(principal()));
        return row;
    }

    /** An attribute of a session that was ended meanwhile is not written: its row is gone. */
    private void write(WebSession session, String name) {
        Object value = session.getAttribute(name);
        if (value == null) {
            jdbc.sql("delete from spring_session_attributes where session_primary_id = ?::char(36)"
                            + " and attribute_name = ?")
                    .param(session.key())
                    .param(name)
                    .update();
            return;
        }
        jdbc.sql("""
                insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
                select primary_id, :name, :bytes from spring_session where primary_id = :key::char(36) for key share
                on conflict (session_primary_id, attribute_name) do update set attribute_bytes = excluded.attribute_bytes
                """)
                .param("key", session.key())
                .param("name", name)
                .param("bytes", json.write(value))
                .update();
    }

    private WebSession session(String id, ResultSet row) throws SQLException {
        return WebSession.known(
                row.getString("primary_id"),
                id,
                Instant.ofEpochMilli(row.getLong("creation_time")),
                Instant.ofEpochMilli(row.getLong("last_access_time")),
                Duration.ofSeconds(row.getInt("max_inactive_interval")),
                attributes(row.getArray("names"), row.getArray("bytes")),
                row.getObject("session_id") == null ? null : SessionRow.of(row, 0),
                json);
    }

    private static Map<String, byte[]> attributes(@Nullable Array names, @Nullable Array values) throws SQLException {
        Map<String, byte[]> attributes = new HashMap<>();
        if (names != null && values != null) {
            String[] keys = (String[]) names.getArray();
            byte[][] bytes = (byte[][]) values.getArray();
            for (int i = 0; i < keys.length; i++) {
                attributes.put(keys[i], bytes[i]);
            }
        }
        return attributes;
    }

    private static String principal() {
        return FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    }
}
