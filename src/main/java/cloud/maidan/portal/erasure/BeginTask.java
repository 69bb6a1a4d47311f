package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.requests.Exports;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Waits for the window to end, finds every account, and writes into the ledger what will be destroyed. */
@Component
class BeginTask implements StepTask {

    static final String KIND = "erasure.begin";

    private static final ServiceId PORTAL = new ServiceId("portal");
    private static final Duration LOOK = Duration.ofHours(1);
    /** More than this between two looks is a clock that jumped, or a portal that did not run. */
    private static final Duration MOST_BETWEEN_LOOKS = Duration.ofHours(2);

    private static final Duration ROUNDING = Duration.ofSeconds(1);
    private static final Duration EXPORT = Duration.ofMinutes(5);
    /** After so long a service that does not answer no longer keeps the others from beginning. */
    private static final Duration WAIT_FOR_ACCOUNTS = Duration.ofHours(24);

    private final ErasureCourse course;
    private final ErasureRows rows;
    private final Accounts accounts;
    private final Ledger ledger;
    private final ServiceCatalog services;
    private final MemberDirectory members;
    private final Exports exports;
    private final ErasureProperties properties;
    private final Clock clock;

    BeginTask(
            ErasureCourse course,
            ErasureRows rows,
            Accounts accounts,
            Ledger ledger,
            ServiceCatalog services,
            MemberDirectory members,
            Exports exports,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.rows = rows;
        this.accounts = accounts;
        this.ledger = ledger;
        this.services = services;
        this.members = members;
        this.exports = exports;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<MemberErasure> found = course.find(run.about());
        if (found.isEmpty() || !found.get().state().running()) {
            return new StepOutcome.Done();
        }
        MemberErasure erasure = found.get();
        if (erasure.state() == State.WINDOW) {
            Optional<StepOutcome> wait = wait(erasure, run);
            if (wait.isPresent()) {
                return wait.get();
            }
            Optional<StepOutcome> ended = begin(erasure, run);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        write(course.find(run.about()).orElseThrow(), run);
        return new StepOutcome.Done();
    }

    private Optional<StepOutcome> wait(MemberErasure erasure, StepRun run) {
        Instant now = clock.instant();
        Duration[] waited = new Duration[1];
        run.effect(() -> waited[0] = rows.wait(erasure.id(), now, MOST_BETWEEN_LOOKS));
        if (now.isBefore(erasure.startsAt())) {
            Instant look = now.plus(LOOK);
            return again(
                    look.isBefore(erasure.startsAt()) ? look : erasure.startsAt(),
                    Text.of("erasure.why.window", erasure.startsAt().toString()));
        }
        Duration left = Duration.between(erasure.askedAt(), erasure.startsAt()).minus(waited[0]);
        if (left.compareTo(ROUNDING) > 0) {
            return again(
                    now.plus(left.compareTo(LOOK) < 0 ? left : LOOK),
                    Text.of("erasure.why.jumped", Math.ceilDiv(left.toMinutes(), 60)));
        }
        Duration drift = Duration.between(now, rows.databaseTime()).abs();
        if (drift.compareTo(properties.clockDrift()) > 0) {
            return again(now.plus(LOOK), Text.of("erasure.why.clock", drift.toMinutes()));
        }
        MemberId member = erasure.member();
        if (member != null && exports.running(member).isPresent()) {
            return again(now.plus(EXPORT), Text.of("erasure.why.export"));
        }
        return Optional.empty();
    }

    private Optional<StepOutcome> begin(MemberErasure erasure, StepRun run) {
        Optional<Member> member = Optional.ofNullable(erasure.member()).flatMap(members::find);
        if (member.isEmpty()) {
            return Optional.of(new StepOutcome.NeedsAttention(Text.of("erasure.why.member-gone")));
        }
        List<Line> lines = new ArrayList<>();
        for (ServiceProfile profile : services.profiles()) {
            switch (line(erasure, member.get(), profile.id())) {
                case Found(Line line) -> lines.add(line);
                case Nowhere() -> {}
                case Silent(Fault fault, Instant retryAt) -> {
                    return again(retryAt, fault.said());
                }
            }
        }
        byte[] person = accounts.seal(erasure.id(), member.get());
        boolean[] begun = new boolean[1];
        run.effect(() -> begun[0] = course.begin(erasure.id(), person, lines));
        return begun[0] ? Optional.empty() : Optional.of(new StepOutcome.Done());
    }

    /** What is known about an account before anything is destroyed. */
    private sealed interface Sought {}

    private record Found(Line line) implements Sought {}

    private record Nowhere() implements Sought {}

    private record Silent(Fault fault, Instant retryAt) implements Sought {}

    private Sought line(MemberErasure erasure, Member member, ServiceId service) {
        return switch (services.account(member.id(), service)) {
            case Reply.Answered<ServiceAccount>(ServiceAccount account, Instant asOf) ->
                new Found(pending(erasure, service, account, null));
            case Reply.NoAccount<ServiceAccount>() -> new Found(settled(service, Line.State.NOTHING_HELD, null));
            case Reply.Ambiguous<ServiceAccount>() ->
                new Found(pending(erasure, service, null, Text.of("erasure.why.ambiguous")));
            case Reply.NotConfigured<ServiceAccount>() ->
                remembered(member, service).isPresent()
                        ? new Found(settled(service, Line.State.LEFT, Text.of("erasure.why.not-connected")))
                        : new Nowhere();
            case Reply.Failed<ServiceAccount>(Fault fault, Optional<Instant> retryAt) ->
                remembered(member, service)
                        .<Sought>map(account -> new Found(pending(erasure, service, account, fault.said())))
                        .orElseGet(() -> silent(erasure, service, fault, retryAt));
        };
    }

    private Sought silent(MemberErasure erasure, ServiceId service, Fault fault, Optional<Instant> retryAt) {
        Instant now = clock.instant();
        return now.isBefore(erasure.startsAt().plus(WAIT_FOR_ACCOUNTS))
                ? new Silent(fault, retryAt.filter(now::isBefore).orElse(now.plus(properties.patience())))
                : new Found(pending(erasure, service, null, fault.said()));
    }

    /** The account as it was proven before. */
    private Optional<ServiceAccount> remembered(Member member, ServiceId service) {
        return services.lastKnown(member.id(), service).flatMap(state -> account(member, state));
    }

    private Optional<ServiceAccount> account(Member member, ServiceState state) {
        return state.account() != null
                        && state.evidence() != null
                        && state.evidence().proven()
                ? Optional.of(new ServiceAccount(
                        state.profile().id(), member, state.account(), state.evidence(), clock.instant()))
                : Optional.empty();
    }

    private Line pending(
            MemberErasure erasure, ServiceId service, @Nullable ServiceAccount account, @Nullable Text why) {
        byte[] sealed = account == null ? null : accounts.seal(erasure.id(), account);
        return line(service, Line.State.PENDING, sealed, why, null);
    }

    private Line settled(ServiceId service, Line.State state, @Nullable Text why) {
        return line(service, state, null, why, clock.instant());
    }

    private Line line(
            ServiceId service,
            Line.State state,
            byte @Nullable [] account,
            @Nullable Text why,
            @Nullable Instant settledAt) {
        return new Line(
                service,
                phase(services, service),
                state,
                account,
                null,
                List.of(),
                List.of(),
                List.of(),
                why,
                settledAt,
                null,
                null);
    }

    static Phase phase(ServiceCatalog services, ServiceId service) {
        return service.equals(PORTAL)
                ? Phase.PORTAL
                : services.deactivation(service).isPresent() ? Phase.SIGN_IN : Phase.SERVICES;
    }

    private void write(MemberErasure erasure, StepRun run) {
        Map<ServiceId, String> goes = new LinkedHashMap<>();
        erasure.lines().stream()
                .filter(line -> line.account() != null)
                .forEach(line ->
                        goes.put(line.service(), accounts.account(erasure, line).id()));
        run.stillMine();
        long last = ledger.write(erasure.id(), goes);
        run.effect(() -> course.written(erasure.id(), last));
    }

    private static Optional<StepOutcome> again(Instant at, Text why) {
        return Optional.of(new StepOutcome.Again(at, why));
    }
}
