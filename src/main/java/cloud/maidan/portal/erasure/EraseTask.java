package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Erases one service's account, as far as it goes each time, and looks whether it is gone. */
@Component
class EraseTask implements StepTask {

    static final String KIND = "erasure.erase";

    private static final Duration LAST_LETTER = Duration.ofHours(1);

    private final ErasureCourse course;
    private final Accounts accounts;
    private final ServiceErasing erasing;
    private final ServiceCatalog services;
    private final Letters letters;
    private final Ledger ledger;
    private final ErasureProperties properties;
    private final Clock clock;

    EraseTask(
            ErasureCourse course,
            Accounts accounts,
            ServiceErasing erasing,
            ServiceCatalog services,
            Letters letters,
            Ledger ledger,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.accounts = accounts;
        this.erasing = erasing;
        this.services = services;
        this.letters = letters;
        this.ledger = ledger;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        ServiceId service = new ServiceId(run.part());
        Optional<MemberErasure> erasure =
                course.find(run.about()).filter(found -> found.state() == MemberErasure.State.ERASING);
        Optional<Line> line = erasure.flatMap(found -> found.line(service)).filter(found -> !found.settled());
        if (erasure.isEmpty() || line.isEmpty()) {
            return new StepOutcome.Done();
        }
        if (line.get().account() == null) {
            return find(erasure.get(), line.get(), run);
        }
        Optional<Erasure> offered = services.erasure(service);
        if (offered.isEmpty()) {
            return erasing.blocked(erasure.get(), service, Text.of("erasure.why.no-longer-offered"), run);
        }
        try {
            if (line.get().phase() == Phase.PORTAL && !erasure.get().replayed()) {
                Optional<StepOutcome> letter = lastLetter(erasure.get(), run);
                if (letter.isPresent()) {
                    return letter.get();
                }
            }
            return erasing.erase(erasure.get(), line.get(), offered.get(), run);
        } catch (ServiceFault fault) {
            run.effect(() ->
                    course.hindered(erasure.get().id(), service, fault.fault().said()));
            return ServiceErasing.later(fault, clock.instant(), properties.patience());
        }
    }

    /** Which account it is was not certain, or the service was silent, when the erasure began; it may be by now. */
    private StepOutcome find(MemberErasure erasure, Line line, StepRun run) {
        ServiceId service = line.service();
        MemberId member = Objects.requireNonNull(erasure.member());
        return switch (services.account(member, service)) {
            case Reply.Answered<ServiceAccount>(ServiceAccount account, Instant asOf) -> {
                run.stillMine();
                long last = ledger.write(erasure.id(), Map.of(service, account.id()));
                byte[] sealed = accounts.seal(erasure.id(), account);
                run.effect(() -> course.found(erasure.id(), service, sealed, last));
                yield new StepOutcome.Again(clock.instant(), Text.of("erasure.why.found"));
            }
            case Reply.NoAccount<ServiceAccount>() -> {
                run.effect(() ->
                        course.settled(erasure.id(), service, Line.State.NOTHING_HELD, ServiceErasing.NOTHING, null));
                yield new StepOutcome.Done();
            }
            case Reply.Ambiguous<ServiceAccount>() ->
                erasing.blocked(erasure, service, Text.of("erasure.why.ambiguous"), run);
            case Reply.NotConfigured<ServiceAccount>() ->
                erasing.blocked(erasure, service, Text.of("erasure.why.not-connected"), run);
            case Reply.Failed<ServiceAccount>(Fault fault, Optional<Instant> retryAt) ->
                new StepOutcome.Again(
                        retryAt.filter(clock.instant()::isBefore)
                                .orElse(clock.instant().plus(properties.patience())),
                        fault.said());
        };
    }

    /** The receipt then says that the service's data is still there; the portal and the sign-in cannot be left out. */
    @Override
    public Optional<Runnable> giveUp(UUID about, String part) {
        ServiceId service = new ServiceId(part);
        return course.find(about)
                .flatMap(erasure -> erasure.line(service))
                .filter(line -> line.phase() == Phase.SERVICES && !line.settled())
                .map(line -> () -> course.settled(
                        new ErasureId(about), service, Line.State.LEFT, ServiceErasing.NOTHING, line.why()));
    }

    /** Once the portal's rows are gone nobody knows where to write to. */
    private Optional<StepOutcome> lastLetter(MemberErasure erasure, StepRun run) {
        if (erasure.member() == null) {
            return Optional.empty();
        }
        run.effect(() -> course.sayGoodbye(erasure));
        Instant begun = erasure.lines().stream()
                .map(Line::settledAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Objects.requireNonNull(erasure.beganAt()));
        return letters.settled("erasure-goodbye/" + erasure.id())
                        || clock.instant().isAfter(begun.plus(LAST_LETTER))
                ? Optional.empty()
                : Optional.of(new StepOutcome.Again(
                        clock.instant().plus(Duration.ofSeconds(2)), Text.of("erasure.why.letter")));
    }
}
