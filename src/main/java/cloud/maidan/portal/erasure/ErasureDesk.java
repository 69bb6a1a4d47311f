package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.rights.DataSubjectRequests;
import cloud.maidan.portal.rights.DataSubjectRequests.Ending;
import cloud.maidan.portal.rights.Right;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes erasures and lets their members change their mind until data begins to go. */
@Component
class ErasureDesk {

    private static final int LISTED = 20;

    private final ErasureRows rows;
    private final DataSubjectRequests requests;
    private final Steps steps;
    private final ErasureProperties properties;
    private final ErasureNews news;
    private final Clock clock;

    ErasureDesk(
            ErasureRows rows,
            DataSubjectRequests requests,
            Steps steps,
            ErasureProperties properties,
            ErasureNews news,
            Clock clock) {
        this.rows = rows;
        this.requests = requests;
        this.steps = steps;
        this.properties = properties;
        this.news = news;
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
        news.record(ErasureEvent.by(by, erasure, "confirmed"));
        news.tell(
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
        news.record(ErasureEvent.of(LedgerReplay.KIND, erasure, "replayed", ErasureNews.services(erasure)));
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

    /** @throws TooLate when data has begun to go */
    @Transactional
    void cancel(MemberErasure asked) {
        steps.cancel(asked.id().value()); // first, as whoever carries a step out holds it before the erasure
        MemberErasure erasure = inWindow(asked);
        rows.end(erasure.id(), State.CANCELLED, now());
        news.end(erasure, Ending.WITHDRAWN);
        news.record(ErasureEvent.by(ErasureNews.person(erasure), erasure, "cancelled"));
        news.tell(erasure, "cancelled", "");
        steps.moved(erasure.id().value());
    }

    /** Makes the window the short one, counted from the confirmation. @throws TooLate as {@link #cancel} */
    @Transactional
    void shorten(MemberErasure asked) {
        MemberErasure erasure = inWindow(asked);
        Instant sooner = erasure.askedAt().plus(properties.shortWindow());
        if (sooner.isBefore(erasure.startsAt())) {
            rows.startsAt(erasure.id(), sooner);
            news.note(erasure, Text.of("erasure.note.shortened", sooner.toString()));
            news.record(ErasureEvent.by(ErasureNews.person(erasure), erasure, "shortened"));
        }
    }

    /** A new address for the receipt; the old one leads nowhere from now on. */
    @Transactional
    Secret readdress(MemberErasure erasure) {
        Secret secret = Secret.random();
        rows.receiptAt(erasure.id(), secret.digest(), now().plus(properties.receipt()));
        news.record(ErasureEvent.by(ErasureNews.person(erasure), erasure, "readdressed"));
        return secret;
    }

    private MemberErasure inWindow(MemberErasure asked) {
        return rows.lock(asked.id())
                .filter(erasure -> erasure.state() == State.WINDOW)
                .orElseThrow(() -> new TooLate(asked.reference()));
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
