package cloud.maidan.portal.console;

import cloud.maidan.portal.subject.LookedAt;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import cloud.maidan.portal.work.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks at members' data: each needs a reason that the member can read, and lasts for some minutes. */
@Component
class MemberLooks implements Upkeep {

    private static final Duration LASTS = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final Restrictions restrictions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    MemberLooks(JdbcClient jdbc, Restrictions restrictions, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.restrictions = restrictions;
        this.events = events;
        this.clock = clock;
    }

    /** @throws NobodyMayLook when the member's data is restricted */
    @Transactional
    public void begin(MemberId viewer, MemberId member, Reason reason) {
        if (restrictions.restricted(member)) {
            throw new NobodyMayLook();
        }
        jdbc.sql("""
                insert into member_look (member_id, viewer_id, until) values (?, ?, ?)
                on conflict (member_id, viewer_id) do update set until = excluded.until
                """)
                .params(
                        member.value(),
                        viewer.value(),
                        clock.instant().plus(LASTS).atOffset(ZoneOffset.UTC))
                .update();
        events.publishEvent(new LookedAt("console.member-looked-at", viewer, member, reason.text()));
    }

    /** Whether that look still lasts; never at somebody whose data is restricted. */
    boolean lasts(MemberId viewer, MemberId member) {
        return !restrictions.restricted(member)
                && jdbc.sql("select count(*) from member_look where member_id = ? and viewer_id = ? and until > ?")
                                .params(
                                        member.value(),
                                        viewer.value(),
                                        clock.instant().atOffset(ZoneOffset.UTC))
                                .query(Long.class)
                                .single()
                        == 1;
    }

    @Override
    public void tidy(Instant now) {
        jdbc.sql("delete from member_look where until < ?")
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
