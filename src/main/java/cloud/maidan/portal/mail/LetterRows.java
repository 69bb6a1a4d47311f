package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of letters. */
@Repository
class LetterRows {

    private static final TypeReference<List<Text>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    LetterRows(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Empty when a letter of the same key was written before. */
    Optional<UUID> write(MemberId to, String key, Text subject, List<Text> paragraphs, String path) {
        return jdbc.sql("""
                        insert into letter (id, member_id, key, subject, paragraphs, path, state, created_at)
                        values (?, ?, ?, ?, ?, ?, 'WAITING', ?) on conflict (key) do nothing returning id""")
                .params(
                        UUID.randomUUID(),
                        to.value(),
                        key,
                        json.writeValueAsString(subject),
                        json.writeValueAsString(paragraphs),
                        path,
                        now())
                .query(UUID.class)
                .optional();
    }

    Optional<Letter> find(UUID id) {
        return jdbc.sql("""
                        select id, member_id, key, subject, paragraphs, path, state, created_at
                        from letter where id = ?""")
                .param(id)
                .query((row, number) -> new Letter(
                        row.getObject("id", UUID.class),
                        new MemberId(row.getObject("member_id", UUID.class)),
                        row.getString("key"),
                        json.readValue(row.getString("subject"), Text.class),
                        json.readValue(row.getString("paragraphs"), TEXTS),
                        row.getString("path"),
                        Letter.State.valueOf(row.getString("state")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    boolean settled(String key) {
        return jdbc.sql("select not exists (select from letter where key = ? and state = 'WAITING')")
                .param(key)
                .query(Boolean.class)
                .single();
    }

    void sent(UUID id) {
        jdbc.sql("update letter set state = 'SENT', settled_at = ? where id = ?")
                .params(now(), id)
                .update();
    }

    void notSent(UUID id, Text why) {
        jdbc.sql("update letter set state = 'NOT_SENT', why = ?, settled_at = ? where id = ?")
                .params(json.writeValueAsString(why), now(), id)
                .update();
    }

    void forgetSettledBefore(Instant limit) {
        jdbc.sql("delete from letter where settled_at < ?")
                .param(limit.atOffset(ZoneOffset.UTC))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
