package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes, keeps and removes archives: ordered encrypted parts, served as one ZIP64 file. */
public interface Archives {

    /** Begins an archive inside the caller's transaction. @param reference such as {@code E-2026-1182} */
    ArchiveId begin(ArchiveId id, MemberId owner, String reference);

    /**
     * Opens one section (a service's folder) for writing where it was left; parts that were not recorded are dropped.
     * Sections may be written side by side.
     */
    ArchiveSection section(ArchiveId id, String section, StepRun run);

    /** Writes checksums, manifest, pages and directory; afterwards the archive can be downloaded until it expires. */
    void complete(ArchiveId id, ArchiveDescription description, StepRun run);

    /** Removes the archive's files and keys; repeating has no further effect. */
    void discard(ArchiveId id);

    /** How long a finished archive can be downloaded. */
    Duration kept();

    /** Empty when there is no such archive. */
    Optional<ArchiveState> state(ArchiveId id);

    /** @param bytes size of the finished file; 0 while it is being made @param downloads times a download was started */
    record ArchiveState(
            ArchiveId id,
            MemberId owner,
            String reference,
            Stage stage,
            long bytes,
            String sha256,
            Optional<Instant> expiresAt,
            int downloads,
            java.util.List<SectionState> sections) {}

    /** @param complete whether the section was finished */
    record SectionState(String section, long items, long bytes, long missing, boolean complete) {}

    enum Stage {
        GROWING,
        READY,
        EXPIRED,
        DISCARDED
    }
}
