package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Member;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds the ledger against the accounts that services have, and erases again whoever a restored backup brought back. Runs
 * by a rhythm, and at once when this database knows less than the ledger: then it was restored itself.
 */
@Component
class LedgerReplay {

    static final String KIND = "erasure.replay";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerReplay.class);
    private static final int MOST_PAGES = 100_000;

    private final Ledger ledger;
    private final ErasureRows rows;
    private final ErasureDesk desk;
    private final Accounts accounts;
    private final List<ServiceAdapter> adapters;
    private final HeldItems items;
    private final MemberDirectory members;
    private final ServiceCatalog services;
    private final TransactionTemplate transactions;
    private final Clock clock;

    LedgerReplay(
            Ledger ledger,
            ErasureRows rows,
            ErasureDesk desk,
            Accounts accounts,
            List<ServiceAdapter> adapters,
            HeldItems items,
            MemberDirectory members,
            ServiceCatalog services,
            TransactionTemplate transactions,
            Clock clock) {
        this.ledger = ledger;
        this.rows = rows;
        this.desk = desk;
        this.accounts = accounts;
        this.adapters = adapters;
        this.items = items;
        this.members = members;
        this.services = services;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whether this database was restored to a time before the ledger's last entry. */
    boolean restored() {
        return ledger.last() > rows.ledgerKnown();
    }

    /** Goes through all accounts of all services; how many came back. */
    int replay() {
        long last = ledger.last();
        if (last == 0) {
            return 0;
        }
        Ledger.Recognition recognition = ledger.recognition();
        Map<UUID, List<Returned>> returned = new LinkedHashMap<>();
        boolean whole = true;
        for (ServiceAdapter adapter : adapters) {
            if (adapter.configured() && adapter instanceof Erasure) {
                try {
                    search(adapter, recognition, returned);
                } catch (ServiceFault fault) {
                    LOG.warn("Replaying the ledger: {}: {}", fault.fault(), fault.getMessage());
                    whole = false;
                }
            }
        }
        for (List<Returned> found : returned.values()) {
            MemberErasure erasure = erasure(found);
            // anew: backups that were made since the restore hold the account too
            last = ledger.write(erasure.id(), Returned.accounts(found));
            transactions.executeWithoutResult(transaction -> desk.replay(erasure));
        }
        if (whole) {
            long known = last;
            transactions.executeWithoutResult(transaction -> rows.ledgerKnown(known));
        }
        return returned.values().stream().mapToInt(List::size).sum();
    }

    private void search(ServiceAdapter adapter, Ledger.Recognition recognition, Map<UUID, List<Returned>> returned) {
        ServiceId service = adapter.profile().id();
        Optional<Cursor> next = Optional.of(Cursor.START);
        for (int page = 0; next.isPresent() && page < MOST_PAGES; page++) {
            AccountPage found = adapter.accounts(next.get());
            for (AccountPage.Entry entry : found.accounts()) {
                recognition
                        .erasure(service, entry.account())
                        .filter(erasure -> !underWay(erasure, service))
                        .ifPresent(erasure -> returned.computeIfAbsent(erasure, fresh -> new ArrayList<>())
                                .add(new Returned(service, entry.account(), entry.subject())));
            }
            next = found.next();
        }
    }

    /** What is still to be erased, or held back, is no return. */
    private boolean underWay(UUID erasure, ServiceId service) {
        return rows.find(new ErasureId(erasure))
                        .filter(known -> known.state() == State.ERASING || items.any(known.id(), service))
                        .isPresent()
                || rows.replaying(service);
    }

    private MemberErasure erasure(List<Returned> found) {
        ErasureId id = ErasureId.random();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Member member = Returned.owner(found, members);
        List<Line> lines = found.stream()
                .map(each -> {
                    ServiceAccount account =
                            new ServiceAccount(each.service(), member, each.account(), Evidence.OWN_RECORDS, now);
                    return new Line(
                            each.service(),
                            BeginTask.phase(services, each.service()),
                            Line.State.PENDING,
                            accounts.seal(id, account),
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            null,
                            null,
                            null);
                })
                .toList();
        return new MemberErasure(
                id,
                null,
                null,
                desk.replayReference(),
                State.ERASING,
                true,
                now,
                now,
                now,
                null,
                accounts.seal(id, member),
                null,
                lines);
    }
}
