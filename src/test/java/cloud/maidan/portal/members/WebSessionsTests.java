package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@PortalTest
class WebSessionsTests {

    private static final Duration PAUSE = Duration.ofHours(2);

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    private final Hand clock = new Hand();
    private WebSessions sessions;

    @BeforeEach
    void open() {
        sessions = new WebSessions(jdbc, transactions, new SessionJson(), PAUSE, clock);
    }

    @Test
    void whatWasPutInComesOutAgain() {
        WebSession session = begun();
        session.setAttribute("first", "said \"so\"");
        session.setAttribute("second", "x");
        sessions.save(session);

        WebSession found = found(session.getId());

        assertThat(found.getAttributeNames()).containsExactlyInAnyOrder("first", "second");
        assertThat(found.<String>getAttribute("first")).isEqualTo("said \"so\"");
        found.removeAttribute("second");
        sessions.save(found);
        assertThat(found(session.getId()).getAttributeNames()).containsExactly("first");
    }

    @Test
    void aSessionThatIsOnlyUsedIsWrittenOnceAMinute() {
        String id = begun().getId();
        String first = version(id);

        use(id, Duration.ofSeconds(40));
        assertThat(version(id)).isEqualTo(first);

        use(id, Duration.ofSeconds(40));
        assertThat(version(id)).isNotEqualTo(first);
    }

    @Test
    void usingASessionKeepsItAndAPauseEndsIt() {
        String id = begun().getId();
        for (int i = 0; i < 5; i++) {
            use(id, Duration.ofMinutes(90));
        }
        assertThat(sessions.findById(id)).isNotNull();

        clock.now = clock.now.plus(PAUSE);

        assertThat(sessions.findById(id)).isNull();
        assertThat(rows(id)).isZero();
    }

    @Test
    void aSessionEndedMeanwhileDoesNotComeBack() {
        WebSession session = begun();
        WebSession elsewhere = found(session.getId());
        sessions.deleteById(session.getId());

        elsewhere.setAttribute("late", "x");
        sessions.save(elsewhere);

        assertThat(rows(session.getId())).isZero();
    }

    @Test
    void aChangedIdLeadsToTheSameSessionAndTheOldOneNowhere() {
        WebSession session = begun();
        String before = session.getId();
        session.setAttribute("kept", "x");
        String after = session.changeSessionId();
        sessions.save(session);

        assertThat(sessions.findById(before)).isNull();
        assertThat(found(after).<String>getAttribute("kept")).isEqualTo("x");
    }

    private WebSession begun() {
        WebSession session = sessions.createSession();
        sessions.save(session);
        return session;
    }

    private WebSession found(String id) {
        return Objects.requireNonNull(sessions.findById(id));
    }

    private void use(String id, Duration later) {
        clock.now = clock.now.plus(later);
        WebSession session = found(id);
        session.setLastAccessedTime(clock.now);
        sessions.save(session);
    }

    /** Another one after each write. */
    private String version(String id) {
        return jdbc.sql("select ctid::text || xmin::text from spring_session where session_id = ?::char(36)")
                .param(id)
                .query(String.class)
                .single();
    }

    private int rows(String id) {
        return jdbc.sql("select count(*) from spring_session where session_id = ?::char(36)")
                .param(UUID.fromString(id).toString())
                .query(Integer.class)
                .single();
    }

    private static final class Hand extends Clock {

        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
