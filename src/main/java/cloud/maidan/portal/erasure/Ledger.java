package cloud.maidan.portal.erasure;

import cloud.maidan.portal.keys.OutlastingMacs;
import cloud.maidan.portal.services.ServiceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was destroyed, written down before it is: one line of JSON for each account of each service, outside the database,
 * so that a restored backup does not bring people back. A line holds no name, only a keyed digest that the account's own
 * id gives again. The file is {@code ledger.ndjson}; whoever writes holds its lock.
 */
@Component
class Ledger {

    static final String PURPOSE = "erasure.ledger";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FILE = "ledger.ndjson";
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Path folder;
    private final ErasureProperties properties;
    private final OutlastingMacs macs;
    private final Clock clock;

    Ledger(ErasureProperties properties, OutlastingMacs macs, Clock clock) {
        this.folder = properties.ledger().toAbsolutePath();
        this.properties = properties;
        this.macs = macs;
        this.clock = clock;
    }

    /** @param number ascending, never given twice @param mac base64url of HMAC-SHA256 over service and account */
    record Entry(long number, Instant at, UUID erasure, String service, String mac) {}

    /**
     * Writes what is not written yet, and returns when it is on the disk.
     *
     * @param accounts ids of the accounts that will be erased
     * @return number of the last entry of all
     */
    long write(ErasureId erasure, Map<ServiceId, String> accounts) {
        return locked(file -> {
            List<Entry> known = read(file);
            long last = known.isEmpty() ? 0 : known.getLast().number();
            StringBuilder lines = new StringBuilder();
            for (Map.Entry<ServiceId, String> account : accounts.entrySet()) {
                String service = account.getKey().value();
                boolean written = known.stream()
                        .anyMatch(entry -> entry.erasure().equals(erasure.value())
                                && entry.service().equals(service));
                if (!written) {
                    String mac = encoded(macs.mac(PURPOSE, data(account.getKey(), account.getValue())));
                    lines.append(JSON.writeValueAsString(
                                    new Entry(++last, clock.instant(), erasure.value(), service, mac)))
                            .append('\n');
                }
            }
            append(file, lines.toString().getBytes(StandardCharsets.UTF_8));
            return last;
        });
    }

    /** All entries, oldest first; none when nothing was ever written. */
    List<Entry> entries() {
        return Files.exists(folder.resolve(FILE)) ? locked(Ledger::read) : List.of();
    }

    /** Number of the last entry; 0 when there is none. */
    long last() {
        List<Entry> entries = entries();
        return entries.isEmpty() ? 0 : entries.getLast().number();
    }

    /** Recognises the accounts that entries stand for. */
    Recognition recognition() {
        Map<String, UUID> written = new HashMap<>();
        entries().forEach(entry -> written.put(entry.mac(), entry.erasure()));
        return (service, account) -> macs.macs(PURPOSE, data(service, account)).stream()
                .flatMap(mac -> Stream.ofNullable(written.get(encoded(mac))))
                .findFirst();
    }

    interface Recognition {

        /** The erasure by which the account went, or was about to; empty when it was never to go. */
        Optional<UUID> erasure(ServiceId service, String account);
    }

    /** Forgets entries so old that no backup from before them is left. The last one stays, so that numbers go on. */
    void prune() {
        if (!Files.exists(folder.resolve(FILE))) {
            return;
        }
        Instant limit = clock.instant().minus(properties.ledgerKeep());
        locked(file -> {
            List<Entry> known = read(file);
            List<Entry> kept = known.stream()
                    .filter(entry -> entry.at().isAfter(limit) || entry == known.getLast())
                    .toList();
            if (kept.size() < known.size()) {
                replace(kept);
            }
            return kept.size();
        });
    }

    private void replace(List<Entry> kept) throws IOException {
        Path draft = folder.resolve(FILE + ".new");
        StringBuilder lines = new StringBuilder();
        kept.forEach(entry -> lines.append(JSON.writeValueAsString(entry)).append('\n'));
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            append(file, lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    private interface Work<T> {
        T on(FileChannel file) throws IOException;
    }

    /** One at a time among the threads of this process, whose file locks do not see each other, and among processes. */
    private <T> T locked(Work<T> work) {
        ONE_AT_A_TIME.lock();
        try {
            Files.createDirectories(folder);
            try (FileChannel lock = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                boolean first = !Files.exists(folder.resolve(FILE));
                try (FileChannel file = FileChannel.open(
                        folder.resolve(FILE),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                    T done = work.on(file);
                    if (first) {
                        sync(folder);
                    }
                    return done;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the erasure ledger cannot be read or written", e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static List<Entry> read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // until it is full
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>();
        // what comes after the last end of line was being written when its writer was killed
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            if (!line.isEmpty()) {
                entries.add(JSON.readValue(line, Entry.class));
            }
        }
        file.position(text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8).length);
        return entries;
    }

    private static void append(FileChannel file, byte[] lines) throws IOException {
        file.truncate(file.position());
        ByteBuffer rest = ByteBuffer.wrap(lines);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
        file.force(true);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static byte[] data(ServiceId service, String account) {
        return (service.value() + "\0" + account).getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
