package cloud.maidan.portal.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.maidan.demo.EmbeddedDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class KeysTests {

    private static final Instant START = Instant.parse("2026-11-21T05:00:00Z");
    private static final byte[] SECRET = "open-sesame-0123456789".getBytes(UTF_8);

    private final DriverManagerDataSource database = new DriverManagerDataSource(EmbeddedDatabase.newDatabase());
    private final JdbcClient jdbc = JdbcClient.create(database);

    @TempDir
    Path folder;

    @BeforeEach
    void migrate() {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/keys")
                .load()
                .migrate();
    }

    @Test
    void whatWasSealedUnderAnOlderKeyStaysReadableAndIsOutdated() {
        Node node = new Node(START);
        byte[] before = node.seals.seal(SECRET, "here");
        assertThat(node.seals.outdated(before)).isFalse();

        assertThat(new Node(START.plus(Duration.ofDays(91))).lines.rotateAged()).isEqualTo(2);

        Node later = new Node(START.plus(Duration.ofDays(91)));
        assertThat(later.seals.open(before, "here")).isEqualTo(SECRET);
        assertThat(later.seals.outdated(before)).isTrue();
        assertThat(later.seals.outdated(later.seals.seal(SECRET, "here"))).isFalse();
        assertThat(later.lines.rotateAged()).as("a fresh key is left alone").isZero();
    }

    @Test
    void aNodeThatMissedARotationOpensWhatTheOthersSeal() {
        Node unaware = new Node(START);
        Node rotating = new Node(START);
        byte[] mac = rotating.macs.mac("ledger", SECRET);
        unaware.macs.mac("ledger", SECRET);

        rotating.lines.rotate("seals");
        rotating.lines.rotate("mac/ledger");

        byte[] sealed = rotating.seals.seal(SECRET, "here");
        byte[] newer = rotating.macs.mac("ledger", SECRET);
        assertThat(unaware.seals.outdated(sealed)).isFalse();
        assertThat(unaware.seals.open(sealed, "here")).isEqualTo(SECRET);
        assertThat(newer).isNotEqualTo(mac);
        assertThat(unaware.macs.verify("ledger", newer, SECRET)).isTrue();
        assertThat(rotating.macs.verify("ledger", mac, SECRET)).isTrue();
    }

    @Test
    void aSealedValueMovedElsewhereIsRefused() {
        Node node = new Node(START);
        byte[] sealed = node.seals.seal(SECRET, "members.refresh-token/1");

        assertThatThrownBy(() -> node.seals.open(sealed, "members.refresh-token/2"))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void everyAlteredBitIsRefused() {
        Node node = new Node(START);
        byte[] sealed = node.seals.seal(SECRET, "here");

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> node.seals.open(altered, "here"))
                    .as("bit %d", bit)
                    .isInstanceOf(SealBroken.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] shorter = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> node.seals.open(shorter, "here"))
                    .as("length %d", length)
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void aNewerKeyFileTakesOverAtTheNextStartAndTheOldOneMayGo() throws IOException {
        Node node = new Node(START);
        byte[] sealed = node.seals.seal(SECRET, "here");
        byte[] dataKey = node.dataKeys.newValueKey("member/1");
        writeKey("0002.key", 7);

        new Node(START);

        Files.delete(folder.resolve("0001.key"));
        Node third = new Node(START);
        assertThat(third.seals.open(sealed, "here")).isEqualTo(SECRET);
        assertThat(third.dataKeys.seal(dataKey, "member/1", SECRET)).isNotEmpty();
        assertThat(jdbc.sql("select count(distinct kek) from key_line")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void twoNodesThatStartAtOnceShareOneKeyFileAndOneKeyLine() throws Exception {
        List<Callable<byte[]>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> {
                Node node = new Node(START);
                node.macs.mac("ledger", SECRET);
                return node.seals.seal(SECRET, "here");
            });
        }

        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<byte[]> sealed : pool.invokeAll(starts)) {
                assertThat(new Node(START).seals.open(sealed.get(), "here")).isEqualTo(SECRET);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("0001.key"));
        }
        assertThat(jdbc.sql("select purpose from key_line").query(String.class).list())
                .containsExactlyInAnyOrder("seals", "data-keys", "mac/ledger");
    }

    @Test
    void aKeyFirstNeededInATransactionOutlivesItsRollback() {
        Node node = new Node(START);
        byte[] mac = new TransactionTemplate(new JdbcTransactionManager(database)).execute(transaction -> {
            transaction.setRollbackOnly();
            return node.macs.mac("ledger", SECRET);
        });

        assertThat(mac).isNotNull();
        assertThat(new Node(START).macs.verify("ledger", mac == null ? new byte[0] : mac, SECRET))
                .isTrue();
    }

    @Test
    void macsOfOnePurposeMeanNothingToAnother() {
        Node node = new Node(START);
        byte[] mac = node.macs.mac("ledger", SECRET);

        assertThat(node.macs.verify("ledger", mac, SECRET)).isTrue();
        assertThat(node.macs.verify("audit", mac, SECRET)).isFalse();
        assertThat(node.macs.verify("ledger", new byte[0], SECRET)).isFalse();
    }

    @Test
    void theJdkVerifiesSignaturesAndOlderKeysStayKnown() throws Exception {
        Node node = new Node(START);
        Signatures.Signature before = node.signatures.sign("receipts", SECRET);
        byte[] publicKey = node.signatures.publicKey("receipts");

        byte[] spki = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(publicKey));
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        jdk.update(SECRET);
        assertThat(jdk.verify(before.value())).isTrue();

        Node unaware = new Node(START);
        unaware.signatures.publicKey("receipts");
        node.lines.rotate("signature/receipts");
        Signatures.Signature after = node.signatures.sign("receipts", SECRET);
        assertThat(node.signatures.verify("receipts", before, SECRET)).isTrue();
        assertThat(unaware.signatures.verify("receipts", after, SECRET)).isTrue();
        assertThat(node.signatures.publicKeys("receipts")).containsOnlyKeys(before.keyId(), after.keyId());
        byte[] other = new byte[] {1};
        assertThat(node.signatures.verify("receipts", before, other)).isFalse();
        assertThat(node.signatures.verify("receipts", new Signatures.Signature("unknown", before.value()), SECRET))
                .isFalse();
    }

    @Test
    void streamsAreReadFromAnyPositionAndNoSegmentIsTakenOnTrust() throws IOException {
        Node node = new Node(START);
        byte[] wrapped = node.dataKeys.newStreamKey("archive/1");
        byte[] plain = new byte[3 * 1024 * 1024 + 77];
        new Random(4).nextBytes(plain);
        Path file = folder.resolve("part");
        StreamKey key = node.dataKeys.streamKey(wrapped, "archive/1");
        try (var out = key.encrypting(Files.newOutputStream(file), "archive/1/0")) {
            out.write(plain);
        }

        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(plain.length);
            assertThat(read(key, file, "archive/1/0", from)).isEqualTo(plain[from]);
        }
        assertThat(read(key, file, "archive/1/0", plain.length - 1)).isEqualTo(plain[plain.length - 1]);
        assertThatThrownBy(() -> read(key, file, "archive/1/1", 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> node.dataKeys.streamKey(wrapped, "archive/2")).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> node.dataKeys.streamKey(node.dataKeys.newValueKey("archive/1"), "archive/1"))
                .isInstanceOf(SealBroken.class);

        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {42, 42}), 2_000_000);
        }
        assertThatThrownBy(() -> read(key, file, "archive/1/0", 2_000_000)).isInstanceOf(IOException.class);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(1024 * 1024);
        }
        // at the cut; what lies before it is whole
        assertThatThrownBy(() -> read(key, file, "archive/1/0", 1_048_000)).isInstanceOf(IOException.class);
    }

    @Test
    void aDataKeyOpensOnlyItsOwnContext() {
        Node node = new Node(START);
        byte[] key = node.dataKeys.newValueKey("member/1");
        byte[] sealed = node.dataKeys.seal(key, "member/1", SECRET);

        assertThat(node.dataKeys.open(key, "member/1", sealed)).isEqualTo(SECRET);
        assertThatThrownBy(() -> node.dataKeys.open(key, "member/2", sealed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> node.dataKeys.open(node.dataKeys.newValueKey("member/1"), "member/1", sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void aMissingKeyFileIsSaidInASentence() throws IOException {
        assertThatThrownBy(() -> new Wrapping(properties(false)))
                .isInstanceOf(KeysUnusable.class)
                .hasMessage(
                        "There is no key to protect the portal's data with: the folder %s holds no file *.key.",
                        folder);

        new Node(START);
        Files.delete(folder.resolve("0001.key"));
        writeKey("0001.key", 9);
        assertThatThrownBy(() -> new Node(START))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageMatching("This database's keys were wrapped by a key file \\(fingerprint [0-9a-f]{16}\\)"
                        + " that is not in .*\\.");
    }

    @Test
    void theKeyFileIsForItsOwnerOnly() throws IOException {
        new Node(START);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("0001.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingSaysASecretAloud() throws IOException {
        Node node = new Node(START);
        byte[] sealed = node.seals.seal(SECRET, "here");
        String keyFile = Files.readString(folder.resolve("0001.key")).strip();
        StringWriter said = new StringWriter();
        said.append(node.lines.get(Purpose.SEALS).toString());
        said.append(String.valueOf(new Wrapping(properties(true))));
        catchThrowable(() -> node.seals.open(sealed, "elsewhere")).printStackTrace(new PrintWriter(said));
        Files.writeString(folder.resolve("0002.key"), "not base64: " + keyFile.substring(0, 20));
        catchThrowable(() -> new Wrapping(properties(true))).printStackTrace(new PrintWriter(said));

        assertThat(said.toString())
                .contains("SealBroken", "KeysUnusable")
                .doesNotContain(
                        keyFile.substring(0, 10),
                        "open-sesame",
                        Base64.getEncoder().encodeToString(SECRET));
    }

    private static byte read(StreamKey key, Path file, String context, long from) throws IOException {
        try (var channel = key.decrypting(FileChannel.open(file), context)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.position(from);
            while (one.hasRemaining()) {
                if (channel.read(one) < 0) {
                    throw new IOException("ended early");
                }
            }
            return one.get(0);
        }
    }

    private void writeKey(String name, long seed) throws IOException {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        Files.writeString(folder.resolve(name), Base64.getEncoder().encodeToString(key) + "\n");
    }

    private KeyProperties properties(boolean create) {
        return new KeyProperties(folder, create, true, Duration.ofDays(90));
    }

    /** One process of the portal, as far as keys go. */
    private final class Node {
        private final KeyLines lines;
        private final LineSeals seals;
        private final Macs macs;
        private final Signatures signatures;
        private final DataKeys dataKeys;

        Node(Instant now) {
            KeyProperties properties = properties(true);
            lines = new KeyLines(
                    jdbc,
                    new Wrapping(properties),
                    properties,
                    Clock.fixed(now, ZoneOffset.UTC),
                    new JdbcTransactionManager(database));
            lines.afterPropertiesSet();
            seals = new LineSeals(lines);
            macs = new LineMacs(lines);
            signatures = new LineSignatures(lines);
            dataKeys = new WrappedDataKeys(seals);
        }
    }
}
