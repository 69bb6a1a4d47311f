package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveEvent.ArchiveDownloadStarted;
import cloud.maidan.portal.archive.Archives.Stage;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who may take an archive, and that every start is known. */
@Component
class Downloads {

    static final int FRESH_MINUTES = 15;

    private final ArchiveRegister register;
    private final PieceRegister pieces;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Downloads(ArchiveRegister register, PieceRegister pieces, ApplicationEventPublisher events, Clock clock) {
        this.register = register;
        this.pieces = pieces;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The member's own archive, ready and not expired.
     *
     * @throws NotHere when there is none, or it is somebody else's
     * @throws ArchiveUnavailable when it is the member's, but not (or no longer) there
     */
    ArchiveRow mine(String id, SignedIn member) {
        ArchiveRow row = ArchiveId.parse(id)
                .flatMap(register::find)
                .filter(archive -> archive.owner().equals(member.id()))
                .orElseThrow(NotHere::new);
        if (row.stage() == Stage.GROWING) {
            throw ArchiveUnavailable.growing();
        }
        if (row.stage() == Stage.DISCARDED) {
            throw ArchiveUnavailable.discarded();
        }
        if (row.expired(clock.instant())) {
            throw ArchiveUnavailable.expired();
        }
        return row;
    }

    /** @param number from 1 @throws NotHere when the archive has no such piece */
    PieceRow piece(ArchiveRow archive, int number) {
        return pieces.of(archive.id()).stream()
                .filter(piece -> piece.number() == number)
                .findFirst()
                .orElseThrow(NotHere::new);
    }

    String file(ArchiveRow archive, PieceRow piece) {
        return archive.file(piece.number(), pieces.of(archive.id()).size());
    }

    /** Whether the session has begun to take the archive, and may go on. */
    boolean begun(ArchiveRow archive, PieceRow piece, String session) {
        return register.downloading(archive.id(), piece.number(), fingerprint(session));
    }

    /** @throws ArchiveUnavailable when the sign-in is older than a start allows */
    void requireFresh(SignedIn member) {
        Instant oldest = clock.instant().minus(Duration.ofMinutes(FRESH_MINUTES));
        if (member.authenticatedAt().isBefore(oldest)) {
            throw ArchiveUnavailable.signInAgain();
        }
    }

    @Transactional
    public void start(ArchiveRow archive, PieceRow piece, SignedIn member, String session) {
        if (register.lock(archive.id())
                .filter(row -> row.stage() == Stage.READY)
                .isEmpty()) {
            throw ArchiveUnavailable.expired();
        }
        register.countDownload(archive.id(), piece.number(), fingerprint(session), clock.instant());
        events.publishEvent(new ArchiveDownloadStarted(archive.id(), member.id()));
    }

    private static byte[] fingerprint(String session) {
        return Digests.sha256().digest(session.getBytes(StandardCharsets.UTF_8));
    }
}
