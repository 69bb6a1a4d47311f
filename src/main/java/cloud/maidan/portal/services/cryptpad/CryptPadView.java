package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Account;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Instance;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.KnownUser;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What CryptPad holds about one account: how much, since when and for how long, never what. */
class CryptPadView {

    private final String address;
    private final ServiceAccount whose;
    private final List<Category> categories = new ArrayList<>();
    private final List<Text> remarks = new ArrayList<>();

    CryptPadView(String address, ServiceAccount whose) {
        this.address = address;
        this.whose = whose;
    }

    DataSummary summary(CryptPadClient cryptpad) {
        return cryptpad.asking(CryptPadAdapter.WITHIN, admin -> {
            Account account = admin.account(whose.id());
            boolean sealed = onlyTheyCanOpen(admin.instance(), account);
            drive(account, sealed);
            KnownUser known = account.known();
            if (known != null && proven()) {
                add("account", 1, null, CryptPadClient.time(known.json().path("time")), null, null, false);
                boolean guarded = known.block().length() == 44 && admin.secondFactor(known.block());
                add("log-in", 1, null, null, null, Text.of("cryptpad.log-in.detail", guarded ? 1 : 0), sealed);
            }
            return new DataSummary(
                    Text.of("cryptpad.headline", account.documents(), account.files()),
                    remarks,
                    categories,
                    List.of(
                            Text.of("cryptpad.hidden.content"),
                            Text.of("cryptpad.hidden.elsewhere"),
                            Text.of("cryptpad.hidden.how")),
                    List.of(),
                    address + "/settings/");
        });
    }

    /** With sign-in and no password of its own, a file on the server opens the account. */
    private boolean onlyTheyCanOpen(Instance instance, Account account) {
        boolean bySignIn = instance.signInByProvider()
                && (account.known() == null ? !proven() : account.known().madeBySignIn());
        if (bySignIn && !instance.ownPasswords()) {
            remarks.add(Text.of("cryptpad.remark.no-own-password"));
            return false;
        }
        return true;
    }

    private void drive(Account account, boolean sealed) {
        add(
                "drive",
                account.documents() + account.files(),
                account.bytes(),
                account.first(),
                account.latest(),
                Text.of("cryptpad.drive.detail", account.documents(), account.files(), account.quota()),
                sealed);
        JsonNode rules = account.rules();
        if (!CryptPadFindings.evicts(rules)) {
            remarks.add(Text.of("cryptpad.remark.nothing-removed"));
        }
        if (!proven()) {
            remarks.add(Text.of("cryptpad.remark.claimed"));
        }
    }

    private boolean proven() {
        return whose.evidence() != Evidence.CLAIMED;
    }

    private void add(
            String id,
            long count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail,
            boolean sealed) {
        String key = "cryptpad." + id;
        categories.add(new Category(
                id,
                Text.of(key),
                detail,
                count,
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + (sealed || id.equals("account") ? ".visible" : ".visible.unsealed")),
                sealed,
                address + (id.equals("drive") ? "/drive/" : "/settings/#account")));
    }
}
