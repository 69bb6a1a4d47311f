package cloud.maidan.portal.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.google.crypto.tink.signature.Ed25519Parameters;

/**
 * What a key line is for.
 *
 * @param parameters how new keys of the line are made
 * @param primitive what can be done with the line
 */
record Purpose<P>(String name, Parameters parameters, Class<P> primitive) {

    static final Purpose<Aead> SEALS = new Purpose<>("seals", PredefinedAeadParameters.AES256_GCM, Aead.class);
    static final Purpose<Aead> DATA_KEYS = new Purpose<>("data-keys", PredefinedAeadParameters.AES256_GCM, Aead.class);
    private static final String MAC = "mac/";
    private static final String SIGNATURE = "signature/";

    static Purpose<Mac> mac(String name) {
        return new Purpose<>(MAC + name, PredefinedMacParameters.HMAC_SHA256_256BITTAG, Mac.class);
    }

    /** Signatures carry no prefix, so that any Ed25519 verifier reads them. */
    static Purpose<PublicKeySign> signature(String name) {
        return new Purpose<>(
                SIGNATURE + name, Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX), PublicKeySign.class);
    }

    /** Parameters of the line with the name. */
    static Parameters parametersOf(String name) {
        if (name.startsWith(MAC)) {
            return mac("").parameters();
        }
        return name.startsWith(SIGNATURE) ? signature("").parameters() : SEALS.parameters();
    }

    /** Others pin public keys, so signing keys get a successor only when a person wants one. */
    static boolean agesByItself(String name) {
        return !name.startsWith(SIGNATURE);
    }
}
