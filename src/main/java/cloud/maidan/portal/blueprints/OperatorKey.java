package cloud.maidan.portal.blueprints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes up the secrets of services from one key that only the operator has, each the same whenever it is asked for: no
 * copy lies in the database, and a run that was killed goes on with the same.
 *
 * @param file of 32 bytes; made when it is missing
 */
public record OperatorKey(Path file) {

    private static final int BYTES = 32;

    /** Whether there is a file to take it from. */
    boolean named() {
        return !file.toString().isEmpty();
    }

    /** A secret as a file wants it. @param reference its name; {@code .hex-32} and {@code .hex-16} say so many bytes */
    String written(String service, String reference) {
        int dot = reference.indexOf('.');
        if (dot < 0) {
            return secret(service, reference);
        }
        byte[] made = Base64.getUrlDecoder().decode(secret(service, reference.substring(0, dot)));
        int bytes = Integer.parseInt(reference.substring(dot + References.HEX.length()));
        return HexFormat.of().formatHex(made, 0, bytes);
    }

    /** 43 letters, digits, dashes and underscores: 256 bits. */
    String secret(String service, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            byte[] made = mac.doFinal((service + "\0" + name).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] key() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != BYTES) {
                throw new IllegalStateException("not a key of " + BYTES + " bytes: " + file);
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, key, StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // two operators began at once: the first one's key is the key
        } finally {
            Files.delete(fresh);
        }
    }
}
