package cloud.maidan.portal.keys;

import com.google.crypto.tink.KeysetHandle;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** All key lines: read from the database, made at first use, given successors as they age. */
@Component
class KeyLines implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(KeyLines.class);
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Wrapping wrapping;
    private final KeyProperties properties;
    private final Clock clock;
    private final TransactionTemplate apart;
    private final Map<String, KeyLine<?>> read = new ConcurrentHashMap<>();

    KeyLines(
            JdbcClient jdbc,
            Wrapping wrapping,
            KeyProperties properties,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.wrapping = wrapping;
        this.properties = properties;
        this.clock = clock;
        // A key must outlive the transaction that first needed it.
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.rewrap()) {
            rewrap();
        }
        get(Purpose.SEALS);
        get(Purpose.DATA_KEYS);
    }

    /** The line, at most a few minutes old. */
    @SuppressWarnings("unchecked")
    <P> KeyLine<P> get(Purpose<P> purpose) {
        KeyLine<P> known = (KeyLine<P>) read.get(purpose.name());
        return known != null && known.readAt().plus(TRUSTED_FOR).isAfter(clock.instant()) ? known : reread(purpose);
    }

    /** The line as it is in the database: another node may have given it a successor. */
    <P> KeyLine<P> reread(Purpose<P> purpose) {
        Stored stored = find(purpose.name()).orElseGet(() -> create(purpose.name()));
        KeyLine<P> line = KeyLine.of(purpose, wrapping.unwrap(stored), clock.instant());
        read.put(purpose.name(), line);
        return line;
    }

    /** Gives every line whose newest key is too old a successor; says how many got one. */
    int rotateAged() {
        Instant oldest = clock.instant().minus(properties.rotateAfter());
        return Math.toIntExact(jdbc
                .sql("select purpose from key_line where rotated_at < ? order by purpose")
                .param(oldest.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list()
                .stream()
                .filter(Purpose::agesByItself)
                .filter(this::rotate)
                .count());
    }

    /** Adds a key that seals from now on. False when another node was faster. */
    boolean rotate(String purpose) {
        Stored stored = find(purpose).orElseGet(() -> create(purpose));
        KeysetHandle keys = wrapping.unwrap(stored);
        KeysetHandle longer;
        try {
            longer = KeysetHandle.newBuilder(keys)
                    .addEntry(KeysetHandle.generateEntryFromParameters(Purpose.parametersOf(purpose))
                            .withRandomId()
                            .makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key line " + purpose + " cannot get a successor", e);
        }
        boolean done = replace(stored, longer, clock.instant());
        read.remove(purpose);
        if (done) {
            log.info("Key line {} has a new key; {} older ones still open", purpose, keys.size());
        }
        return done;
    }

    /** Wraps under the newest key file whatever an older one wraps. */
    private void rewrap() {
        for (String purpose : jdbc.sql("select purpose from key_line")
                .query((row, number) -> row.getString(1))
                .list()) {
            find(purpose).filter(wrapping::outdated).ifPresent(stored -> {
                if (replace(stored, wrapping.unwrap(stored), stored.rotatedAt())) {
                    log.info("Key line {} is now wrapped by key file {}", purpose, wrapping.newest());
                }
            });
        }
    }

    private boolean replace(Stored stored, KeysetHandle keys, Instant rotatedAt) {
        Integer changed = apart.execute(transaction -> jdbc.sql("""
                        update key_line set keyset = ?, kek = ?, rotated_at = ?, version = version + 1
                        where purpose = ? and version = ?""")
                .params(
                        wrapping.wrap(stored.purpose(), keys),
                        wrapping.newest(),
                        rotatedAt.atOffset(ZoneOffset.UTC),
                        stored.purpose(),
                        stored.version())
                .update());
        return changed != null && changed == 1;
    }

    /** Two nodes may come here at once: the first one's keys count for both. */
    private Stored create(String purpose) {
        KeysetHandle keys;
        try {
            keys = KeysetHandle.generateNew(Purpose.parametersOf(purpose));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key can be made for " + purpose, e);
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Stored stored = apart.execute(transaction -> {
            jdbc.sql("""
                    insert into key_line (purpose, keyset, kek, created_at, rotated_at) values (?, ?, ?, ?, ?)
                    on conflict (purpose) do nothing""")
                    .params(purpose, wrapping.wrap(purpose, keys), wrapping.newest(), now, now)
                    .update();
            return find(purpose).orElse(null);
        });
        if (stored == null) {
            throw new IllegalStateException("key line " + purpose + " vanished while it was made");
        }
        return stored;
    }

    private Optional<Stored> find(String purpose) {
        return jdbc.sql("select purpose, keyset, kek, version, rotated_at from key_line where purpose = ?")
                .param(purpose)
                .query((row, number) -> new Stored(
                        row.getString(1),
                        row.getBytes(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** A row of the table. */
    record Stored(String purpose, byte[] keyset, String kek, long version, Instant rotatedAt) {}
}
