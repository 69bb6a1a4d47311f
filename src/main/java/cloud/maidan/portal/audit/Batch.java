package cloud.maidan.portal.audit;

import java.util.Arrays;

/**
 * Records linked together, in the order of their ids' list, and the signed checkpoint after the last of them.
 *
 * @param digests 32 bytes for each id
 * @param lastId highest id ever linked up to this batch; 0 before the first
 * @param settledId no record up to this id will appear any more
 * @param checkpoint signed note
 * @param verifier key that verifies it
 */
record Batch(
        long number,
        long[] ids,
        byte[] digests,
        long lastId,
        long settledId,
        byte[] frontier,
        String checkpoint,
        String verifier) {

    static final byte[] GENESIS = new byte[Hashes.BYTES];
    static final Batch NONE = new Batch(0, new long[0], new byte[0], 0, 0, new byte[0], "", "");

    byte[] digest(int index) {
        return Arrays.copyOfRange(digests, index * Hashes.BYTES, (index + 1) * Hashes.BYTES);
    }

    /** The log after this batch. */
    Checkpoint opened() {
        return Checkpoint.open(checkpoint, Verifier.parse(verifier));
    }
}
