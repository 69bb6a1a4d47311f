package cloud.maidan.portal.rights;

import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Upkeep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Letters to the privacy officers, and the number of requests that are late as a metric. */
@Component
class OfficerPost implements Upkeep, MeterBinder {

    private static final int MOST = 200;

    private final RequestRows rows;
    private final Letters letters;
    private final MemberDirectory members;
    private final Timekeeping time;
    private final TransactionTemplate transactions;

    OfficerPost(
            RequestRows rows,
            Letters letters,
            MemberDirectory members,
            Timekeeping time,
            TransactionTemplate transactions) {
        this.rows = rows;
        this.letters = letters;
        this.members = members;
        this.time = time;
        this.transactions = transactions;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("portal.rights.overdue", rows, found -> found.countByEndedAtIsNullAndDueAtBefore(time.now()))
                .description("Requests of data subjects whose legal time limit has passed")
                .register(registry);
    }

    /** Something waits for them; within the caller's transaction. */
    void arrived(DataSubjectRequest request) {
        write(members.holding(Role.OFFICER), request, "arrived", Integer.toString(request.version()));
    }

    /** One letter for each late request, officer and day. */
    @Override
    public void tidy(Instant now) {
        transactions.executeWithoutResult(transaction -> {
            List<DataSubjectRequest> late = rows.findByEndedAtIsNullAndDueAtBeforeOrderByDueAt(now, Limit.of(MOST));
            List<Member> officers = late.isEmpty() ? List.of() : members.holding(Role.OFFICER);
            late.forEach(
                    request -> write(officers, request, "overdue", time.today().toString()));
        });
    }

    /** The letter names the request and the right, not the member: mail is open to those who carry it. */
    private void write(List<Member> officers, DataSubjectRequest request, String what, String once) {
        String key = "rights.letter." + what;
        for (Member officer : officers) {
            letters.send(
                    officer.id(),
                    "rights-" + what + "/" + request.getId() + "/" + once + "/" + officer.id(),
                    Text.of(key + ".subject", request.reference()),
                    List.of(Text.of(key, request.reference()), RequestLetters.due(request)),
                    "/admin/requests/" + request.getId());
        }
    }
}
