package cloud.maidan.portal.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder with the key files that only the operator and the portal can read. */
record KeyFolder(Path path) {

    static final int KEY_BYTES = 32;
    private static final String FIRST = "0001.key";

    /** Keys by ascending file name. @throws KeysUnusable when there is none or one is not a key */
    List<KeyEncryptionKey> read() {
        if (!Files.isDirectory(path)) {
            throw nothing();
        }
        try (Stream<Path> files = Files.list(path)) {
            List<KeyEncryptionKey> keys = new ArrayList<>();
            for (Path file : files.filter(KeyFolder::isKey).sorted().toList()) {
                keys.add(read(file));
            }
            if (keys.isEmpty()) {
                throw nothing();
            }
            return keys;
        } catch (IOException e) {
            throw new KeysUnusable(
                    "The key folder " + path + " cannot be read.", "Let the portal's user read it: " + e.getMessage());
        }
    }

    /** Makes a first key unless another process was faster; the file appears whole or not at all. */
    void createFirst() {
        try {
            Files.createDirectories(path);
            try (Stream<Path> files = Files.list(path)) {
                if (files.anyMatch(KeyFolder::isKey)) {
                    return;
                }
            }
            Path draft = Files.createTempFile(
                    path,
                    ".key-",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                write(draft);
                Files.createLink(path.resolve(FIRST), draft);
            } catch (FileAlreadyExistsException e) {
                return;
            } finally {
                Files.delete(draft);
            }
            sync(path);
        } catch (IOException e) {
            throw new UncheckedIOException("no key file can be made in " + path, e);
        }
    }

    private KeyEncryptionKey read(Path file) throws IOException {
        byte[] text = Files.size(file) > 4 * KEY_BYTES ? new byte[0] : Files.readAllBytes(file);
        byte[] key;
        try {
            key = Base64.getDecoder().decode(new String(text, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            // Its message quotes what it could not read.
            key = new byte[0];
        }
        if (key.length != KEY_BYTES) {
            throw new KeysUnusable("The file " + file + " is not a key: it must hold 32 bytes in base64.", remedy());
        }
        return KeyEncryptionKey.of(key);
    }

    private static void write(Path draft) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] line = Arrays.copyOf(Base64.getEncoder().encode(key), 45);
        line[44] = '\n';
        try (FileChannel channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private KeysUnusable nothing() {
        return new KeysUnusable(
                "There is no key to protect the portal's data with: the folder " + path + " holds no file *.key.",
                remedy());
    }

    private String remedy() {
        return "Make one with `openssl rand -base64 32 > " + path.resolve(FIRST)
                + "` and keep a copy away from the database; to try the portal out, set portal.keys.create=true.";
    }

    private static boolean isKey(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".key") && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
