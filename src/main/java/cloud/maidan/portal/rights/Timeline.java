package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What was said and done about a request, in order, as the member reads it. */
@Component
class Timeline {

    /** No request is written about more often. */
    private static final int MOST = 500;

    /** A member stops here, so that there is room for what is done. */
    private static final int MOST_OF_A_MEMBER = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Timeline(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    enum Author {
        MEMBER,
        OFFICER,
        PORTAL;

        static Author of(Actor actor, MemberId member) {
            return switch (actor) {
                case Actor.Person(MemberId person) -> person.equals(member) ? MEMBER : OFFICER;
                case Actor.Task task -> PORTAL;
                case Actor.Anonymous anonymous -> PORTAL;
            };
        }

        /** To the member. */
        public Text said() {
            return Text.of("rights.author." + name().toLowerCase(Locale.ROOT));
        }

        /** To the privacy officer. */
        public Text seen() {
            return this == MEMBER ? Text.of("rights.author.the-member") : said();
        }
    }

    record Note(Instant at, Author author, Text what) {}

    /** Without effect once the member is gone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void write(DataSubjectRequest request, Actor by, Text what) {
        request.member()
                .ifPresent(member -> jdbc.sql("""
                        insert into request_note (request_id, member_id, at, author, what)
                        select id, member_id, :at, :author, :what from data_subject_request
                        where id = :request and member_id = :member
                            and (select count(*) from request_note where request_id = :request) < :most""")
                        .param("request", request.getId())
                        .param("member", member.value())
                        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("author", Author.of(by, member).name())
                        .param("what", json.writeValueAsString(what))
                        .param("most", MOST)
                        .update());
    }

    boolean full(DataSubjectRequest request) {
        return jdbc.sql("select count(*) from request_note where request_id = ?")
                        .param(request.getId())
                        .query(Long.class)
                        .single()
                >= MOST_OF_A_MEMBER;
    }

    List<Note> of(DataSubjectRequest request) {
        return jdbc.sql("select at, author, what from request_note where request_id = ? order by id")
                .param(request.getId())
                .query((row, number) -> new Note(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Author.valueOf(row.getString("author")),
                        json.readValue(row.getString("what"), Text.class)))
                .list();
    }
}
