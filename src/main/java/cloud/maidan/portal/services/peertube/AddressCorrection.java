package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Text;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Gives an account another e-mail address. PeerTube recognises whoever signs in by the address alone: another one than the
 * sign-in's would make a second account, so only that one is taken (PeerTube issue 5205).
 */
class AddressCorrection {

    private final PeerTubeClient peertube;
    private final ServiceAccount account;

    AddressCorrection(PeerTubeClient peertube, ServiceAccount account) {
        this.peertube = peertube;
        this.account = account;
    }

    Correction to(String address, Turn turn) {
        UserNumber meant = UserNumber.of(account.id());
        Optional<JsonNode> user = peertube.user(meant.number()).filter(meant::is);
        if (user.isEmpty()) {
            return refused("peertube.correction.no-account");
        }
        if (user.get().path("email").asString("").equalsIgnoreCase(address)) {
            return new Correction.AlreadySo();
        }
        if (account.member().email().filter(address::equalsIgnoreCase).isEmpty()) {
            return refused("peertube.correction.sign-in-first");
        }
        turn.stillMine();
        return switch (peertube.changeAddress(meant.number(), address)) {
            case 400 -> refused("peertube.correction.no-address");
            case 409 -> refused("peertube.correction.taken");
            default -> new Correction.Corrected();
        };
    }

    private static Correction refused(String why) {
        return new Correction.Refused(Text.of(why));
    }
}
