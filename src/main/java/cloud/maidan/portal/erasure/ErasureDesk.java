package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.rights.DataSubjectRequests;
import cloud.maidan.portal.rights.DataSubjectRequests.Ending;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.rights.Right;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes erasures and keeps their course: window, services, the portal, the sign-in, receipt, second look. */
@Component
class ErasureDesk {

    private static final int LISTED = 20;

    private final ErasureRows rows;
    private final DataSubjectRequests requests;
    private final ServiceCatalog services;
    private final Steps steps;
    private final Letters letters;
    private final ErasureProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ErasureDesk(
            ErasureRows rows,
            DataSubjectRequests requests,
            ServiceCatalog services,
            Steps steps,
            Letters letters,
            ErasureProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.requests = requests;
        this.services = services;
        this.steps = steps;
        this.letters = letters;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** What came of asking for an erasure. */
    sealed interface Asked {

        MemberErasure erasure();

        /** @param secret of the receipt's address, said this once */
        record Begun(MemberErasure erasure, Secret secret) implements Asked {}

        /** The same form was sent twice. */
        record Already(MemberErasure erasure) implements Asked {}

        /** Another one is under way; one at a time. */
        record Busy(MemberErasure erasure) implements Asked {}
    }

    /**
     * Nothing changes until the window ends.
     *
     * @param token the same token begins one erasure only, however often it comes
     * @param soon whether the member wants the short window
     */
    @Transactional
    Asked ask(MemberId member, UUID token, boolean soon) {
        rows.takeTurns(member);
        Optional<MemberErasure> before = rows.byToken(member, token);
        if (before.isPresent()) {
            return new Asked.Already(before.get());
        }
        Optional<MemberErasure> running = rows.running(member);
        if (running.isPresent()) {
            return new Asked.Busy(running.get());
        }
        Actor by = new Actor.Person(member);
        Instant now = now();
        Secret secret = Secret.random();
        DataSubjectRequests.Received request = requests.receiveUntold(member, Right.ERASURE, by);
        Duration window = soon ? properties.shortWindow() : properties.window();
        MemberErasure erasure = new MemberErasure(
                ErasureId.random(),
                member,
                request.id(),
                reference("X-"),
                State.WINDOW,
                false,
                now,
                now.plus(window),
                null,
                null,
                null,
                now.plus(properties.receipt()),
                List.of());
        rows.insert(erasure, token, secret.digest());
        steps.plan(BeginTask.KIND, erasure.id().value(), "", null);
        requests.note(
                request.id(),
                Text.of("erasure.note.confirmed", erasure.startsAt().toString()));
        events.publishEvent(ErasureEvent.by(by, erasure, "confirmed"));
        tell(
                erasure,
                "confirmed",
                erasure.startsAt().toString(),
                Text.of(
                        "erasure.letter.confirmed.request",
                        request.reference(),
                        request.due().orElse(erasure.startsAt()).toString()));
        return new Asked.Begun(erasure, secret);
    }

    /** Begins without a window and without a member: what the ledger says was erased is there again. */
    @Transactional
    void replay(MemberErasure erasure) {
        rows.insert(erasure, UUID.randomUUID(), null);
        steps.plan(DeactivateTask.KIND, erasure.id().value(), "", null);
        events.publishEvent(ErasureEvent.of(LedgerReplay.KIND, erasure, "replayed", services(erasure)));
    }

    String replayReference() {
        return reference("L-");
    }

    private String reference(String kind) {
        return kind + clock.instant().atZone(ZoneOffset.UTC).getYear() + "-" + rows.nextNumber();
    }

    @Transactional(readOnly = true)
    List<MemberErasure> list(MemberId member) {
        return rows.of(member, LISTED);
    }

    @Transactional(readOnly = true)
    Optional<MemberErasure> running(MemberId member) {
        return rows.running(member);
    }

    @Transactional(readOnly = true)
    Optional<MemberErasure> find(MemberId member, UUID erasure) {
        return rows.find(new ErasureId(erasure), member);
    }

    @Transactional(readOnly = true)
    Optional<MemberErasure> find(UUID erasure) {
        return rows.find(new ErasureId(erasure));
    }

    /** @throws TooLate when data has begun to go */
    @Transactional
    void cancel(MemberErasure asked) {
        MemberErasure erasure = inWindow(asked);
        rows.end(erasure.id(), State.CANCELLED, now());
        steps.cancel(erasure.id().value());
        end(erasure, Ending.WITHDRAWN);
        events.publishEvent(ErasureEvent.by(person(erasure), erasure, "cancelled"));
        tell(erasure, "cancelled", "");
        steps.moved(erasure.id().value());
    }

    /** Makes the window the short one, counted from the confirmation. @throws TooLate as {@link #cancel} */
    @Transactional
    void shorten(MemberErasure asked) {
        MemberErasure erasure = inWindow(asked);
        Instant sooner = erasure.askedAt().plus(properties.shortWindow());
        if (sooner.isBefore(erasure.startsAt())) {
            rows.startsAt(erasure.id(), sooner);
            note(erasure, Text.of("erasure.note.shortened", sooner.toString()));
            events.publishEvent(ErasureEvent.by(person(erasure), erasure, "shortened"));
        }
    }

    /** A new address for the receipt; the old one leads nowhere from now on. */
    @Transactional
    Secret readdress(MemberErasure erasure) {
        Secret secret = Secret.random();
        rows.receiptAt(erasure.id(), secret.digest(), now().plus(properties.receipt()));
        events.publishEvent(ErasureEvent.by(person(erasure), erasure, "readdressed"));
        return secret;
    }

    private MemberErasure inWindow(MemberErasure asked) {
        return rows.lock(asked.id())
                .filter(erasure -> erasure.state() == State.WINDOW)
                .orElseThrow(() -> new TooLate(asked.reference()));
    }

    /** From here on nothing can be cancelled. False when it was cancelled just before. */
    boolean begin(ErasureId id, byte[] person, List<Line> lines) {
        Optional<MemberErasure> erasure = rows.lock(id).filter(found -> found.state() == State.WINDOW);
        erasure.ifPresent(begun -> {
            rows.begin(id, now(), person);
            lines.forEach(line -> rows.insert(id, line));
            note(begun, Text.of("erasure.note.began"));
            announce(begun, ErasureEvent.of(BeginTask.KIND, begun, "began", ""));
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
        note(erasure, Text.of("erasure.note.deactivated"));
        announce(erasure, ErasureEvent.of(DeactivateTask.KIND, erasure, "deactivated", ""));
        advance(id);
    }

    void found(ErasureId id, ServiceId service, byte[] account, long ledger) {
        rows.ledgerKnown(ledger);
        rows.found(id, service, account);
    }

    void pending(ErasureId id, ServiceId service, byte[] handle, Text why) {
        rows.goOnFrom(id, service, handle, why);
        steps.moved(id.value());
    }

    /** The service said that it had erased, and had not: it is asked anew from the beginning. */
    void keptBack(ErasureId id, ServiceId service, Outcome.Finished said, Text why) {
        rows.keep(id, service, said, why);
        steps.moved(id.value());
    }

    void hindered(ErasureId id, ServiceId service, Text why) {
        rows.hindered(id, service, why);
        steps.moved(id.value());
    }

    void settled(ErasureId id, ServiceId service, Line.State state, Outcome.Finished said, @Nullable Text why) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        if (erasure.line(service).filter(line -> !line.settled()).isEmpty()) {
            return;
        }
        rows.settle(id, service, state, said, why, now());
        MemberErasure after = rows.find(id).orElseThrow();
        String what = switch (state) {
            case LEFT -> "left";
            case HELD -> "held";
            case ERASED, NOTHING_HELD, PENDING -> "erased";
        };
        note(after, Text.of("erasure.note." + what, product(service)));
        announce(after, ErasureEvent.of(EraseTask.KIND, after, what, service.value()));
        if (after.state() == State.ERASING) {
            advance(id);
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
        tell(erasure, "goodbye", "");
    }

    void close(ErasureId id, String receipt) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        if (erasure.state() != State.ERASING) {
            return;
        }
        rows.end(id, State.DONE, now());
        rows.addReceipt(id, now(), receipt);
        end(erasure, Ending.FULFILLED);
        steps.plan(ProbeTask.KIND, id.value(), "", null);
        announce(erasure, ErasureEvent.of(CloseTask.KIND, erasure, "done", ""));
    }

    void probed(ErasureId id, ServiceId service, List<Amount> found) {
        rows.probed(id, service, found, now());
    }

    /** The next look starts anew. */
    void erasedAgain(ErasureId id, ServiceId service) {
        rows.dropHandle(id, service);
    }

    /** @param last whether nothing is left for anybody, so that nobody needs to know whom it was about */
    void looked(ErasureId id, String receipt, boolean gone, boolean last) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        rows.addReceipt(id, now(), receipt);
        if (last) {
            rows.forget(id);
        }
        announce(erasure, ErasureEvent.of(ProbeTask.KIND, erasure, gone ? "proven" : "found-again", ""));
    }

    /** What was held for a claim may go: the service is asked to erase once more, also after the end. */
    void resume(ErasureId id, ServiceId service, UUID hold) {
        MemberErasure erasure = reopen(id, service);
        steps.plan(ResumeTask.KIND, id.value(), service + "/" + hold, null);
        note(erasure, Text.of("erasure.note.resumed", product(service)));
        announce(erasure, ErasureEvent.of(ResumeTask.KIND, erasure, "resumed", service.value()));
    }

    MemberErasure reopen(ErasureId id, ServiceId service) {
        MemberErasure erasure = rows.lock(id).orElseThrow();
        erasure.line(service).ifPresent(line -> rows.reopen(id, line));
        return erasure;
    }

    /** What was held is erased after the end: a further statement says so, and the receipt stays as long again. */
    void resumed(ErasureId id, String receipt) {
        rows.addReceipt(id, now(), receipt);
        rows.endedAgain(id, now(), now().plus(properties.receipt()));
        steps.moved(id.value());
    }

    private void end(MemberErasure erasure, Ending how) {
        RequestId request = erasure.request();
        if (request != null) {
            requests.end(request, how);
        }
    }

    private void note(MemberErasure erasure, Text what) {
        RequestId request = erasure.request();
        if (request != null) {
            requests.note(request, what);
        }
    }

    private void announce(MemberErasure erasure, Auditable event) {
        events.publishEvent(event);
        steps.moved(erasure.id().value());
    }

    private void tell(MemberErasure erasure, String what, String when, Text... also) {
        MemberId member = erasure.member();
        if (member != null) {
            String letter = "erasure.letter." + what;
            letters.send(
                    member,
                    "erasure-" + what + "/" + erasure.id(),
                    Text.of(letter + ".subject", erasure.reference()),
                    Stream.concat(
                                    Stream.of(
                                            Text.of(letter + ".first", erasure.reference(), when),
                                            Text.of(letter + ".then", when)),
                                    Stream.of(also))
                            .toList(),
                    erasure.path());
        }
    }

    private static Actor person(MemberErasure erasure) {
        MemberId member = erasure.member();
        return member == null ? new Actor.Anonymous() : new Actor.Person(member);
    }

    private String product(ServiceId service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(service))
                .map(ServiceProfile::product)
                .findFirst()
                .orElse(service.value());
    }

    private static String services(MemberErasure erasure) {
        return String.join(
                " ",
                erasure.lines().stream().map(line -> line.service().value()).toList());
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
