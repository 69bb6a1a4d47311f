package cloud.maidan.portal.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.keys.OutlastingMacs;
import cloud.maidan.portal.services.ServiceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ServiceId CHAT = new ServiceId("chat");
    private static final ServiceId FILES = new ServiceId("files");

    @TempDir
    Path folder;

    @Test
    void recognisesWhatWasWrittenAndNothingElse() {
        Ledger ledger = ledger(NOW);
        ErasureId erasure = ErasureId.random();

        assertThat(ledger.write(erasure, Map.of(CHAT, "@mira:example"))).isEqualTo(1);

        Ledger.Recognition known = ledger(NOW).recognition();
        assertThat(known.erasure(CHAT, "@mira:example")).contains(erasure.value());
        assertThat(known.erasure(FILES, "@mira:example")).isEmpty();
        assertThat(known.erasure(CHAT, "@moss:example")).isEmpty();
    }

    @Test
    void writingAgainAddsNothing() {
        Ledger ledger = ledger(NOW);
        ErasureId erasure = ErasureId.random();
        ledger.write(erasure, Map.of(CHAT, "a"));

        assertThat(ledger.write(erasure, Map.of(CHAT, "a", FILES, "b"))).isEqualTo(2);
        assertThat(ledger.entries()).extracting(Ledger.Entry::service).containsExactly("chat", "files");
    }

    @Test
    void holdsNoName() throws IOException {
        ledger(NOW).write(ErasureId.random(), Map.of(CHAT, "@mira:example"));

        assertThat(Files.readString(folder.resolve("ledger.ndjson"))).doesNotContain("mira");
    }

    @Test
    void aLineCutShortByAKillIsWrittenAnew() throws IOException {
        Ledger ledger = ledger(NOW);
        ErasureId first = ErasureId.random();
        ledger.write(first, Map.of(CHAT, "a"));
        Files.writeString(folder.resolve("ledger.ndjson"), "{\"number\":2,\"at\":\"2026", StandardOpenOption.APPEND);

        assertThat(ledger(NOW).entries()).hasSize(1);
        assertThat(ledger(NOW).write(ErasureId.random(), Map.of(FILES, "b"))).isEqualTo(2);
        assertThat(ledger(NOW).entries()).extracting(Ledger.Entry::number).containsExactly(1L, 2L);
    }

    @Test
    void manyWritersAtOnceLoseNothing() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Long>> writers = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<Long>) () -> ledger(NOW).write(ErasureId.random(), Map.of(CHAT, "a" + i)))
                    .toList();
            for (var written : threads.invokeAll(writers)) {
                written.get();
            }
        }

        assertThat(ledger(NOW).entries())
                .extracting(Ledger.Entry::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 40).mapToObj(i -> (long) i).toList());
    }

    @Test
    void forgetsWhatIsOlderThanAnyBackupAndGoesOnCounting() {
        ledger(NOW).write(ErasureId.random(), Map.of(CHAT, "a"));
        ledger(NOW).write(ErasureId.random(), Map.of(CHAT, "b"));
        Ledger later = ledger(NOW.plus(Duration.ofDays(401)));

        later.prune();

        assertThat(later.entries()).extracting(Ledger.Entry::number).containsExactly(2L);
        assertThat(later.write(ErasureId.random(), Map.of(CHAT, "c"))).isEqualTo(3);
    }

    private Ledger ledger(Instant now) {
        ErasureProperties properties = new ErasureProperties(
                Duration.ofDays(14),
                Duration.ofHours(72),
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                Duration.ofDays(365),
                folder,
                Duration.ofDays(400),
                Duration.ofDays(7),
                Duration.ofMinutes(5),
                Duration.ofDays(0));
        return new Ledger(properties, new Digests(), Clock.fixed(now, ZoneOffset.UTC));
    }

    /** Keyed with nothing, for the test. */
    private static final class Digests implements OutlastingMacs {

        @Override
        public byte[] mac(String purpose, byte[] data) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(purpose.getBytes(StandardCharsets.UTF_8));
                return digest.digest(data);
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public List<byte[]> macs(String purpose, byte[] data) {
            return List.of(new byte[32], mac(purpose, data));
        }
    }
}
