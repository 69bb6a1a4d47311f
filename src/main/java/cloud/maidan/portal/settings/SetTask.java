package cloud.maidan.portal.settings;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.settings.ChangeRows.Change;
import cloud.maidan.portal.settings.Item.Outcome;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the changes of one service, one after the other; what came of each is kept at once. */
@Component
class SetTask implements StepTask {

    static final String KIND = "settings.set";

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final ChangeRows rows;
    private final ServiceCatalog services;
    private final SettingsProperties properties;
    private final Clock clock;

    SetTask(ChangeRows rows, ServiceCatalog services, SettingsProperties properties, Clock clock) {
        this.rows = rows;
        this.services = services;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean ownRequest() {
        return true;
    }

    @Override
    public Optional<Runnable> giveUp(UUID about, String part) {
        return Optional.of(() -> open(about, part)
                .forEach(item ->
                        rows.settle(about, part, item.setting(), Outcome.REFUSED, Text.of("settings.given-up"))));
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<Change> change = rows.find(run.about());
        ServiceId service = new ServiceId(run.part());
        Optional<PrivacySettings> offered = services.privacySettings(service);
        if (change.isEmpty()) {
            return new StepOutcome.Done();
        }
        if (offered.isEmpty()) {
            return refused(run, Text.of("settings.not-connected"));
        }
        return switch (services.account(change.get().member(), service)) {
            case Reply.Answered<ServiceAccount> answered -> set(run, change.get(), offered.get(), answered.value());
            case Reply.Failed<ServiceAccount> failed -> later(run, change.get(), failed.fault(), failed.retryAt());
            case Reply.NoAccount<ServiceAccount>() -> refused(run, Text.of("settings.no-account"));
            case Reply.Ambiguous<ServiceAccount>() -> refused(run, Text.of("settings.unproven"));
            case Reply.NotConfigured<ServiceAccount>() -> refused(run, Text.of("settings.not-connected"));
        };
    }

    private StepOutcome set(StepRun run, Change change, PrivacySettings settings, ServiceAccount account) {
        try {
            for (Item item : open(run.about(), run.part())) {
                switch (settings.set(account, item.setting(), item.newValue(), run::stillMine)) {
                    case Applied.Done() -> settle(run, item, Outcome.DONE, null);
                    case Applied.AlreadySo() -> settle(run, item, Outcome.DONE, null);
                    case Applied.Written written -> settle(run, item, Outcome.DONE, null);
                    case Applied.Refused(Text why) -> settle(run, item, Outcome.REFUSED, why);
                    case Applied.ByHand byHand -> settle(run, item, Outcome.REFUSED, Text.of("settings.by-hand"));
                }
            }
            return new StepOutcome.Done();
        } catch (ServiceFault fault) {
            return later(run, change, fault.fault(), fault.retryAt());
        }
    }

    private StepOutcome refused(StepRun run, Text why) {
        open(run.about(), run.part()).forEach(item -> settle(run, item, Outcome.REFUSED, why));
        return new StepOutcome.Done();
    }

    private StepOutcome later(StepRun run, Change change, Fault fault, Optional<Instant> retryAt) {
        Instant now = clock.instant();
        long pause = Math.min(LONGEST_PAUSE.toMillis(), PAUSE.toMillis() << Math.min(run.attempt() - 1, 10));
        Instant next =
                retryAt.filter(asked -> asked.isAfter(now.plusMillis(pause))).orElse(now.plusMillis(pause));
        return fault.worthRetrying() && next.isBefore(change.madeAt().plus(properties.patience()))
                ? new StepOutcome.Again(next, fault.said())
                : refused(run, fault.said());
    }

    private void settle(StepRun run, Item item, Outcome outcome, @Nullable Text why) {
        run.effect(() -> rows.settle(run.about(), item.service(), item.setting(), outcome, why));
    }

    private List<Item> open(UUID change, String service) {
        return rows.items(change).stream()
                .filter(item -> item.service().equals(service) && item.outcome() == null)
                .toList();
    }
}
