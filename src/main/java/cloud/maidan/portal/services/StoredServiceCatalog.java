package cloud.maidan.portal.services;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.Memory.Remembered;
import cloud.maidan.portal.services.Reply.Ambiguous;
import cloud.maidan.portal.services.Reply.Answered;
import cloud.maidan.portal.services.Reply.Failed;
import cloud.maidan.portal.services.Reply.NoAccount;
import cloud.maidan.portal.services.Reply.NotConfigured;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The catalogue that remembers what services said, so that pages never wait for them. */
@Component
class StoredServiceCatalog implements ServiceCatalog {

    private final Map<ServiceId, ServiceAdapter> adapters = new LinkedHashMap<>();
    private final Map<ServiceId, ServiceProfile> profiles = new LinkedHashMap<>();
    private final Map<Asking, CompletableFuture<ServiceState>> asking = new ConcurrentHashMap<>();
    private final ObjectProvider<MemberDirectory> members;
    private final Memory memory;
    private final Proposals proposals;
    private final Claims claims;
    private final AskingProperties properties;
    private final Rest rest;
    private final Clock clock;

    private record Asking(MemberId member, ServiceId service) {}

    StoredServiceCatalog(
            List<ServiceAdapter> adapters,
            ObjectProvider<MemberDirectory> members,
            Memory memory,
            Proposals proposals,
            Claims claims,
            AskingProperties properties,
            Clock clock) {
        this.members = members;
        this.memory = memory;
        this.proposals = proposals;
        this.claims = claims;
        this.properties = properties;
        this.rest = new Rest(properties.restAfter(), properties.rest());
        this.clock = clock;
        Map<ServiceId, ServiceProfile> known = new LinkedHashMap<>();
        PlannedServices.profiles().forEach(planned -> known.put(planned.id(), planned));
        for (ServiceAdapter adapter : adapters) {
            ServiceProfile profile = adapter.profile();
            if (this.adapters.put(profile.id(), adapter) != null) {
                throw new IllegalStateException("two adapters for " + profile.id());
            }
            known.put(profile.id(), profile);
        }
        known.values().stream()
                .sorted(Comparator.comparingInt(ServiceProfile::order))
                .forEach(profile -> profiles.put(profile.id(), profile));
    }

    @Override
    public List<ServiceProfile> profiles() {
        return List.copyOf(profiles.values());
    }

    @Override
    public boolean connected(ServiceId service) {
        return adapter(service).isPresent();
    }

    @Override
    public List<ServiceState> lastKnown(MemberId member) {
        Map<ServiceId, Remembered> remembered = memory.about(member);
        List<ServiceState> states = new ArrayList<>();
        profiles.forEach((id, profile) -> states.add(state(profile, remembered.getOrDefault(id, Remembered.NOTHING))));
        return states;
    }

    @Override
    public Optional<ServiceState> lastKnown(MemberId member, ServiceId service) {
        return profile(service).map(profile -> state(profile, memory.about(member, service)));
    }

    @Override
    public Optional<ServiceState> ask(MemberId member, ServiceId service) {
        Optional<ServiceProfile> profile = profile(service);
        Optional<ServiceAdapter> adapter = adapter(service);
        if (profile.isEmpty() || adapter.isEmpty()) {
            return lastKnown(member, service);
        }
        return Optional.of(once(new Asking(member, service), () -> {
            Remembered remembered = memory.about(member, service);
            return members.getObject()
                    .find(member)
                    .flatMap(person -> askUnlessTooSoon(person, adapter.get(), service, remembered))
                    .map(heard -> {
                        memory.keep(member, List.of(heard.kept()));
                        return heard.now().state(profile.get());
                    })
                    .orElseGet(() -> remembered.state(profile.get()));
        }));
    }

