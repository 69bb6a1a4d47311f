package cloud.maidan.portal.audit;

import java.util.Arrays;

/** One batch beside the one before it: enough to prove its records without the rest of the log. */
record ChainPart(Batch before, Batch batch) {

    /**
     * The log after the batch, once everything in it fits what was signed.
     *
     * @throws IllegalArgumentException when it does not
     */
    Checkpoint verified() {
        if (batch.digests().length != batch.ids().length * Hashes.BYTES) {
            throw new IllegalArgumentException("not a digest for each record");
        }
        boolean first = batch.number() == 1;
        MerkleTree tree = first ? MerkleTree.empty() : treeBefore();
        byte[] head = first ? Batch.GENESIS : before.opened().head();
        for (int place = 0; place < batch.ids().length; place++) {
            byte[] digest = batch.digest(place);
            tree.add(digest);
            head = Hashes.sha256(head, digest);
        }
        Checkpoint after = batch.opened();
        if (after.size() != tree.size()
                || !Arrays.equals(after.root(), tree.root())
                || !Arrays.equals(after.head(), head)) {
            throw new IllegalArgumentException("not the records that were signed");
        }
        return after;
    }

    private MerkleTree treeBefore() {
        Checkpoint signed = before.opened();
        MerkleTree tree = new MerkleTree(signed.size(), before.frontier());
        if (!Arrays.equals(signed.root(), tree.root())) {
            throw new IllegalArgumentException("not the log that was signed before");
        }
        return tree;
    }
}
