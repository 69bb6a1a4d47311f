package cloud.maidan.portal.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key from a file: wraps key lines (AES-256-GCM), and keys that outlast the database are derived from it.
 *
 * @param fingerprint tells keys apart without saying anything about them
 * @param root what other keys are derived from; it says nothing about the key
 */
record KeyEncryptionKey(String fingerprint, Aead aead, SecretBytes root) {

    private static final byte[] ROOT = "maidan keys that outlast the database".getBytes(StandardCharsets.US_ASCII);

    @AccessesPartialKey
    static KeyEncryptionKey of(byte[] key) {
        try {
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(KeyFolder.KEY_BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .build();
            AesGcmKey secret = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build();
            byte[] root = Hkdf.computeHkdf("HMACSHA256", key, new byte[0], ROOT, KeyFolder.KEY_BYTES);
            return new KeyEncryptionKey(
                    fingerprintOf(key),
                    AesGcmJce.create(secret),
                    SecretBytes.copyFrom(root, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** HMAC-SHA256 under the key derived for the purpose (HKDF, RFC 5869). */
    byte[] mac(String purpose, byte[] data) {
        try {
            byte[] key = Hkdf.computeHkdf(
                    "HMACSHA256",
                    root.toByteArray(InsecureSecretKeyAccess.get()),
                    new byte[0],
                    purpose.getBytes(StandardCharsets.UTF_8),
                    KeyFolder.KEY_BYTES);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not available", e);
        }
    }

    private static String fingerprintOf(byte[] key) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("maidan key-encryption key\n".getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(key), 0, 8);
    }
}