    @Override
    public void askAll(MemberId member) {
        Optional<Member> person = members.getObject().find(member);
        if (person.isEmpty()) {
            return;
        }
        Map<ServiceId, Remembered> remembered = memory.about(member);
        Queue<Memory.Kept> heard = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> asked;
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            asked = adapters.values().stream()
                    .filter(ServiceAdapter::configured)
                    .map(adapter -> CompletableFuture.runAsync(
                            () -> {
                                ServiceProfile profile = adapter.profile();
                                Remembered before = remembered.getOrDefault(profile.id(), Remembered.NOTHING);
                                once(
                                        new Asking(member, profile.id()),
                                        () -> askUnlessTooSoon(person.get(), adapter, profile.id(), before)
                                                .map(answer -> {
                                                    heard.add(answer.kept());
                                                    return answer.now().state(profile);
                                                })
                                                .orElseGet(() -> before.state(profile)));
                            },
                            side))
                    .toList();
        }
        memory.keep(member, heard);
        asked.forEach(CompletableFuture::join);
    }

    /** Whoever asks the same while it is being asked gets the same. */
    private ServiceState once(Asking key, Supplier<ServiceState> question) {
        CompletableFuture<ServiceState> mine = new CompletableFuture<>();
        CompletableFuture<ServiceState> running = asking.putIfAbsent(key, mine);
        if (running != null) {
            return running.join();
        }
        try {
            mine.completeAsync(question, Runnable::run);
        } finally {
            asking.remove(key, mine);
        }
        return mine.join();
    }

    @Override
    public Reply<ServiceAccount> account(MemberId member, ServiceId service) {
        Optional<ServiceAdapter> adapter = adapter(service);
        Optional<Member> person = members.getObject().find(member);
        if (adapter.isEmpty()) {
            return new NotConfigured<>();
        }
        return person.isEmpty()
                ? new NoAccount<>()
                : lookUp(
                                person.get(),
                                adapter.get(),
                                service,
                                memory.about(member, service),
                                properties.accountWithin(),
                                account -> account.evidence().proven()
                                        ? new Answered<>(account, clock.instant())
                                        : new Ambiguous<>())
                        .reply();
    }

    @Override
    public Reply<Erasure.Outlook> outlook(MemberId member, ServiceId service) {
        return about(member, service, erasure(service), properties.accountWithin(), Erasure::outlook);
    }

    @Override
    public Reply<List<PrivacySettings.Setting>> settings(MemberId member, ServiceId service) {
        return about(member, service, privacySettings(service), properties.within(), PrivacySettings::settings);
    }

    /** What an ability of the service says of the member's proven account. */
    private <A, T> Reply<T> about(
            MemberId member,
            ServiceId service,
            Optional<A> ability,
            Duration within,
            BiFunction<A, ServiceAccount, T> question) {
        Optional<Member> person = members.getObject().find(member);
        if (ability.isEmpty() || person.isEmpty()) {
            return new NotConfigured<>();
        }
        return lookUp(
                        person.get(),
                        Objects.requireNonNull(adapters.get(service)),
                        service,
                        memory.about(member, service),
                        within,
                        account -> account.evidence().proven()
                                ? new Answered<>(question.apply(ability.get(), account), clock.instant())
                                : new Ambiguous<T>())
                .reply();
    }

    @Override
    public Set<String> linked(ServiceId service, Set<String> accounts) {
        return memory.linked(service, accounts);
    }

    @Override
    public Reply<List<Finding>> findings(ServiceId service) {
        return adapter(service)
                .map(adapter -> Questions.put(
                        service, properties.accountWithin(), () -> new Answered<>(adapter.findings(), clock.instant())))
                .orElseGet(NotConfigured::new);
    }

    @Override
    public Reply<Health> check(ServiceId service) {
        return adapter(service)
                .map(adapter -> Questions.put(
                        service, properties.accountWithin(), () -> new Answered<>(adapter.check(), clock.instant())))
                .orElseGet(NotConfigured::new);
    }

    @Override
    public Optional<Export> export(ServiceId service) {
        return offered(service, Export.class);
    }

    @Override
    public Optional<Erasure> erasure(ServiceId service) {
        return offered(service, Erasure.class);
    }

    @Override
    public Optional<Rectification> rectification(ServiceId service) {
        return offered(service, Rectification.class);
    }

    @Override
    public Optional<Retention> retention(ServiceId service) {
        return offered(service, Retention.class);
    }

    @Override
    public Optional<Federation> federation(ServiceId service) {
        return offered(service, Federation.class);
    }

    @Override
    public Optional<PrivacySettings> privacySettings(ServiceId service) {
        return offered(service, PrivacySettings.class);
    }

    @Override
    public Optional<ServiceId> signInService() {
        return adapters.keySet().stream()
                .filter(service -> deactivation(service).isPresent())
                .findFirst();
    }

    @Override
    public Optional<Deactivation> deactivation(ServiceId service) {
        return offered(service, Deactivation.class);
    }

    @Override
    public Optional<Claimable> claimable(ServiceId service) {
        return offered(service, Claimable.class);
    }

    @Override
    public List<ClientExport> clientExports(ServiceId service) {
        return adapter(service).map(ServiceAdapter::clientExports).orElse(List.of());
    }

    /** @param kept what is to be stored @param now what is known with it */
    private record Heard(Memory.Kept kept, Remembered now) {}

    /** Empty when it is too soon to ask again. */
    private Optional<Heard> askUnlessTooSoon(
            Member person, ServiceAdapter adapter, ServiceId service, Remembered remembered) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        if (tooSoon(remembered, now)) {
            return Optional.empty();
        }
        Optional<Failed<DataSummary>> resting = rest.of(service, now);
        Said<DataSummary> said =
                resting.isPresent() ? new Said<>(resting.get(), null) : summary(person, adapter, service, remembered);
        if (resting.isEmpty()) {
            rest.learn(service, said.reply(), clock.instant());
        }
        return Optional.of(new Heard(
                new Memory.Kept(service, said.reply(), now), remembered.after(said.reply(), said.lookup(), now)));
    }

    private boolean tooSoon(Remembered remembered, Instant now) {
        Instant askedAt = remembered.askedAt();
        return askedAt != null && askedAt.plus(properties.every()).isAfter(now)
                || remembered.retryAt().filter(now::isBefore).isPresent();
    }

    /** @param lookup null when it did not come to one */
    private record Said<T>(Reply<T> reply, @Nullable Lookup lookup) {}

    private Said<DataSummary> summary(Member member, ServiceAdapter adapter, ServiceId service, Remembered remembered) {
        return lookUp(
                member,
                adapter,
                service,
                remembered,
                properties.within(),
                account -> adapter instanceof DataView view
                        ? new Answered<>(view.view(account), clock.instant().truncatedTo(ChronoUnit.MICROS))
                        : new NotConfigured<>());
    }

    /** Finds the account and goes on with it, all within one time; a changed account is recorded whatever follows. */
    private <T> Said<T> lookUp(
            Member member,
            ServiceAdapter adapter,
            ServiceId service,
            Remembered remembered,
            Duration within,
            Function<ServiceAccount, Reply<T>> then) {
        AtomicReference<@Nullable Lookup> seen = new AtomicReference<>();
        Reply<T> reply = Questions.put(service, within, () -> {
            Lookup found = found(member, adapter, service, remembered);
            Lookup settled =
                    found instanceof Lookup.Proposed proposed ? proposals.settle(member, service, proposed) : found;
            Lookup lookup = claims.settle(member.id(), service, settled, adapter);
            seen.set(lookup);
            return switch (lookup) {
                case Lookup.Found(String account, Evidence evidence) ->
                    then.apply(new ServiceAccount(service, member, account, evidence, clock.instant()));
                case Lookup.NoAccount() -> new NoAccount<>();
                case Lookup.Ambiguous() -> new Ambiguous<>();
                case Lookup.Proposed proposed -> throw new IllegalStateException("not settled");
            };
        });
        Lookup lookup = seen.get();
        if (lookup != null && !remembered.of(lookup)) {
            memory.link(member.id(), service, lookup, clock.instant());
        }
        return new Said<>(reply, lookup);
    }

    private Lookup found(Member member, ServiceAdapter adapter, ServiceId service, Remembered remembered) {
        String account = remembered.account();
        Evidence evidence = remembered.evidence();
        return account != null && (evidence == Evidence.ADDRESS || evidence == Evidence.OFFICER)
                ? adapter.findAgain(new ServiceAccount(service, member, account, evidence, clock.instant()))
                : adapter.find(member);
    }

    private ServiceState state(ServiceProfile profile, Remembered remembered) {
        return connected(profile.id()) ? remembered.state(profile) : remembered.stateUnconnected(profile);
    }

    private Optional<ServiceProfile> profile(ServiceId service) {
        return Optional.ofNullable(profiles.get(service));
    }

    private <T> Optional<T> offered(ServiceId service, Class<T> ability) {
        return adapter(service).filter(ability::isInstance).map(ability::cast);
    }

    private Optional<ServiceAdapter> adapter(ServiceId service) {
        return Optional.ofNullable(adapters.get(service)).filter(ServiceAdapter::configured);
    }
}
