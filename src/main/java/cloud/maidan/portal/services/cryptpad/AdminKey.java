package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The Ed25519 key (RFC 8032) that CryptPad knows as an administrator's. */
final class AdminKey {

    /** What stands before the seed in the form that OpenSSL writes (RFC 8410 section 7). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final int SEED = 32;

    private final Ed25519Sign signing;
    private final String publicKey;

    private AdminKey(Ed25519Sign signing, byte[] publicKey) {
        this.signing = signing;
        this.publicKey = Base64.getEncoder().encodeToString(publicKey);
    }

    /** @param text Base64 of the seed, of the seed and the public key as CryptPad keeps it, or of PKCS #8 */
    static AdminKey of(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed(key));
            if (key.length == 2 * SEED && !Arrays.equals(pair.getPublicKey(), 0, SEED, key, SEED, 2 * SEED)) {
                throw unusable();
            }
            return new AdminKey(new Ed25519Sign(pair.getPrivateKey()), pair.getPublicKey());
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw unusable(); // the cause could quote the key
        }
    }

    /** As CryptPad writes it: Base64, 44 characters. */
    String publicKey() {
        return publicKey;
    }

    String sign(byte[] text) {
        try {
            return Base64.getEncoder().encodeToString(signing.sign(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private static byte[] seed(byte[] key) {
        if (key.length == SEED || key.length == 2 * SEED) {
            return Arrays.copyOf(key, SEED);
        }
        if (key.length == PKCS8.length + SEED && Arrays.mismatch(key, PKCS8) == PKCS8.length) {
            return Arrays.copyOfRange(key, PKCS8.length, key.length);
        }
        throw unusable();
    }

    private static ServiceFault unusable() {
        return new ServiceFault(Fault.REFUSED, null, "cryptpad: what should be the key is none", null);
    }
}
