package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.requests.ExportEvent.ExportsScheduled;
import cloud.maidan.portal.requests.ExportEvent.ScheduleEnded;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes wishes for regular exports and plans each when its day has come: once, however many nodes look. */
@Component
class ScheduleDesk {

    private final Schedules schedules;
    private final MemberDirectory members;
    private final Passphrases passphrases;
    private final Steps steps;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ScheduleDesk(
            Schedules schedules,
            MemberDirectory members,
            Passphrases passphrases,
            Steps steps,
            ApplicationEventPublisher events,
            Clock clock) {
        this.schedules = schedules;
        this.members = members;
        this.passphrases = passphrases;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    /** From today on; the first comes after one interval. */
    @Transactional
    void set(MemberId member, Rhythm rhythm, List<String> services, Packaging packaging) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone(member));
        schedules.put(
                new Schedule(
                        id,
                        member,
                        rhythm,
                        services,
                        packaging.form(),
                        packaging.pieceBytes(),
                        passphrases.forSchedule(packaging.passphrase(), id),
                        today,
                        rhythm.next(today, member, zone(member), now),
                        null,
                        null),
                now);
        events.publishEvent(new ExportsScheduled(member, rhythm));
    }

    @Transactional
    void end(MemberId member) {
        if (schedules.end(member)) {
            events.publishEvent(new ScheduleEnded(member));
        }
    }

    Optional<Schedule> of(MemberId member) {
        return schedules.of(member);
    }

    /** Plans what is due. The step's key holds the day, so that one day gives one export. */
    @Transactional
    void planDue() {
        Instant now = clock.instant();
        for (Schedule schedule : schedules.takeDue(now)) {
            steps.plan(
                    ScheduledExportTask.KIND, schedule.id(), schedule.nextAt().toString(), schedule.member());
            schedules.moveOn(
                    schedule.id(),
                    schedule.rhythm().next(schedule.beganOn(), schedule.member(), zone(schedule.member()), now));
        }
    }

    private ZoneId zone(MemberId member) {
        return members.find(member).map(Member::zone).orElse(ZoneOffset.UTC);
    }
}
