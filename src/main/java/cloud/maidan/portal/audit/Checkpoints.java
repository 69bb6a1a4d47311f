package cloud.maidan.portal.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes checkpoints out of the database: to the log, and to a file that only grows. */
@Component
class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger("audit.checkpoint");

    private final BatchRows batches;
    private final AuditProperties properties;
    private final Clock clock;
    private Instant published = Instant.EPOCH;
    private long number;

    Checkpoints(BatchRows batches, AuditProperties properties, Clock clock) {
        this.batches = batches;
        this.properties = properties;
        this.clock = clock;
    }

    /** Publishes the newest checkpoint when one is due. */
    void publishDue() {
        if (!published.plus(properties.checkpointEvery()).isAfter(clock.instant())) {
            publish();
        }
    }

    /** Publishes the newest checkpoint unless it is published already. */
    synchronized void publish() {
        Batch last = batches.last();
        if (last.number() <= number) {
            return;
        }
        Path file = properties.checkpointFile();
        if (file != null) {
            append(file, last.checkpoint());
        }
        log.info("{}\n{}", last.verifier(), last.checkpoint());
        number = last.number();
        published = clock.instant();
    }

    private static void append(Path file, String note) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(Hashes.utf8(note + "\n"));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            LoggerFactory.getLogger(Checkpoints.class)
                    .error("Audit checkpoints cannot be written to {}: {}", file, e.getMessage());
        }
    }
}
