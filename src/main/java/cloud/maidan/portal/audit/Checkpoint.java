package cloud.maidan.portal.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * What the log was at one moment, in the text of C2SP tlog-checkpoint (v1.0.0) with two extension lines, signed as C2SP
 * signed-note (v1.0.0).
 *
 * @param size number of linked records
 * @param root of the tree over their digests (RFC 6962)
 * @param head the chain's last link: SHA-256 of the link before and the digest, from 32 zero bytes on
 */
record Checkpoint(String origin, long size, byte[] root, byte[] head, Instant at) {

    private static final String SIGNATURE = "\n\u2014 ";

    String text() {
        return origin + "\n" + size + "\n" + base64(root) + "\nhead " + base64(head) + "\ntime " + at + "\n";
    }

    /** @param signing gives the raw 64 bytes of Ed25519 over the text */
    String signed(Verifier verifier, UnaryOperator<byte[]> signing) {
        byte[] signature = signing.apply(Hashes.utf8(text()));
        return text() + SIGNATURE + verifier.name() + " " + base64(Verifier.join(verifier.hash(), signature)) + "\n";
    }

    /** @throws IllegalArgumentException when the note is not a checkpoint, or not signed by the verifier's key */
    static Checkpoint open(String note, Verifier verifier) {
        int end = note.indexOf(SIGNATURE);
        if (end < 0 || !signedBy(verifier, note.substring(0, end), note.substring(end + 1))) {
            throw new IllegalArgumentException("not signed by " + verifier);
        }
        String[] lines = note.substring(0, end).split("\n", -1);
        if (lines.length != 6 || !lines[3].startsWith("head ") || !lines[4].startsWith("time ")) {
            throw new IllegalArgumentException("not a checkpoint of this kind of log");
        }
        try {
            return new Checkpoint(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Base64.getDecoder().decode(lines[2]),
                    Base64.getDecoder().decode(lines[3].substring(5)),
                    Instant.parse(lines[4].substring(5)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a checkpoint of this kind of log", e);
        }
    }

    private static boolean signedBy(Verifier verifier, String text, String signatures) {
        String name = "\u2014 " + verifier.name() + " ";
        return signatures.lines().filter(line -> line.startsWith(name)).anyMatch(line -> {
            byte[] value = Base64.getDecoder().decode(line.substring(name.length()));
            return value.length == 68
                    && Arrays.equals(Arrays.copyOf(value, 4), verifier.hash())
                    && verifier.verifies(Hashes.utf8(text), Arrays.copyOfRange(value, 4, 68));
        });
    }

    private static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }
}
