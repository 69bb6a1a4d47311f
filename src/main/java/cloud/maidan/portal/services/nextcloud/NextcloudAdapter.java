package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
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
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Account;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Provider;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Status;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Files, calendars, contacts and what happened to them on our Nextcloud. */
@Component
class NextcloudAdapter
        implements ServiceAdapter, DataView, Export, Erasure, Rectification, Retention, Federation, PrivacySettings {

    private static final int ACCOUNTS_PER_PAGE = 50;
    private static final int WRITTEN_FOR = 33;

    private static final ServiceProfile PROFILE = ServiceProfile.of("nextcloud", "Nextcloud", "folder", 20)
            .needing("password")
            .naming("user")
            .openedAt("public-url");

    private final NextcloudClient nextcloud;
    private final NextcloudProperties properties;
    private final NextcloudRetention retention;

    private final Clock clock;

    NextcloudAdapter(NextcloudClient nextcloud, NextcloudProperties properties, Clock clock) {
        this.retention = new NextcloudRetention(nextcloud);
        this.nextcloud = nextcloud;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return nextcloud.configured();
    }

    /**
     * By the account's id, which is the member's key, or made from it in one of the ways that Nextcloud can be set to.
     * An account by that id that no sign-in made (somebody chose it, or a directory gave it) is only proposed.
     */
    @Override
    public Lookup find(Member member) {
        return nextcloud
                .account(member.subject())
                .or(() -> nextcloud.providers().orElse(List.of()).stream()
                        .flatMap(provider -> provider.uid(member.subject()).stream())
                        .filter(uid -> !uid.equals(member.subject()))
                        .distinct()
                        .flatMap(uid -> nextcloud.account(uid).stream())
                        .findFirst())
                .map(NextcloudAdapter::found)
                .orElseGet(Lookup.NoAccount::new);
    }

    private static Lookup found(Account account) {
        return account.bornFromSignIn()
                ? new Lookup.Found(account.uid(), Evidence.SUBJECT)
                : new Lookup.Proposed(account.uid(), false);
    }

    /** An id that was made from a member's key by a hash does not give the key back. */
    @Override
    public AccountPage accounts(Cursor from) {
        int offset = from.atStart() ? 0 : Integer.parseInt(from.value());
        List<Account> accounts = nextcloud.accounts(offset, ACCOUNTS_PER_PAGE);
        List<AccountPage.Entry> entries = accounts.stream()
                .map(account -> new AccountPage.Entry(account.uid(), subject(account)))
                .toList();
        return new AccountPage(
                entries,
                accounts.size() < ACCOUNTS_PER_PAGE
                        ? Optional.empty()
                        : Optional.of(new Cursor(Integer.toString(offset + ACCOUNTS_PER_PAGE))));
    }

    private static Optional<String> subject(Account account) {
        return account.bornFromSignIn() && !account.uid().matches("[0-9a-f]{64}")
                ? Optional.of(account.uid())
                : Optional.empty();
    }

    @Override
    public Health check() {
        try {
            Status status = nextcloud.status();
            List<Text> missing = missing(status);
            return missing.isEmpty()
                    ? new Health.Well(status.version())
                    : new Health.Lacking(status.version(), missing);
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    private List<Text> missing(Status status) {
        if (status.underMaintenance()) {
            return List.of(Text.of("nextcloud.check.maintenance"));
        }
        List<Text> missing = new ArrayList<>();
        if (status.major() < WRITTEN_FOR) {
            missing.add(Text.of("nextcloud.check.too-old", status.version()));
        }
        switch (nextcloud.askedForAccounts()) {
            case 401 -> missing.add(Text.of("nextcloud.check.password-unknown"));
            case 403 -> missing.add(Text.of("nextcloud.check.not-an-administrator"));
            default -> signIns(missing);
        }
        return missing;
    }

    /** Without a provider that takes our tokens and keeps the member's key, only the profile can be read. */
    private void signIns(List<Text> missing) {
        Optional<List<Provider>> providers = nextcloud.providers();
        if (providers.isEmpty()) {
            missing.add(Text.of("nextcloud.check.no-sign-in-app"));
        } else if (providers.get().stream().noneMatch(Provider::takesTokens)) {
            missing.add(Text.of("nextcloud.check.no-token-provider"));
        } else if (providers.get().stream().filter(Provider::takesTokens).noneMatch(Provider::keepsSubjects)) {
            missing.add(Text.of("nextcloud.check.ids-changed"));
        }
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        try (SideBySide questions = new SideBySide(NextcloudClient.ID)) {
            return new NextcloudView(nextcloud, nextcloud.typed(), account, questions).summary();
        }
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        new NextcloudExport(nextcloud, account, sink).run(ExportPosition.of(from));
        return Progress.WHOLE;
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure(account).outlook();
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure(account).goOn(handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return erasure(account).probe();
    }

    private NextcloudErasure erasure(ServiceAccount account) {
        return new NextcloudErasure(nextcloud, nextcloud.typed(), clock, account);
    }

    @Override
    public Set<Fact> corrects() {
        return Set.of(Fact.DISPLAY_NAME, Fact.EMAIL);
    }

    @Override
    public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
        return new ProfileCorrection(nextcloud, account, turn).to(fact, value);
    }

    @Override
    public Text reach() {
        return new NextcloudFederation(nextcloud).reach();
    }

    @Override
    public List<Measure> meaning(FederationPolicy policy) {
        return NextcloudFederation.meaning(policy);
    }

    @Override
    public List<Taken> enforce(FederationPolicy policy, Turn turn) {
        return new NextcloudFederation(nextcloud).enforce(policy, turn);
    }

    @Override
    public List<Drift> drift(FederationPolicy policy) {
        return new NextcloudFederation(nextcloud).drift(policy);
    }

    @Override
    public List<Kind> kinds() {
        return retention.kinds();
    }

    @Override
    public Found found(String kind) {
        return retention.found(kind);
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        return retention.keep(kind, period, turn);
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return new ProfileScopes(nextcloud, nextcloud.typed(), account).settings();
    }

    @Override
    public Applied set(ServiceAccount account, String setting, String value, Turn turn) {
        return new ProfileScopes(nextcloud, nextcloud.typed(), account).set(setting, value, turn);
    }
}
