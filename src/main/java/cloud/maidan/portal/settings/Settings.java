package cloud.maidan.portal.settings;

import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.settings.ChangeRows.Change;
import cloud.maidan.portal.settings.Item.Outcome;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Asks every service for a member's settings, and has changes previewed, made and undone. */
@Component
class Settings {

    static final int KEPT = 20;

    private final ServiceCatalog services;
    private final ChangeRows rows;
    private final Steps steps;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Settings(ServiceCatalog services, ChangeRows rows, Steps steps, ApplicationEventPublisher events, Clock clock) {
        this.services = services;
        this.rows = rows;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param settings empty when there is something to say instead
     * @param instead why there is none to show: a gap, a fault, no account; null otherwise
     */
    record OfService(
            ServiceProfile profile,
            List<Setting> settings,
            @Nullable Text instead) {}

    /** All services side by side; takes as long as the slowest. */
    List<OfService> of(MemberId member) {
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<OfService>> asked = services.profiles().stream()
                    .map(profile -> CompletableFuture.supplyAsync(() -> of(member, profile), side))
                    .toList();
            return asked.stream().map(CompletableFuture::join).toList();
        }
    }

    private OfService of(MemberId member, ServiceProfile profile) {
        Text gap = profile.gaps().get(PrivacySettings.class);
        if (gap != null) {
            return new OfService(profile, List.of(), gap);
        }
        return switch (services.settings(member, profile.id())) {
            case Reply.Answered<List<Setting>> answered -> new OfService(profile, answered.value(), null);
            case Reply.NoAccount<List<Setting>>() -> instead(profile, Text.of("settings.no-account"));
            case Reply.Ambiguous<List<Setting>>() -> instead(profile, Text.of("settings.unproven"));
            case Reply.NotConfigured<List<Setting>>() -> instead(profile, Text.of("settings.not-connected"));
            case Reply.Failed<List<Setting>> failed ->
                instead(profile, failed.fault().said());
        };
    }

    private static OfService instead(ServiceProfile profile, Text why) {
        return new OfService(profile, List.of(), why);
    }

    /** Everything that is not known to be as private as it can be: what the portal does, and what only the member can. */
    UUID mostPrivate(MemberId member) {
        List<Item> items = new ArrayList<>();
        for (OfService service : of(member)) {
            service.settings().stream()
                    .filter(setting -> !setting.isMostPrivate())
                    .flatMap(setting -> item(service, setting, setting.mostPrivate()).stream())
                    .forEach(items::add);
        }
        return preview(member, items);
    }

    /** @param wanted values by {@code <service>/<setting>}; what is so already, or no choice, plays no part */
    UUID wanted(MemberId member, Map<String, String> wanted) {
        List<Item> items = new ArrayList<>();
        for (OfService service : of(member)) {
            for (Setting setting : service.settings()) {
                String value = wanted.get(service.profile().id() + "/" + setting.id());
                if (value != null
                        && setting.way() instanceof Way.Here
                        && !setting.now().equals(new Now.Known(value))) {
                    setting.choice(value)
                            .flatMap(choice -> item(service, setting, choice))
                            .ifPresent(items::add);
                }
            }
        }
        return preview(member, items);
    }

    /** A preview of the way back, of what came about. */
    UUID back(MemberId member, UUID change) {
        Change made = rows.find(change, member)
                .filter(found -> found.appliedAt() != null)
                .orElseThrow(NotHere::new);
        return preview(
                member,
                rows.items(made.id()).stream()
                        .filter(item -> item.outcome() == Outcome.DONE)
                        .map(Item::reversed)
                        .toList());
    }

    /** Once, however often it is asked for. */
    @Transactional
    void apply(MemberId member, UUID change) {
        Change preview = rows.find(change, member).orElseThrow(NotHere::new);
        if (rows.begin(preview.id(), clock.instant())) {
            List<Item> ours = rows.items(preview.id()).stream()
                    .filter(item -> !item.byMember())
                    .toList();
            ours.stream()
                    .map(Item::service)
                    .distinct()
                    .forEach(service -> steps.plan(SetTask.KIND, preview.id(), service, member));
            events.publishEvent(new SettingsChanged(member, ours.size()));
        }
    }

    private UUID preview(MemberId member, List<Item> items) {
        UUID id = UUID.randomUUID();
        rows.insert(new Change(id, member, clock.instant(), null), items);
        return id;
    }

    /** Empty where nobody can change it for one person. */
    private static Optional<Item> item(OfService service, Setting setting, Choice choice) {
        return switch (setting.way()) {
            case Way.Here here -> Optional.of(item(service, setting, choice, null, null, null));
            case Way.There(Text how, String page) ->
                Optional.of(item(service, setting, choice, Outcome.BY_MEMBER, how, page));
            case Way.Decided decided -> Optional.empty();
        };
    }

    private static Item item(
            OfService service,
            Setting setting,
            Choice choice,
            @Nullable Outcome outcome,
            @Nullable Text why,
            @Nullable String page) {
        return new Item(
                service.profile().id().value(),
                setting.id(),
                setting.what(),
                setting.now() instanceof Now.Known(String value) ? value : null,
                said(setting),
                choice.value(),
                choice.what(),
                outcome,
                why,
                page);
    }

    /** How it is now, in words, or why that cannot be said. */
    static Text said(Setting setting) {
        return switch (setting.now()) {
            case Now.Known(String value) ->
                setting.choice(value).map(Choice::what).orElse(Text.of("settings.unknown"));
            case Now.Unseen(Text why) -> why;
        };
    }
}
