package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.rights.DataSubjectRequests.Ending;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where an erasure stands and what comes next: told by its steps, each within the step's own transaction. */
@Component
class ErasureCourse {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureCourse.class);

    private final ErasureRows rows;
    private final LineRows lines;
    private final Steps steps;
    private final ErasureNews news;
    private final Clock clock;

    ErasureCourse(ErasureRows rows, LineRows lines, Steps steps, ErasureNews news, Clock clock) {
        this.rows = rows;
        this.lines = lines;
        this.steps = steps;
        this.news = news;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    Optional<MemberErasure> find(UUID erasure) {
        return rows.find(new ErasureId(erasure));
    }

    /** From here on nothing can be cancelled. False when it was cancelled just before. */
    boolean begin(ErasureId id, byte[] person, List<Line> all) {
        Optional<MemberErasure> erasure = rows.lock(id).filter(found -> found.state() == State.WINDOW);
        erasure.ifPresent(begun -> {
            rows.begin(id, now(), person);
            all.forEach(line -> lines.insert(id, line));
            news.note(begun, Text.of("erasure.note.began"));
            news.announce(begun, ErasureEvent.of(BeginTask.KIND, begun, "began", ""));
        });
        return erasure.isPresent();
    }

    /** What will go is on paper: the sign-in is next. */
    void written(ErasureId id, long ledger) {
        rows.ledgerKnown(ledger);
        steps.plan(DeactivateTask.KIND, id.value(), "", null);
    }

    void deactivated(ErasureId id) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        news.note(erasure, Text.of("erasure.note.deactivated"));
        news.announce(erasure, ErasureEvent.of(DeactivateTask.KIND, erasure, "deactivated", ""));
        advance(id);
    }

    void found(ErasureId id, ServiceId service, byte[] account, long ledger) {
        rows.ledgerKnown(ledger);
        lines.found(id, service, account);
    }

    void pending(ErasureId id, ServiceId service, byte[] handle, Text why) {
        lines.goOnFrom(id, service, handle, why);
        steps.moved(id.value());
    }

    /** The service said that it had erased, and had not: it is asked anew from the beginning. */
    void keptBack(ErasureId id, ServiceId service, Outcome.Finished said, Text why) {
        lines.keep(id, service, said, why);
        steps.moved(id.value());
    }

    void hindered(ErasureId id, ServiceId service, Text why) {
        lines.hindered(id, service, why);
        steps.moved(id.value());
    }

    void settled(ErasureId id, ServiceId service, Line.State state, Outcome.Finished said, @Nullable Text why) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        if (erasure.line(service).filter(line -> !line.settled()).isEmpty()) {
            return;
        }
        lines.settle(id, service, state, said, why, now());
        MemberErasure after = rows.find(id).orElseThrow();
        String what = switch (state) {
            case LEFT -> "left";
            case HELD -> "held";
            case ERASED, NOTHING_HELD, PENDING -> "erased";
        };
        news.note(after, Text.of("erasure.note." + what, news.product(service)));
        news.announce(after, ErasureEvent.of(EraseTask.KIND, after, what, service.value()));
        if (after.state() == State.ERASING) {
            advance(id);
        }
    }

    /** Says in the trail and in the log that single items of a claim's were left. @param items 0 when none was */
    void spared(MemberErasure erasure, ServiceId service, int items) {
        if (items > 0) {
            LOG.info("Erasure {} left {} held items at {}", erasure.reference(), items, service);
            news.record(ErasureEvent.of(EraseTask.KIND, erasure, "spared", service.value()));
        }
    }

    /**
     * Plans what comes next once all services of a phase are settled. What is planned already is left alone: to plan it
     * again would wait for the step that is just being settled, which waits for this erasure's row.
     */
    private void advance(ErasureId id) {
        MemberErasure erasure = rows.find(id).orElseThrow();
        Set<String> planned = steps.about(id.value()).stream()
                .filter(step -> step.kind().equals(EraseTask.KIND))
                .map(StepView::part)
                .collect(Collectors.toSet());
        for (Phase phase : Phase.values()) {
            if (!erasure.settled(phase)) {
                erasure.lines().stream()
                        .filter(line -> line.phase() == phase && !line.settled())
                        .map(line -> line.service().value())
                        .filter(service -> !planned.contains(service))
                        .forEach(service -> steps.plan(EraseTask.KIND, id.value(), service, null));
                return;
            }
        }
        steps.plan(CloseTask.KIND, id.value(), "", null);
    }

    /** The letter that goes before the member's address is forgotten. */
    void sayGoodbye(MemberErasure erasure) {
        news.tell(erasure, "goodbye", "");
    }

    void close(ErasureId id, String receipt) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        if (erasure.state() != State.ERASING) {
            return;
        }
        rows.end(id, State.DONE, now());
        rows.addReceipt(id, now(), receipt);
        news.end(erasure, Ending.FULFILLED);
        steps.plan(ProbeTask.KIND, id.value(), "", null);
        news.announce(erasure, ErasureEvent.of(CloseTask.KIND, erasure, "done", ""));
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
