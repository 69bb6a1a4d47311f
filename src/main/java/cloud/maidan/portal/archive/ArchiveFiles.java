package cloud.maidan.portal.archive;

import cloud.maidan.portal.keys.StreamKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One archive's files under its own key: each is encrypted, and bound to its name. What is sealed under the member's
 * passphrase already is kept as it is.
 */
final class ArchiveFiles {

    /**
     * A recorded file.
     *
     * @param bytes of plaintext that count; what follows in the file was dropped
     * @param gone its content is in a sealed piece, the file is not needed any more
     */
    record Recorded(int ordinal, int seq, boolean journal, String file, long bytes, boolean gone) {

        Recorded(int ordinal, int seq, boolean journal, String file, long bytes) {
            this(ordinal, seq, journal, file, bytes, false);
        }
    }

    private final ArchiveId id;
    private final StreamKey key;
    private final ArchiveFolder folder;
    private final long partSize;

    ArchiveFiles(ArchiveId id, StreamKey key, ArchiveFolder folder, long partSize) {
        this.id = id;
        this.key = key;
        this.folder = folder;
        this.partSize = partSize;
    }

    long partSize() {
        return partSize;
    }

    Growing create(int ordinal) {
        String file = ordinal + "-" + UUID.randomUUID();
        return storing(() -> {
            folder.requireRoom(partSize);
            OutputStream stored = folder.create(id, file);
            return new Growing(file, stored, Place.isSealed(ordinal) ? stored : key.encrypting(stored, context(file)));
        });
    }

    SeekableByteChannel open(Recorded recorded) throws IOException {
        SeekableByteChannel stored = folder.open(id, recorded.file());
        if (Place.isSealed(recorded.ordinal())) {
            return stored;
        }
        try {
            return key.decrypting(stored, context(recorded.file()));
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /** Makes closed files count as files; they are not part of the archive until recorded. */
    void publish(Collection<Growing> closed) {
        storing(() -> {
            for (Growing file : closed) {
                folder.publish(id, file.name);
            }
            folder.sync(id);
            return null;
        });
    }

    /** Deletes the section's files that are not recorded: what an interrupted run left. */
    void dropUnrecorded(int ordinal, Collection<Recorded> recorded) {
        dropUnrecorded(ordinal + "-", recorded);
    }

    /** Deletes all files that are not recorded. */
    void dropUnrecorded(Collection<Recorded> recorded) {
        dropUnrecorded("", recorded);
    }

    /** Deletes files that are not needed any more; those that cannot be deleted now go when the archive is complete. */
    void delete(Collection<Recorded> gone) {
        storing(() -> {
            for (Recorded file : gone) {
                folder.delete(id, file.file());
            }
            return null;
        });
    }

    private void dropUnrecorded(String prefix, Collection<Recorded> recorded) {
        Set<String> counting = recorded.stream()
                .filter(file -> !file.gone())
                .map(Recorded::file)
                .collect(Collectors.toSet());
        storing(() -> {
            folder.prepare(id);
            for (String file : folder.files(id)) {
                if (file.startsWith(prefix) && !counting.contains(file)) {
                    folder.delete(id, file);
                }
            }
            return null;
        });
    }

    private String context(String file) {
        return id + "/" + file;
    }

    private static <T extends @Nullable Object> T storing(Storing<T> work) {
        try {
            return work.done();
        } catch (IOException e) {
            throw ArchiveStorageFault.broken(e);
        }
    }

    private interface Storing<T extends @Nullable Object> {
        T done() throws IOException;
    }

    /** A file that grows. Sizes count plaintext bytes. */
    final class Growing {

        private final String name;
        private final OutputStream ciphertext;
        private final OutputStream encrypted;
        private long size;

        private Growing(String name, OutputStream ciphertext, OutputStream encrypted) {
            this.name = name;
            this.ciphertext = ciphertext;
            this.encrypted = encrypted;
        }

        String name() {
            return name;
        }

        long size() {
            return size;
        }

        long room() {
            return partSize - size;
        }

        void write(byte[] bytes, int offset, int length) {
            storing(() -> {
                encrypted.write(bytes, offset, length);
                return null;
            });
            size += length;
        }

        void write(byte[] bytes) {
            write(bytes, 0, bytes.length);
        }

        /** Brings everything to the disk; repeating has no effect. */
        void close() {
            storing(() -> {
                encrypted.close();
                return null;
            });
        }

        /** Forgets the file, whatever state it is in. */
        void drop() {
            // a full disk keeps the encrypting stream from closing what is below it
            try (ciphertext;
                    encrypted) {
                folder.deleteGrowing(id, name);
            } catch (IOException e) {
                // the next run drops what is not recorded
            }
        }
    }
}
