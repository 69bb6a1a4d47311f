package cloud.maidan.portal.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Signs under one key line per purpose. */
@Component
class LineSignatures implements Signatures {

    private final KeyLines lines;

    LineSignatures(KeyLines lines) {
        this.lines = lines;
    }

    @Override
    public Signature sign(String purpose, byte[] data) {
        KeyLine<PublicKeySign> line = lines.get(Purpose.signature(purpose));
        try {
            return new Signature(idOf(newest(line)), line.primitive().sign(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    @Override
    public boolean verify(String purpose, Signature signature, byte[] data) {
        byte[] key = publicKeys(lines.get(Purpose.signature(purpose))).get(signature.keyId());
        if (key == null) {
            key = publicKeys(purpose).get(signature.keyId());
        }
        try {
            if (key != null) {
                new Ed25519Verify(key).verify(signature.value(), data);
            }
            return key != null;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public byte[] publicKey(String purpose) {
        return newest(lines.get(Purpose.signature(purpose)));
    }

    @Override
    public Map<String, byte[]> publicKeys(String purpose) {
        return publicKeys(lines.reread(Purpose.signature(purpose)));
    }

    private static Map<String, byte[]> publicKeys(KeyLine<PublicKeySign> line) {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (int i = 0; i < line.keys().size(); i++) {
            byte[] key = publicKey(line.keys().getAt(i));
            keys.put(idOf(key), key);
        }
        return keys;
    }

    private static byte[] newest(KeyLine<PublicKeySign> line) {
        return publicKey(line.keys().getPrimary());
    }

    @AccessesPartialKey
    private static byte[] publicKey(KeysetHandle.Entry entry) {
        Ed25519PublicKey key = ((Ed25519PrivateKey) entry.getKey()).getPublicKey();
        return key.getPublicKeyBytes().toByteArray();
    }

    private static String idOf(byte[] publicKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
