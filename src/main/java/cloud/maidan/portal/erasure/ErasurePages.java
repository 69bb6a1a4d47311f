package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.ErasureLine.Word;
import cloud.maidan.portal.erasure.HeldItems.Held;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages about an erasure show. */
@Component
class ErasurePages {

    private final ServiceCatalog services;
    private final HeldItems items;
    private final Steps steps;
    private final ErasureProperties properties;
    private final Clock clock;

    ErasurePages(ServiceCatalog services, HeldItems items, Steps steps, ErasureProperties properties, Clock clock) {
        this.services = services;
        this.items = items;
        this.steps = steps;
        this.properties = properties;
        this.clock = clock;
    }

    /** What erasing would do, asked of every connected service side by side, now. */
    ErasurePage outlooks(MemberId member) {
        List<CompletableFuture<ErasureLine>> asked;
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            asked = services.profiles().stream()
                    .filter(profile -> services.connected(profile.id()))
                    .map(profile -> CompletableFuture.supplyAsync(
                            () -> held(member, line(profile, services.outlook(member, profile.id()))), side))
                    .toList();
        }
        Instant now = clock.instant();
        List<ErasureLine> lines = asked.stream().map(CompletableFuture::join).toList();
        return new ErasurePage(
                "",
                "",
                "",
                MemberErasure.State.WINDOW,
                now,
                now.plus(properties.window()),
                null,
                0,
                properties.window().toHours(),
                false,
                lines,
                null,
                now.plus(properties.window()).plus(properties.backups()));
    }

    /** With what legal claims keep back. */
    private ErasureLine held(MemberId member, ErasureLine line) {
        Held held = services.erasure(line.profile().id())
                .map(offered -> items.now(member, line.profile().id(), offered))
                .orElse(HeldItems.NOTHING);
        if (held.all().isEmpty()) {
            return line;
        }
        List<Retained> stays = new ArrayList<>(HeldItems.retained(held.all()));
        if (!held.whole().isEmpty()) {
            return new ErasureLine(
                    line.profile(), Word.HELD, null, List.of(), stays, List.of(), Text.of("erasure.why.held"), null);
        }
        stays.addAll(line.retained());
        return new ErasureLine(
                line.profile(),
                line.word(),
                line.items(),
                line.amounts(),
                stays,
                line.beyondReach(),
                line.why(),
                line.nextAt());
    }

    private ErasureLine line(ServiceProfile profile, Reply<Outlook> reply) {
        return switch (reply) {
            case Reply.Answered<Outlook>(Outlook outlook, Instant asOf) -> {
                long items = outlook.goes().stream().mapToLong(Amount::items).sum();
                Text obstacle = outlook.obstacle();
                Word word = obstacle != null
                        ? Word.NEEDS_A_PERSON
                        : BeginTask.phase(services, profile.id()) == Phase.SERVICES ? Word.GOES : Word.GOES_LAST;
                yield new ErasureLine(
                        profile, word, items, outlook.goes(), outlook.stays(), outlook.beyondReach(), obstacle, null);
            }
            case Reply.NoAccount<Outlook>() -> bare(profile, Word.NOTHING_HELD, null);
            case Reply.Ambiguous<Outlook>() -> bare(profile, Word.NEEDS_A_PERSON, Text.of("erasure.why.ambiguous"));
            case Reply.NotConfigured<Outlook>() -> bare(profile, Word.STAYS, Text.of("erasure.why.not-offered"));
            case Reply.Failed<Outlook> failed ->
                bare(profile, Word.WHEN_IT_ANSWERS, failed.fault().said());
        };
    }

    private static ErasureLine bare(ServiceProfile profile, Word word, @Nullable Text why) {
        return new ErasureLine(profile, word, null, List.of(), List.of(), List.of(), why, null);
    }

    ErasurePage page(MemberErasure erasure) {
        Map<ServiceId, ServiceProfile> profiles =
                services.profiles().stream().collect(Collectors.toMap(ServiceProfile::id, Function.identity()));
        List<StepView> planned = steps.about(erasure.id().value());
        Instant now = clock.instant();
        Duration window = Duration.between(erasure.askedAt(), erasure.startsAt());
        Duration over = Duration.between(erasure.askedAt(), now);
        long left = Math.max(0, Duration.between(now, erasure.startsAt()).toHours());
        boolean looked = erasure.lines().stream().anyMatch(line -> line.found() != null);
        return new ErasurePage(
                erasure.id().toString(),
                erasure.path(),
                erasure.reference(),
                erasure.state(),
                erasure.askedAt(),
                erasure.startsAt(),
                erasure.endedAt(),
                Math.clamp(over.toSeconds() * 100 / Math.max(1, window.toSeconds()), 0, 100),
                left,
                erasure.askedAt().plus(properties.shortWindow()).isBefore(erasure.startsAt()),
                erasure.lines().stream()
                        .map(line ->
                                line(line, profiles.getOrDefault(line.service(), unknown(line.service())), planned))
                        .toList(),
                looked
                        ? erasure.lines().stream()
                                .map(Line::found)
                                .filter(Objects::nonNull)
                                .flatMap(List::stream)
                                .toList()
                        : null,
                erasure.state() == MemberErasure.State.DONE && erasure.endedAt() != null
                        ? erasure.endedAt().plus(properties.backups())
                        : null);
    }

    private static ErasureLine line(Line line, ServiceProfile profile, List<StepView> planned) {
        StepView step = planned.stream()
                .filter(each -> each.kind().equals(EraseTask.KIND)
                        && each.part().equals(line.service().value()))
                .findFirst()
                .orElse(null);
        Word word = switch (line.state()) {
            case ERASED -> Word.ERASED;
            case NOTHING_HELD -> Word.NOTHING_HELD;
            case HELD -> Word.HELD;
            case LEFT -> Word.LEFT;
            case PENDING ->
                step == null
                        ? Word.WAITING
                        : step.state() == StepView.State.NEEDS_ATTENTION ? Word.NEEDS_A_PERSON : Word.ERASING;
        };
        return new ErasureLine(
                profile,
                word,
                line.settled() ? line.items() : null,
                line.erased(),
                line.retained(),
                line.beyondReach(),
                line.why(),
                step == null ? null : step.nextAt());
    }

    private static ServiceProfile unknown(ServiceId service) {
        return ServiceProfile.of(service.value(), service.value(), "layout-grid", 0);
    }
}
