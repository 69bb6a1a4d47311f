package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.Archives.Stage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends archives whose time is over and removes files that belong to none. */
@Component
class ArchiveSweeper {

    private static final Logger log = LoggerFactory.getLogger(ArchiveSweeper.class);

    /** Younger folders may belong to an archive whose transaction this node cannot see yet. */
    private static final Duration SETTLED = Duration.ofHours(1);

    private final ArchiveRegister register;
    private final StoredArchives archives;
    private final ArchiveFolder folder;
    private final Clock clock;

    ArchiveSweeper(ArchiveRegister register, StoredArchives archives, ArchiveFolder folder, Clock clock) {
        this.register = register;
        this.archives = archives;
        this.folder = folder;
        this.clock = clock;
    }

    void sweep() {
        register.dueToExpire(clock.instant()).forEach(archives::expire);
        try {
            folder.untouchedSince(clock.instant().minus(SETTLED)).stream()
                    .filter(this::ended)
                    .forEach(archives::clear);
        } catch (IOException e) {
            log.warn("the folder of archives cannot be read: {}", e.toString());
        }
    }

    private boolean ended(ArchiveId id) {
        return register.find(id)
                .map(row -> row.stage() == Stage.EXPIRED || row.stage() == Stage.DISCARDED)
                .orElse(true);
    }
}
