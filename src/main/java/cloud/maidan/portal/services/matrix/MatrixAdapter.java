package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.ClientExport;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.FederationPolicy;
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
import cloud.maidan.portal.services.matrix.MatrixClient.Account;
import cloud.maidan.portal.services.matrix.MatrixClient.Accounts;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Rooms, messages and files on our Synapse homeserver. */
@Component
class MatrixAdapter
        implements ServiceAdapter, DataView, Export, Erasure, Rectification, Retention, Federation, PrivacySettings {

    private static final int ACCOUNTS_PER_PAGE = 50;

    private static final ServiceProfile PROFILE =
            ServiceProfile.of("matrix", "Matrix", "message-square", 10).needing("token");

    private final MatrixClient matrix;
    private final MatrixChanges changes;
    private final MatrixSweep sweep;
    private final MatrixProperties properties;
    private final Clock clock;

    MatrixAdapter(MatrixClient matrix, MatrixChanges changes, MatrixProperties properties, Clock clock) {
        this.matrix = matrix;
        this.changes = changes;
        this.sweep = new MatrixSweep(matrix, new MatrixHistory(matrix, properties));
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return matrix.configured();
    }

    /**
     * By the subject that Synapse stores, never by name. A closed account is still found, since what was written is
     * still there. Synapse goes on finding a link that was removed until it restarts, so the account itself is asked.
     */
    @Override
    public Lookup find(Member member) {
        return matrix.accountOf(properties.authProvider(), member.subject())
                .flatMap(matrix::account)
                .filter(account -> account.subject(properties.authProvider()).equals(Optional.of(member.subject())))
                .<Lookup>map(account -> new Lookup.Found(account.id(), Evidence.SUBJECT))
                .orElseGet(Lookup.NoAccount::new);
    }

    /** The list does not hold subjects, so each account is asked for; one that went meanwhile is left out. */
    @Override
    public AccountPage accounts(Cursor from) {
        Accounts page =
                matrix.accounts(from.atStart() ? Optional.empty() : Optional.of(from.value()), ACCOUNTS_PER_PAGE);
        List<AccountPage.Entry> entries = page.users().stream()
                .flatMap(listed -> matrix.account(listed.name()).stream())
                .map(this::entry)
                .toList();
        return new AccountPage(entries, Optional.ofNullable(page.next()).map(Cursor::new));
    }

    private AccountPage.Entry entry(Account account) {
        return new AccountPage.Entry(account.id(), account.subject(properties.authProvider()));
    }

    @Override
    public Health check() {
        try {
            String version = matrix.version();
            return switch (matrix.askedForAccounts()) {
                case 401 -> new Health.Lacking(version, List.of(Text.of("matrix.check.token-unknown")));
                case 403 -> new Health.Lacking(version, List.of(Text.of("matrix.check.not-an-administrator")));
                default -> new Health.Well(version);
            };
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    @Override
    public List<ClientExport> clientExports() {
        return List.of(
                ClientExport.of("matrix.chat-export", 4, properties.client()),
                ClientExport.of("matrix.key-export", 4, properties.settings()));
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        return new MatrixView(matrix, properties, account.id()).summary();
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        new MatrixExport(matrix, properties, account.id(), sink).run(ExportPosition.of(from));
        return Progress.WHOLE;
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure(account, List.of()).outlook();
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure(account, Spared.of(matrix, account.id(), turn)).erase(handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return erasure(account, List.of()).probe();
    }

    @Override
    public Set<String> spares() {
        return Set.of(Spared.MESSAGE, Spared.FILE);
    }

    @Override
    public List<Amount> probe(ServiceAccount account, List<Hold> held) {
        return erasure(account, held).probe();
    }

    @Override
    public List<Hold> kept(ServiceAccount account, List<Hold> held) {
        return Spared.of(matrix, account.id(), held).kept();
    }

    private MatrixErasure erasure(ServiceAccount account, List<Hold> held) {
        return erasure(account, Spared.of(matrix, account.id(), held));
    }

    private MatrixErasure erasure(ServiceAccount account, Spared spared) {
        return new MatrixErasure(matrix, changes, properties, clock, account.id(), spared);
    }

    @Override
    public List<Kind> kinds() {
        return sweep.kinds();
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        return sweep.keep(kind, period, turn);
    }

    @Override
    public AgedPage aged(String kind, Instant before, Cursor from) {
        return sweep.aged(kind, before, from);
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        return sweep.staying(kind, before, enough);
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        sweep.delete(kind, items, turn);
    }

    /** Addresses come from the sign-in; a message is corrected by whoever wrote it. */
    @Override
    public Set<Fact> corrects() {
        return Set.of(Fact.DISPLAY_NAME);
    }

    @Override
    public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
        if (!corrects().contains(fact)) {
            return new Correction.Refused(Text.of("matrix.rectification.other"));
        }
        if (matrix.account(account.id()).filter(known -> !known.closed()).isEmpty()) {
            return new Correction.Refused(Text.of("matrix.rectification.closed"));
        }
        if (matrix.profile(account.id()).path("displayname").asString("").equals(value)) {
            return new Correction.AlreadySo();
        }
        turn.stillMine();
        return changes.rename(account.id(), value)
                ? new Correction.Corrected()
                : new Correction.Refused(Text.of("matrix.rectification.name"));
    }

    @Override
    public Text reach() {
        return new MatrixFederation(matrix, changes).reach();
    }

    @Override
    public List<Measure> meaning(FederationPolicy policy) {
        return MatrixFederation.meaning(policy);
    }

    @Override
    public List<Taken> enforce(FederationPolicy policy, Turn turn) {
        return new MatrixFederation(matrix, changes).enforce(policy, turn);
    }

    @Override
    public List<Drift> drift(FederationPolicy policy) {
        return new MatrixFederation(matrix, changes).drift(policy);
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return settingsOf(account).settings();
    }

    @Override
    public Applied set(ServiceAccount account, String setting, String value, Turn turn) {
        return settingsOf(account).set(setting, value, turn);
    }

    private MatrixSettings settingsOf(ServiceAccount account) {
        return new MatrixSettings(matrix, changes, properties, clock, account.id());
    }
}
