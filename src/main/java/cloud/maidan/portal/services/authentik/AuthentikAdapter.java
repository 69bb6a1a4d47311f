package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Deactivation;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The account that lets a member into everything else, with its sessions, consents, second factors and events. */
@Component
class AuthentikAdapter
        implements ServiceAdapter, DataView, Export, Erasure, Rectification, Deactivation, Retention, PrivacySettings {

    private static final ServiceProfile PROFILE = ServiceProfile.of("authentik", "Authentik", "fingerprint", 70)
            .needing("token")
            .without(Federation.class, "authentik.gap.federation");

    private final AuthentikClient authentik;
    private final AuthentikProperties properties;
    private final Clock clock;
    private final AuthentikRetention retention;

    AuthentikAdapter(AuthentikClient authentik, AuthentikProperties properties, Clock clock) {
        this.retention = new AuthentikRetention(authentik);
        this.authentik = authentik;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public ServiceProfile profile() {
        return PROFILE;
    }

    @Override
    public boolean configured() {
        return authentik.configured();
    }

    /** By the {@code sub}, which is the user's UUID; names change and addresses are not unique. */
    @Override
    public Lookup find(Member member) {
        return authentik
                .account(Account.uuidOf(member))
                .<Lookup>map(account -> new Lookup.Found(Long.toString(account.pk()), Evidence.SUBJECT))
                .orElseGet(Lookup.NoAccount::new);
    }

    @Override
    public AccountPage accounts(Cursor from) {
        Page page = authentik.accounts(from.atStart() ? 1 : Integer.parseInt(from.value()));
        return new AccountPage(
                page.items().stream().map(AuthentikAdapter::entry).toList(),
                page.next().map(next -> new Cursor(next.toString())));
    }

    private static AccountPage.Entry entry(JsonNode user) {
        Account account = new Account(user);
        return new AccountPage.Entry(
                Long.toString(account.pk()), Optional.of(account.uuid().toString()));
    }

    @Override
    public Health check() {
        return new Checkup(authentik).health();
    }

    @Override
    public List<Finding> findings() {
        return new Checkup(authentik).findings();
    }

    @Override
    public DataSummary view(ServiceAccount account) {
        return new AuthentikView(authentik, properties, of(account)).summary();
    }

    @Override
    public Progress export(ServiceAccount account, Cursor from, ExportSink sink) {
        new AuthentikExport(authentik, properties, of(account), sink).run(ExportPosition.of(from));
        return Progress.WHOLE;
    }

    @Override
    public void deactivate(ServiceAccount account, Turn turn) {
        erasure(account).shutOut(turn);
    }

    @Override
    public Outlook outlook(ServiceAccount account) {
        return erasure(account).outlook();
    }

    @Override
    public Outcome erase(ServiceAccount account, String handle, Turn turn) {
        return erasure(account).erase(handle, turn);
    }

    @Override
    public List<Amount> probe(ServiceAccount account) {
        return erasure(account).probe();
    }

    private AuthentikErasure erasure(ServiceAccount account) {
        return new AuthentikErasure(authentik, clock, account);
    }

    @Override
    public Set<Fact> corrects() {
        return Set.of(Fact.DISPLAY_NAME, Fact.EMAIL);
    }

    @Override
    public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
        String field = fact == Fact.DISPLAY_NAME ? "name" : "email";
        Account user = of(account);
        if (user.json().path(field).asString("").equals(value)) {
            return new Correction.AlreadySo();
        }
        turn.stillMine();
        return authentik.change(user.pk(), field, value)
                ? new Correction.Corrected()
                : new Correction.Refused(Text.of("authentik.rectification." + field));
    }

    private Account of(ServiceAccount account) {
        return authentik
                .account(Long.parseLong(account.id()))
                .filter(user -> user.uuid().equals(Account.uuidOf(account.member())))
                .orElseGet(AuthentikClient::misread);
    }

    @Override
    public List<Setting> settings(ServiceAccount account) {
        return new AccountSettings(authentik, properties, of(account)).all();
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
    public AgedPage aged(String kind, Instant before, Cursor from) {
        return retention.aged(kind, before, from);
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        return retention.staying(kind, before, enough);
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        retention.delete(kind, items, turn);
    }
}
