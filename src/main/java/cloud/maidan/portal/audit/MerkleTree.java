package cloud.maidan.portal.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A growing tree of RFC 6962 section 2.1, of which only the roots of its full subtrees are kept. */
final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final List<byte[]> roots = new ArrayList<>();
    private long size;

    /** @param frontier the full subtrees' roots, largest first, as {@link #frontier()} gave them */
    MerkleTree(long size, byte[] frontier) {
        if (frontier.length != Long.bitCount(size) * Hashes.BYTES) {
            throw new IllegalArgumentException("frontier does not fit a tree of " + size);
        }
        this.size = size;
        for (int from = 0; from < frontier.length; from += Hashes.BYTES) {
            roots.add(Arrays.copyOfRange(frontier, from, from + Hashes.BYTES));
        }
    }

    static MerkleTree empty() {
        return new MerkleTree(0, new byte[0]);
    }

    void add(byte[] entry) {
        byte[] hash = Hashes.sha256(LEAF, entry);
        for (long full = size; (full & 1) == 1; full >>= 1) {
            hash = Hashes.sha256(NODE, roots.removeLast(), hash);
        }
        roots.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (roots.isEmpty()) {
            return Hashes.sha256();
        }
        byte[] hash = roots.getLast();
        for (int i = roots.size() - 2; i >= 0; i--) {
            hash = Hashes.sha256(NODE, roots.get(i), hash);
        }
        return hash;
    }

    byte[] frontier() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        roots.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
