package cloud.maidan.portal.erasure;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps the course of an erasure after its end: further looks, and what a lifted hold lets go. */
@Component
class AfterDesk {

    private final ErasureRows rows;
    private final LineRows lines;
    private final Steps steps;
    private final ErasureNews news;
    private final ErasureProperties properties;
    private final Clock clock;

    AfterDesk(
            ErasureRows rows,
            LineRows lines,
            Steps steps,
            ErasureNews news,
            ErasureProperties properties,
            Clock clock) {
        this.rows = rows;
        this.lines = lines;
        this.steps = steps;
        this.news = news;
        this.properties = properties;
        this.clock = clock;
    }

    void probed(ErasureId id, ServiceId service, List<Amount> found) {
        lines.probed(id, service, found, now());
    }

    /** The next look starts anew. */
    void erasedAgain(ErasureId id, ServiceId service) {
        lines.dropHandle(id, service);
    }

    /** @param last whether nothing is left for anybody, so that nobody needs to know whom it was about */
    void looked(ErasureId id, String receipt, boolean gone, boolean last) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        rows.addReceipt(id, now(), receipt);
        if (last) {
            rows.forget(id);
        }
        news.announce(erasure, ErasureEvent.of(ProbeTask.KIND, erasure, gone ? "proven" : "found-again", ""));
    }

    /** What was held for a claim may go: the service is asked to erase once more, also after the end. */
    void resume(ErasureId id, ServiceId service, UUID hold) {
        MemberErasure erasure = reopen(id, service);
        steps.plan(ResumeTask.KIND, id.value(), service + "/" + hold, null);
        news.note(erasure, Text.of("erasure.note.resumed", news.product(service)));
        news.announce(erasure, ErasureEvent.of(ResumeTask.KIND, erasure, "resumed", service.value()));
    }

    MemberErasure reopen(ErasureId id, ServiceId service) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        erasure.line(service).ifPresent(line -> lines.reopen(id, line));
        return erasure;
    }

    /** What was held is erased after the end: a further statement says so, and the receipt stays as long again. */
    void resumed(ErasureId id, String receipt) {
        rows.addReceipt(id, now(), receipt);
        rows.endedAgain(id, now(), now().plus(properties.receipt()));
        steps.moved(id.value());
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
