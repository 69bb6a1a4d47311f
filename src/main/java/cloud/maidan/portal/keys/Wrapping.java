package cloud.maidan.portal.keys;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Wraps key lines under the newest key file and unwraps them with the one that wrapped them. */
@Component
class Wrapping {

    static {
        try {
            AeadConfig.register();
            MacConfig.register();
            SignatureConfig.register();
            StreamingAeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot be used on this Java", e);
        }
    }

    private final KeyFolder folder;
    private final List<KeyEncryptionKey> keys;

    Wrapping(KeyProperties properties) {
        this.folder = new KeyFolder(properties.folder().toAbsolutePath());
        if (properties.create()) {
            folder.createFirst();
        }
        this.keys = folder.read();
    }

    /** Oldest first. */
    List<KeyEncryptionKey> keys() {
        return keys;
    }

    /** Fingerprint of the key file that wraps now. */
    String newest() {
        return keys.getLast().fingerprint();
    }

    boolean outdated(KeyLines.Stored line) {
        return !line.kek().equals(newest());
    }

    byte[] wrap(String purpose, KeysetHandle line) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(
                    line, keys.getLast().aead(), bytes(purpose));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key line " + purpose + " cannot be wrapped", e);
        }
    }

    KeysetHandle unwrap(KeyLines.Stored line) {
        KeyEncryptionKey key = keys.stream()
                .filter(k -> k.fingerprint().equals(line.kek()))
                .findFirst()
                .orElseThrow(() -> new KeysUnusable(
                        "This database's keys were wrapped by a key file (fingerprint " + line.kek()
                                + ") that is not in " + folder.path() + ".",
                        "Bring that file back from where its copy is kept; without it what it protects is lost."));
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(line.keyset(), key.aead(), bytes(line.purpose()));
        } catch (GeneralSecurityException e) {
            throw new KeysUnusable(
                    "The row " + line.purpose() + " of table key_line was altered or damaged.",
                    "Restore that row from a backup of the database.");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
