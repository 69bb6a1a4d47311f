package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
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
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.subject.Member;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The account that lets a member into everything else, with its sessions, consents, second factors and events. */
@Component
class AuthentikAdapter implements ServiceAdapter, DataView, Export {

    private static final ServiceProfile PROFILE = ServiceProfile.of("authentik", "Authentik", "fingerprint", 70)
            .without(Erasure.class, "authentik.gap.erasure")
            .without(Rectification.class, "authentik.gap.rectification")
            .without(Retention.class, "authentik.gap.retention")
            .without(Federation.class, "authentik.gap.federation")
            .without(PrivacySettings.class, "authentik.gap.privacy-settings");

    private final AuthentikClient authentik;
    private final AuthentikProperties properties;

    AuthentikAdapter(AuthentikClient authentik, AuthentikProperties properties) {
        this.authentik = authentik;
        this.properties = properties;
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

    private Account of(ServiceAccount account) {
        return authentik
                .account(Long.parseLong(account.id()))
                .filter(user -> user.uuid().equals(Account.uuidOf(account.member())))
                .orElseGet(AuthentikClient::misread);
    }
}
