package cloud.maidan.portal.erasure;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Deactivation;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A service in memory that holds notes of members by their subject, and erases as the test says. */
class InventedHouse implements ServiceAdapter, Erasure {

    static final Text NOTES = Text.of("requests.nav.exports");

    /** What was destroyed, in order: {@code <house> <what> <subject>}. */
    private final List<String> log;

    private final ServiceProfile profile;
    private final Map<String, Integer> notes = new ConcurrentHashMap<>();
    private final Set<String> ambiguous = ConcurrentHashMap.newKeySet();
    final AtomicInteger faults = new AtomicInteger();
    final AtomicInteger keeps = new AtomicInteger();
    final AtomicInteger waits = new AtomicInteger();
    volatile boolean blocked;
    /** Whether it can leave single notes where they are. */
    volatile boolean sparing;
    /** Whether its list of accounts says whose they are. */
    volatile boolean nameless;

    InventedHouse(String id, int order, List<String> log) {
        this.log = log;
        this.profile = ServiceProfile.of(id, "Product " + id, "folder", order)
                .without(DataView.class, "requests.why.no-export")
                .without(Export.class, "requests.why.no-export")
                .without(Rectification.class, "requests.why.no-export")
                .without(Retention.class, "requests.why.no-export")
                .without(Federation.class, "requests.why.no-export")
                .without(PrivacySettings.class, "requests.why.no-export");
    }

    /** Also the house through which everybody comes in. */
    static final class Door extends InventedHouse implements Deactivation {

        Door(String id, int order, List<String> log) {
            super(id, order, log);
        }

        @Override
        public void deactivate(ServiceAccount account, Turn turn) {
            turn.stillMine();
            happened("shut", account.id());
        }
    }

    static List<String> newLog() {
        return new CopyOnWriteArrayList<>();
    }

    void holds(String subject, int count) {
        notes.put(subject, count);
    }

    void gone(String subject) {
        notes.remove(subject);
    }

    int held(String subject) {
        return notes.getOrDefault(subject, 0);
    }

    void ambiguous(String subject) {
        ambiguous.add(subject);
    }

    void certain(String subject) {
        ambiguous.remove(subject);
    }

    void happened(String what, String subject) {
        log.add(profile.id() + " " + what + " " + subject);
    }

    @Override
    public ServiceProfile profile() {
        return profile;
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public Lookup find(Member member) {
        if (ambiguous.contains(member.subject())) {
            return new Lookup.Ambiguous();
        }
        return notes.containsKey(member.subject())
                ? new Lookup.Found(member.subject(), Evidence.SUBJECT)
                : new Lookup.NoAccount();
    }

    @Override
    public AccountPage accounts(Cursor from) {
        return new AccountPage(
                notes.keySet().stream()
                        .sorted()
                        .map(subject -> new AccountPage.Entry(
                                subject, Optional.of(subject).filter(known -> !nameless)))
                        .toList(),
                Optional.empty());
    }

    @Override
    public Health check() {
        return new Health.Well("test");
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return new Outlook(List.of(new Amount(NOTES, held(account.id()))), List.of(), List.of(), null);
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ServiceFault(Fault.UNREACHABLE, null, "as the test says", null);
        }
        if (blocked) {
            return new Outcome.Blocked(Text.of("erasure.why.ambiguous"));
        }
        if (!notes.containsKey(account.id()) && handle.isEmpty()) {
            return new Outcome.NothingHeld();
        }
        if (waits.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return new Outcome.Pending(
                    Integer.toString(held(account.id())), Instant.EPOCH, Text.of("erasure.why.letter"));
        }
        turn.stillMine();
        int count = handle.isEmpty() ? held(account.id()) : Integer.parseInt(handle);
        int spared = turn.held().size();
        if (keeps.getAndUpdate(left -> Math.max(0, left - 1)) == 0
                && (spared > 0 ? notes.put(account.id(), spared) : notes.remove(account.id())) != null) {
            happened(spared > 0 ? "spared" : "erased", account.id());
        }
        return new Outcome.Finished(
                List.of(new Amount(NOTES, count - spared)),
                List.of(new Retained(NOTES, Text.of("erasure.why.letter"), null)),
                List.of(new BeyondReach(NOTES, Text.of("erasure.why.letter"))));
    }

    @Override
    public Set<String> spares() {
        return sparing ? Set.of("entry") : Set.of();
    }

    @Override
    public List<Amount> probe(ServiceAccount account, List<Hold> held) {
        int more = held(account.id()) - held.size();
        return more > 0 ? List.of(new Amount(NOTES, more)) : List.of();
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return notes.containsKey(account.id()) ? List.of(new Amount(NOTES, held(account.id()))) : List.of();
    }
}
