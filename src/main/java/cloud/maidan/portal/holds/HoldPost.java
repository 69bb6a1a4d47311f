package cloud.maidan.portal.holds;

import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Upkeep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reminds the officers of holds that nobody looked at again in time, by letter and as a metric. */
@Component
class HoldPost implements Upkeep, MeterBinder {

    private static final int MOST = 200;

    private final LegalHolds holds;
    private final HoldsProperties properties;
    private final Letters letters;
    private final MemberDirectory members;
    private final SiteProperties site;
    private final TransactionTemplate transactions;
    private final Clock clock;

    HoldPost(
            LegalHolds holds,
            HoldsProperties properties,
            Letters letters,
            MemberDirectory members,
            SiteProperties site,
            TransactionTemplate transactions,
            Clock clock) {
        this.holds = holds;
        this.properties = properties;
        this.letters = letters;
        this.members = members;
        this.site = site;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("portal.holds.overdue", holds, found -> found.countOverdue(clock.instant()))
                .description("Legal holds whose review date has passed")
                .register(registry);
    }

    /** One letter for each late review, officer and day. */
    @Override
    public void tidy(Instant now) {
        transactions.executeWithoutResult(transaction -> {
            List<LegalHold> late = holds.overdue(now, MOST);
            List<Member> officers = late.isEmpty() ? List.of() : members.holding(Role.OFFICER);
            late.forEach(hold ->
                    officers.forEach(officer -> remind(officer, hold, LocalDate.ofInstant(now, site.zone()))));
            holds.forgetLiftedBefore(now.minus(properties.keep()));
        });
    }

    /** The letter names the hold, not whose or what: mail is open to those who carry it. */
    private void remind(Member officer, LegalHold hold, LocalDate day) {
        letters.send(
                officer.id(),
                "holds-overdue/" + hold.id() + "/" + day + "/" + officer.id(),
                Text.of("holds.letter.overdue.subject", hold.reference()),
                List.of(Text.of(
                        "holds.letter.overdue",
                        hold.reference(),
                        hold.hold().reviewAt().toString())),
                "/admin/holds/" + hold.id());
    }
}
