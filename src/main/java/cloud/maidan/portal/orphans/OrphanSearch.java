package cloud.maidan.portal.orphans;

import cloud.maidan.portal.orphans.Orphan.Kind;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.work.Upkeep;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Goes through all accounts of all services once a week. Who is still there the identity provider says; when it does not
 * answer, or suddenly knows less than half of the people it knew, nobody is called an orphan.
 */
@Component
class OrphanSearch implements Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSearch.class);
    private static final int MOST_PAGES = 100_000;

    private final List<ServiceAdapter> adapters;
    private final ServiceCatalog services;
    private final OrphanRows rows;
    private final OrphansProperties properties;
    private final Clock clock;

    OrphanSearch(
            List<ServiceAdapter> adapters,
            ServiceCatalog services,
            OrphanRows rows,
            OrphansProperties properties,
            Clock clock) {
        this.adapters = adapters;
        this.services = services;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void tidy(Instant now) {
        Optional<OrphanRows.Round> last = rows.round();
        Instant due = last.map(round -> round.finishedAt() == null ? round.startedAt() : round.finishedAt())
                .map(ended -> ended.plus(properties.every()))
                .orElse(Instant.EPOCH);
        if (!now.isBefore(due)) {
            search();
        }
    }

    /** Whether the provider is connected, without which nobody can be called an orphan. */
    boolean possible() {
        return provider().isPresent();
    }

    /** False when another search runs; searches in the background. */
    boolean searchSoon() {
        Instant started = now();
        boolean begun = possible() && rows.begin(started);
        if (begun) {
            Thread.ofVirtual().name("orphans").start(() -> run(started));
        }
        return begun;
    }

    /** False when another search runs, or the provider is not connected. */
    boolean search() {
        Instant started = now();
        boolean begun = possible() && rows.begin(started);
        if (begun) {
            run(started);
        }
        return begun;
    }

    private void run(Instant started) {
        try {
            Optional<Set<String>> people = provider().flatMap(provider -> people(provider, started));
            people.ifPresent(known -> adapters.stream()
                    .filter(ServiceAdapter::configured)
                    .filter(adapter -> !adapter.profile().id().equals(providerId()))
                    .forEach(adapter -> search(adapter, known, started)));
        } finally {
            rows.end(started, now());
        }
    }

    private Optional<Set<String>> people(ServiceAdapter provider, Instant started) {
        ServiceId id = provider.profile().id();
        Set<String> people = new HashSet<>();
        try {
            long accounts = read(provider, page -> {
                page.accounts().forEach(entry -> entry.subject().ifPresent(people::add));
                if (people.size() > properties.most()) {
                    throw new ServiceFault(Fault.TOO_LARGE, null, id + ": more people than taken", null);
                }
            });
            if (people.size() * 2L < knownBefore(id)) {
                throw new ServiceFault(Fault.UNREADABLE, null, id + ": suddenly knows less than half", null);
            }
            rows.searched(id, accounts, started);
            return Optional.of(people);
        } catch (ServiceFault fault) {
            failed(id, fault, started);
            return Optional.empty();
        }
    }

    private void search(ServiceAdapter adapter, Set<String> people, Instant started) {
        ServiceId id = adapter.profile().id();
        try {
            long accounts = read(adapter, page -> sort(id, page.accounts(), people, started));
            rows.searched(id, accounts, started);
        } catch (ServiceFault fault) {
            failed(id, fault, started);
        }
    }

    private void sort(ServiceId service, List<AccountPage.Entry> accounts, Set<String> people, Instant started) {
        rows.seen(
                service,
                accounts.stream()
                        .filter(entry -> entry.subject()
                                .filter(subject -> !people.contains(subject))
                                .isPresent())
                        .map(AccountPage.Entry::account)
                        .collect(Collectors.toSet()),
                Kind.OWNER_GONE,
                started);
        Set<String> unsaid = accounts.stream()
                .filter(entry -> entry.subject().isEmpty())
                .map(AccountPage.Entry::account)
                .collect(Collectors.toCollection(HashSet::new));
        unsaid.removeAll(services.linked(service, unsaid));
        rows.seen(service, unsaid, Kind.NOBODY_KNOWN, started);
    }

    private static long read(ServiceAdapter adapter, Consumer<AccountPage> each) {
        long accounts = 0;
        Optional<Cursor> next = Optional.of(Cursor.START);
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw new ServiceFault(
                        Fault.TOO_LARGE, null, adapter.profile().id() + ": pages of accounts without end", null);
            }
            AccountPage found = adapter.accounts(next.get());
            each.accept(found);
            accounts += found.accounts().size();
            next = found.next();
        }
        return accounts;
    }

    private void failed(ServiceId service, ServiceFault fault, Instant started) {
        LOG.warn("Looking for orphans: {}: {}", fault.fault(), fault.getMessage());
        rows.failed(service, fault.fault(), started);
    }

    private long knownBefore(ServiceId provider) {
        return rows.searches().stream()
                .filter(search -> search.service().equals(provider.value()))
                .map(OrphanRows.Search::accounts)
                .filter(java.util.Objects::nonNull)
                .mapToLong(java.util.Objects::requireNonNull)
                .findFirst()
                .orElse(0);
    }

    private Optional<ServiceAdapter> provider() {
        return adapters.stream()
                .filter(adapter -> adapter.profile().id().equals(providerId()))
                .filter(ServiceAdapter::configured)
                .findFirst();
    }

    private ServiceId providerId() {
        return new ServiceId(properties.provider());
    }

    /** As PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
