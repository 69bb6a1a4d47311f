package cloud.maidan.portal.audit;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key with the name of the log that signs with it, written {@code name+hash+key} as C2SP signed-note (v1.0.0)
 * has it.
 */
record Verifier(String name, byte[] publicKey) {

    private static final byte[] ED25519 = {1};
    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException when it is not a verifier key for Ed25519 */
    static Verifier parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        byte[] key = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
        if (key.length != 33 || key[0] != ED25519[0]) {
            throw new IllegalArgumentException("not a verifier key for Ed25519: " + text);
        }
        Verifier verifier = new Verifier(parts[0], Arrays.copyOfRange(key, 1, 33));
        if (!verifier.toString().equals(text.strip())) {
            throw new IllegalArgumentException("verifier key does not fit its own hash: " + text);
        }
        return verifier;
    }

    byte[] hash() {
        return Arrays.copyOf(Hashes.sha256(Hashes.utf8(name), LINE_FEED, ED25519, publicKey), 4);
    }

    /** By the JDK, not by the library that signed. */
    boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(join(X509, publicKey))));
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                + Base64.getEncoder().encodeToString(join(ED25519, publicKey));
    }

    static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
