package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Claimable;
import cloud.maidan.portal.services.ClientExport;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A square on which every state of a card stands at once; each can be changed by a test. */
public final class InventedServices implements ServiceCatalog {

    private final Map<ServiceId, ServiceState> states = new LinkedHashMap<>();
    private final Map<ServiceId, ServiceState> answers = new LinkedHashMap<>();
    private final List<ServiceId> asked = new ArrayList<>();

    private final Instant now;
    private int readings;

    InventedServices(Instant now) {
        this.now = now;
        reset();
    }

    /** As at the beginning. */
    void reset() {
        states.clear();
        answers.clear();
        asked.clear();
        put(answered("matrix", "Matrix", "message-square", 1, chat(), Duration.ofMinutes(2)));
        put(answered("nextcloud", "Nextcloud", "folder", 2, files(), Duration.ofMinutes(46)));
        put(failed("peertube", "PeerTube", "clapperboard", 3, videos(), Duration.ofDays(2), Fault.TIMED_OUT));
        put(answered("cryptpad", "CryptPad", "file-pen", 4, documents(), Duration.ofMinutes(2)));
        put(state(profile("vaultwarden", "Vaultwarden", "key-round", 5), new Reply.NotConfigured<>(), null, null));
        put(state(profile("librechat", "LibreChat", "bot", 6), new Reply.NoAccount<>(), null, Duration.ofMinutes(2)));
        put(answered("authentik", "Authentik", "fingerprint", 7, account(), Duration.ofHours(11)));
        put(answered("portal", "Maidan", "layout-grid", 8, records(), Duration.ZERO));
    }

    void put(ServiceState state) {
        states.put(state.profile().id(), state);
    }

    /** What the service will be found to say when it is asked. */
    void willAnswer(ServiceState state) {
        answers.put(state.profile().id(), state);
    }

    List<ServiceId> asked() {
        return List.copyOf(asked);
    }

    @Override
    public List<ServiceProfile> profiles() {
        return states.values().stream().map(ServiceState::profile).toList();
    }

    @Override
    public Optional<Claimable> claimable(ServiceId service) {
        return Optional.<Claimable>of(new Claimable() {
                    @Override
                    public Optional<String> accountIn(String typed) {
                        return Optional.empty();
                    }

                    @Override
                    public boolean holds(String account) {
                        return false;
                    }
                })
                .filter(any -> service.value().equals("cryptpad"));
    }

    @Override
    public List<ClientExport> clientExports(ServiceId service) {
        return service.value().equals("cryptpad")
                ? List.of(ClientExport.of("cryptpad.drive-export", 4, "https://pads.riverbend.example/settings/#drive"))
                : List.of();
    }

    @Override
    public boolean connected(ServiceId service) {
        ServiceState state = states.get(service);
        return state != null && !(state.latest() instanceof Reply.NotConfigured);
    }

    /** How often all services were read at once. */
    int readings() {
        return readings;
    }

    @Override
    public List<ServiceState> lastKnown(MemberId member) {
        readings++;
        return List.copyOf(states.values());
    }

    @Override
    public Optional<ServiceState> lastKnown(MemberId member, ServiceId service) {
        return Optional.ofNullable(states.get(service));
    }

    @Override
    public void askAll(MemberId member) {
        profiles().stream().map(ServiceProfile::id).filter(this::connected).forEach(service -> ask(member, service));
    }

    @Override
    public synchronized Optional<ServiceState> ask(MemberId member, ServiceId service) {
        if (!states.containsKey(service)) {
            return Optional.empty();
        }
        asked.add(service);
        ServiceState answer = answers.get(service);
        if (answer != null) {
            states.put(service, answer);
        }
        return Optional.ofNullable(states.get(service));
    }

    @Override
    public Reply<ServiceAccount> account(MemberId member, ServiceId service) {
        return new Reply.NoAccount<>();
    }

    @Override
    public Set<String> linked(ServiceId service, Set<String> accounts) {
        return Set.of();
    }

