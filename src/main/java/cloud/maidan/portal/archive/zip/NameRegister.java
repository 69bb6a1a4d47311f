package cloud.maidan.portal.archive.zip;

import com.ibm.icu.text.Normalizer2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Knows which names of a folder are taken, also on file systems that do not tell capitals or ways of writing an accent
 * apart. Keeps 8 bytes per file and folder (half a table's worth empty), never the names: a chance match of two
 * fingerprints only costs an unneeded suffix.
 */
public final class NameRegister {

    private static final Normalizer2 FOLDED = Normalizer2.getNFKCCasefoldInstance();

    private final long key = new SecureRandom().nextLong();
    private long[] slots = new long[1024];
    private int used;

    /**
     * A safe path for the given one that nothing taken so far clashes with. Not taken yet.
     *
     * @param path any characters
     */
    public String choose(String path) {
        String safe = beside(EntryNames.safe(path));
        for (int round = 0; isFile(safe) || isFolder(safe); round++) {
            safe = beside(
                    EntryNames.withSuffix(EntryNames.safe(path), EntryNames.mark(path + (char) 0 + used + round)));
        }
        return safe;
    }

    /** Notes a path given by {@link #choose} and its folders as taken. */
    public void take(String path) {
        EntryNames.folders(path).forEach(folder -> add(fingerprint(folder, true)));
        add(fingerprint(path, false));
    }

    /** Renames each folder whose name a file already has; always in the same way, so that its files stay together. */
    private String beside(String path) {
        StringBuilder result = new StringBuilder();
        var names = EntryNames.names(path);
        for (String name : names.subList(0, names.size() - 1)) {
            String free = name;
            while (isFile(result + free)) {
                free = EntryNames.withSuffix(free, EntryNames.mark(result + free));
            }
            result.append(free).append('/');
        }
        return result + names.getLast();
    }

    private boolean isFile(String path) {
        return contains(fingerprint(path, false));
    }

    private boolean isFolder(String path) {
        return contains(fingerprint(path, true));
    }

    private long fingerprint(String path, boolean folder) {
        long hash = mixed(hash(FOLDED.normalize(path)) ^ key);
        long fingerprint = folder ? hash | 1 : hash & ~1L;
        return fingerprint == 0 ? 2 : fingerprint;
    }

    private boolean contains(long fingerprint) {
        for (int i = (int) (fingerprint >>> 1) & slots.length - 1; slots[i] != 0; i = i + 1 & slots.length - 1) {
            if (slots[i] == fingerprint) {
                return true;
            }
        }
        return false;
    }

    private void add(long fingerprint) {
        if (contains(fingerprint)) {
            return;
        }
        if (2 * ++used > slots.length) {
            long[] before = slots;
            slots = new long[2 * before.length];
            Arrays.stream(before).filter(f -> f != 0).forEach(this::put);
        }
        put(fingerprint);
    }

    private void put(long fingerprint) {
        int i = (int) (fingerprint >>> 1) & slots.length - 1;
        while (slots[i] != 0) {
            i = i + 1 & slots.length - 1;
        }
        slots[i] = fingerprint;
    }

    /** FNV-1a over the bytes, then mixed: good spread, no secrecy needed. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long a = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        long b = (a ^ a >>> 33) * 0xc4ceb9fe1a85ec53L;
        return b ^ b >>> 33;
    }
}
