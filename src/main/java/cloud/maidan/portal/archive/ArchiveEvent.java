package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** What happened to an archive. */
public sealed interface ArchiveEvent extends Auditable {

    ArchiveId archive();

    MemberId owner();

    @Override
    default Actor actor() {
        return new Actor.Task("archive");
    }

    @Override
    default Optional<MemberId> about() {
        return Optional.of(owner());
    }

    @Override
    default Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    default Map<String, String> details() {
        return Map.of("archive", archive().toString());
    }

    /** All parts are written and proven readable. @param bytes size of the file */
    record ArchiveCompleted(ArchiveId archive, MemberId owner, long bytes, String sha256) implements ArchiveEvent {

        @Override
        public String action() {
            return "archive.completed";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("archive", archive.toString(), "bytes", Long.toString(bytes), "sha256", sha256);
        }
    }

    /** The owner began to take the file; going on after an interruption is not a new start. */
    record ArchiveDownloadStarted(ArchiveId archive, MemberId owner) implements ArchiveEvent {

        @Override
        public Actor actor() {
            return new Actor.Person(owner);
        }

        @Override
        public Kind kind() {
            return Kind.ACCESS;
        }

        @Override
        public String action() {
            return "archive.download-started";
        }
    }

    /** Its time was over: the key is deleted. */
    record ArchiveExpired(ArchiveId archive, MemberId owner) implements ArchiveEvent {

        @Override
        public String action() {
            return "archive.expired";
        }
    }

    /** It was given up before its time: the key is deleted. */
    record ArchiveDiscarded(ArchiveId archive, MemberId owner) implements ArchiveEvent {

        @Override
        public String action() {
            return "archive.discarded";
        }
    }
}