    @Override
    public Reply<List<Finding>> findings(ServiceId service) {
        return new Reply.NotConfigured<>();
    }

    @Override
    public Optional<Export> export(ServiceId service) {
        return service.value().equals("matrix")
                ? Optional.of((account, from, sink) -> Export.Progress.WHOLE)
                : Optional.empty();
    }

    ServiceState answered(String id, String product, String icon, int order, DataSummary held, Duration age) {
        return state(profile(id, product, icon, order), new Reply.Answered<>(held, now.minus(age)), null, age);
    }

    ServiceState failed(
            String id, String product, String icon, int order, @Nullable DataSummary held, Duration age, Fault fault) {
        return state(
                profile(id, product, icon, order),
                new Reply.Failed<>(fault, Optional.empty()),
                held == null ? null : new Reply.Answered<>(held, now.minus(age)),
                Duration.ofMinutes(31));
    }

    private ServiceState state(
            ServiceProfile profile,
            Reply<DataSummary> latest,
            Reply.@Nullable Answered<DataSummary> known,
            @Nullable Duration askedBefore) {
        Reply.Answered<DataSummary> last = latest instanceof Reply.Answered<DataSummary> now ? now : known;
        return new ServiceState(
                profile,
                latest,
                askedBefore == null ? null : now.minus(askedBefore),
                latest instanceof Reply.Failed ? now.minus(Duration.ofHours(26)) : null,
                last,
                last == null ? null : "@mira:riverbend.example",
                last == null ? null : Evidence.SUBJECT);
    }

    private static ServiceProfile profile(String id, String product, String icon, int order) {
        String gap = "invented.gap";
        return ServiceProfile.of(id, product, icon, order)
                .needing("token")
                .without(Erasure.class, gap)
                .without(Rectification.class, gap)
                .without(Retention.class, gap)
                .without(Federation.class, gap)
                .without(PrivacySettings.class, gap);
    }

    static DataSummary chat() {
        return new DataSummary(
                Text.of("invented.chat", 1284, 17),
                List.of(Text.of("invented.chat.kept")),
                List.of(
                        kind("messages-open", 902L, 4_100_000L, false),
                        kind("messages-private", 382L, 2_200_000L, true),
                        kind("media", 64L, 305_000_000L, false),
                        kind("devices", null, null, false)),
                List.of(Text.of("invented.chat.hidden", 382)),
                List.of(Text.of("invented.chat.reach", 4)),
                "https://chat.riverbend.example/settings");
    }

    private static DataSummary files() {
        return only(Text.of("invented.files", 846), kind("files", 846L, 1_200_000_000L, false));
    }

    static DataSummary videos() {
        return only(Text.of("invented.videos", 12), kind("videos", 12L, 3_100_000_000L, false));
    }

    private static DataSummary documents() {
        return only(Text.of("invented.documents", 23), kind("documents", 23L, 48_000_000L, true));
    }

    private static DataSummary account() {
        return only(Text.of("invented.sign-ins", 31), kind("sign-ins", 31L, 9_000L, false));
    }

    private static DataSummary records() {
        return only(Text.of("invented.records", 140), kind("records", 140L, 180_000L, false));
    }

    private static DataSummary only(Text headline, Category category) {
        return new DataSummary(headline, List.of(), List.of(category), List.of(), List.of(), null);
    }

    static Category kind(String id, @Nullable Long count, @Nullable Long bytes, boolean sealed) {
        boolean there = count != null && count > 0;
        return new Category(
                id,
                Text.of("invented.kind", id),
                Text.of("invented.kind.detail"),
                count,
                bytes,
                there ? Instant.parse("2025-12-02T10:00:00Z") : null,
                there ? Instant.parse("2026-11-20T18:02:00Z") : null,
                Text.of("invented.purpose"),
                LegalBasis.CONTRACT,
                Text.of("invented.retention"),
                Text.of("invented.visible"),
                sealed,
                there ? "https://chat.riverbend.example/" + id : null);
    }
}
