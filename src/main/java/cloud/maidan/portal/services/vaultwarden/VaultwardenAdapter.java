package cloud.maidan.portal.services.vaultwarden;

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
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Finding;
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
import cloud.maidan.portal.services.vaultwarden.Overview.Row;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Profile;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Passwords in Vaultwarden, which keeps them sealed by each member's own main password. */
@Component
class VaultwardenAdapter implements ServiceAdapter, DataView, Export, Erasure, Retention, PrivacySettings {

    private final VaultwardenClient vaultwarden;
    private final VaultwardenProperties properties;
    private final Counts counts;
    private final VaultwardenErasure erasure;
    private final VaultwardenRetention retention;

    VaultwardenAdapter(VaultwardenClient vaultwarden, VaultwardenProperties properties, Clock clock) {
        this.retention = new VaultwardenRetention(vaultwarden);
        this.vaultwarden = vaultwarden;
        this.properties = properties;
        this.counts = new Counts(vaultwarden, properties.countsKept(), clock);
        this.erasure = new VaultwardenErasure(vaultwarden, counts, clock);
    }

    @Override
    public ServiceProfile profile() {
        return ServiceProfile.of("vaultwarden", "Vaultwarden", "key-round", 50)
                .needing("token")
                .without(Rectification.class, "vaultwarden.gap.rectification")
                .without(Federation.class, "vaultwarden.gap.federation");
    }

    @Override
    public boolean configured() {
        return vaultwarden.configured();
    }

    /**
     * Only the page of all accounts says whose sign-in an account belongs to. An address proposes an account where
     * that page does not know the member, or has another form than we know.
     */
    @Override
    public Lookup find(Member member) {
        Optional<Profile> byAddress = member.email().flatMap(vaultwarden::accountWith);
        Optional<Overview> overview = member.email().isPresent() ? counts.overview() : counts.overviewNow();
        List<String> signedIn = overview.map(page -> page.rows().values().stream()
                        .filter(row -> signIn(row, member))
                        .map(Row::id)
                        .toList())
                .orElse(List.of());
        if (signedIn.size() > 1) {
            return new Lookup.Ambiguous();
        }
        if (signedIn.size() == 1 && exists(signedIn.getFirst(), byAddress)) {
            return new Lookup.Found(signedIn.getFirst(), Evidence.SUBJECT);
        }
        if (byAddress.isEmpty() && member.email().isEmpty() && overview.isEmpty()) {
            throw new ServiceFault(Fault.UNREADABLE, null, "vaultwarden: its overview has another form", null);
        }
        return byAddress
                .<Lookup>map(profile -> new Lookup.Proposed(profile.id(), false))
                .orElseGet(Lookup.NoAccount::new);
    }

    private boolean exists(String id, Optional<Profile> byAddress) {
        return byAddress.filter(profile -> profile.id().equals(id)).isPresent()
                || vaultwarden.account(id).isPresent();
    }

    /** {@code iss/sub}: two slashes when the issuer ends in one, as Authentik's does. */
    private boolean signIn(Row row, Member member) {
        String known = row.signIn();
        String end = "/" + member.subject();
        if (known == null || !known.endsWith(end)) {
            return false;
        }
        String issuer = known.substring(0, known.length() - end.length());
        return properties.issuer() == null
                ? sameOrigin(issuer, member.issuer())
                : properties.issuer().equals(issuer);
    }

