package cloud.maidan.portal.requests;

import cloud.maidan.portal.keys.SealBroken;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.subject.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals passphrases on their way: between two pages, and for exports that are made later. */
@Component
class Passphrases {

    private final Seals seals;

    Passphrases(Seals seals) {
        this.seals = seals;
    }

    /** For a field of a form; opens only for the same member and form. */
    String forPage(String passphrase, MemberId member, UUID token) {
        return Base64.getUrlEncoder().encodeToString(seals.seal(bytes(passphrase), page(member, token)));
    }

    /** @throws SealBroken when it is not what {@link #forPage} made */
    String fromPage(String sealed, MemberId member, UUID token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            return new String(seals.open(bytes, page(member, token)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SealBroken("the field of a form does not open", e);
        }
    }

    byte @Nullable [] forSchedule(@Nullable String passphrase, UUID schedule) {
        return passphrase == null ? null : seals.seal(bytes(passphrase), schedule(schedule));
    }

    @Nullable
    String fromSchedule(byte @Nullable [] sealed, UUID schedule) {
        return sealed == null ? null : new String(seals.open(sealed, schedule(schedule)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String page(MemberId member, UUID token) {
        return "requests.passphrase/" + member + "/" + token;
    }

    private static String schedule(UUID schedule) {
        return "requests.schedule/" + schedule;
    }
}
