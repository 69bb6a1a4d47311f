package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.ClientExport;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.ExportSink;
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
import cloud.maidan.portal.services.matrix.MatrixClient.Account;
import cloud.maidan.portal.services.matrix.MatrixClient.Accounts;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Rooms, messages and files on our Synapse homeserver. */
@Component
class MatrixAdapter implements ServiceAdapter, DataView, Export {

    private static final int ACCOUNTS_PER_PAGE = 50;

    private static final ServiceProfile PROFILE = ServiceProfile.of("matrix", "Matrix", "message-square", 10)
            .without(Erasure.class, "matrix.gap.erasure")
            .without(Rectification.class, "matrix.gap.rectification")
            .without(Retention.class, "matrix.gap.retention")
            .without(Federation.class, "matrix.gap.federation")
            .without(PrivacySettings.class, "matrix.gap.privacy-settings");

    private final MatrixClient matrix;
    private final MatrixProperties properties;

    MatrixAdapter(MatrixClient matrix, MatrixProperties properties) {
        this.matrix = matrix;
        this.properties = properties;
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
}