    private static boolean sameOrigin(String one, String other) {
        try {
            URI first = URI.create(one);
            URI second = URI.create(other);
            return first.getScheme() != null
                    && first.getScheme().equals(second.getScheme())
                    && first.getRawAuthority() != null
                    && first.getRawAuthority().equals(second.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Lookup findAgain(ServiceAccount known) {
        return vaultwarden
                .account(known.id())
                .<Lookup>map(profile -> new Lookup.Found(profile.id(), known.evidence()))
                .orElseGet(Lookup.NoAccount::new);
    }

    /** All at once, as the server gives them. */
    @Override
    public AccountPage accounts(Cursor from) {
        Map<String, Row> rows = counts.overviewNow().map(Overview::rows).orElse(Map.of());
        List<AccountPage.Entry> all = rows.isEmpty()
                ? vaultwarden.accounts().stream()
                        .map(id -> new AccountPage.Entry(id, Optional.empty()))
                        .toList()
                : rows.values().stream()
                        .map(row -> new AccountPage.Entry(row.id(), subject(row)))
                        .toList();
        return new AccountPage(all, Optional.empty());
    }

    private static Optional<String> subject(Row row) {
        return Optional.ofNullable(row.signIn()).map(signIn -> signIn.substring(signIn.lastIndexOf('/') + 1));
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        Profile profile = vaultwarden.account(account.id()).orElseThrow(VaultwardenAdapter::gone);
        return new VaultwardenView(publicAddress(), properties).summary(profile, row(account));
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        if (from.atStart()) {
            Profile profile = vaultwarden.account(account.id()).orElseThrow(VaultwardenAdapter::gone);
            VaultwardenExport.write(profile, row(account), sink);
            sink.reached(new Cursor("1"));
        }
        return Progress.WHOLE;
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure.outlook(account);
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure.erase(account, handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return erasure.probe(account);
    }

    private @Nullable Row row(ServiceAccount account) {
        return counts.overview().map(page -> page.rows().get(account.id())).orElse(null);
    }

    private static ServiceFault gone() {
        return new ServiceFault(Fault.UNREADABLE, null, "vaultwarden: the account went away", null);
    }

    @Override
    public List<ClientExport> clientExports() {
        return List.of(ClientExport.of("vaultwarden.vault-export", 4, publicAddress() + properties.exportPath()));
    }

    @Override
    public Health check() {
        try {
            String version = vaultwarden.version();
            return switch (vaultwarden.access()) {
                case TOKEN_REFUSED -> new Health.Lacking(version, List.of(Text.of("vaultwarden.check.token-refused")));
                case NO_ADMINISTRATION ->
                    new Health.Lacking(version, List.of(Text.of("vaultwarden.check.no-administration")));
                case GRANTED -> health(version);
            };
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    private Health health(String version) {
        List<Text> missing = new ArrayList<>();
        if (!said(vaultwarden.settings(), "sso_enabled").orElse(true)) {
            missing.add(Text.of("vaultwarden.check.sign-in-off"));
        }
        if (counts.overview().isEmpty()) {
            missing.add(Text.of("vaultwarden.check.overview-unknown"));
        }
        return missing.isEmpty() ? new Health.Well(version) : new Health.Lacking(version, missing);
    }

    @Override
    public List<Finding> findings() {
        Map<String, JsonNode> settings = vaultwarden.settings();
        List<Finding> findings = new ArrayList<>();
        add(findings, "sign-ups", said(settings, "signups_allowed"));
        add(findings, "site-icons", said(settings, "disable_icon_download").map(off -> !off));
        add(findings, "push", said(settings, "push_enabled"));
        add(findings, "password-hints", said(settings, "show_password_hint"));
        add(findings, "token-log", said(settings, "sso_debug_tokens"));
        return findings;
    }

    private static void add(List<Finding> findings, String code, Optional<Boolean> concern) {
        concern.ifPresent(so -> findings.add(new Finding(
                "vaultwarden." + code, Text.of("vaultwarden.finding." + code + (so ? ".concern" : "")), so)));
    }

    /** Empty when this version does not say. */
    private static Optional<Boolean> said(Map<String, JsonNode> settings, String name) {
        JsonNode value = settings.get(name);
        return value == null ? Optional.empty() : value.booleanValueOpt();
    }

    private String publicAddress() {
        return properties.publicUrl() == null
                ? vaultwarden.address().toString()
                : properties.publicUrl().toString().replaceFirst("/$", "");
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return new VaultSettings(publicAddress(), properties).all();
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
}
