package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Account;
import cloud.maidan.portal.subject.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Corrects name and address of an account, unless its sign-in would put the old ones back. */
class ProfileCorrection {

    private final NextcloudClient nextcloud;
    private final ServiceAccount account;
    private final Turn turn;

    ProfileCorrection(NextcloudClient nextcloud, ServiceAccount account, Turn turn) {
        this.nextcloud = nextcloud;
        this.account = account;
        this.turn = turn;
    }

    Correction to(Fact fact, String value) {
        Optional<Account> known = nextcloud.account(account.id());
        return known.isEmpty()
                ? refused("nextcloud.correction.no-account")
                : switch (fact) {
                    case DISPLAY_NAME -> corrected("displayname", known.get().name(), value, whyNotName(known.get()));
                    case EMAIL -> corrected("email", known.get().address(), value, whyNotAddress(known.get(), value));
                };
    }

    private Correction corrected(String field, String now, String value, @Nullable String whyNot) {
        if (now.equals(value)) {
            return new Correction.AlreadySo();
        }
        if (whyNot != null) {
            return refused(whyNot);
        }
        turn.stillMine();
        return nextcloud.edit(account.id(), field, value)
                ? new Correction.Corrected()
                : refused("nextcloud.correction.refused");
    }

    private static @Nullable String whyNotName(Account known) {
        return known.keepsItsName() ? null : "nextcloud.correction.name";
    }

    private @Nullable String whyNotAddress(Account known, String value) {
        boolean ofTheSignIn = account.member().email().filter(value::equals).isPresent();
        return !known.bornFromSignIn() || ofTheSignIn ? null : "nextcloud.correction.sign-in-first";
    }

    private static Correction refused(String why) {
        return new Correction.Refused(Text.of(why));
    }
}
