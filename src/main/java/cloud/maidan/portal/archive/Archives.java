package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, keeps and removes archives: ordered encrypted parts, served as one ZIP64 file. */
public interface Archives {

    /** Begins an archive inside the caller's transaction. @param reference such as {@code E-2026-1182} */
    ArchiveId begin(ArchiveId id, MemberId owner, String reference, Packaging packaging);

    /**
     * Opens one section (a service's folder) for writing where it was left; parts that were not recorded are dropped.
     * Sections may be written side by side.
     */
    ArchiveSection section(ArchiveId id, String section, StepRun run);

    /** Writes checksums, manifest, pages and directory; afterwards the archive can be downloaded until it expires. */
    void complete(ArchiveId id, ArchiveDescription description, StepRun run);

    /** Removes the archive's files and keys; repeating has no further effect. */
    void discard(ArchiveId id);

    /** Which kind of file. */
    enum Form {
        /** Opens everywhere by a click. */
        ZIP("zip"),
        /** Much faster to make, somewhat smaller. */
        TAR_ZST("tar.zst");

        private final String extension;

        Form(String extension) {
            this.extension = extension;
        }

        public String extension() {
            return extension;
        }
    }

    /**
     * How an archive is handed over.
     *
     * @param pieceBytes greatest size of one piece, each of which opens by itself; 0 for one file. A piece is larger only
     *     when a single entry is.
     * @param passphrase without which nobody can open the finished archive (age format); null for none
     */
    record Packaging(Form form, long pieceBytes, @Nullable String passphrase) {

        public static final Packaging USUAL = new Packaging(Form.ZIP, 0, null);

        @Override
        public String toString() {
            return form + "/" + pieceBytes + (passphrase == null ? "" : "/protected");
        }
    }

    /** How long a finished archive can be downloaded. */
    Duration kept();

    /** Empty when there is no such archive. */
    Optional<ArchiveState> state(ArchiveId id);

    /** @param bytes size of all finished pieces; 0 while it is being made @param downloads times a download was started */
    record ArchiveState(
            ArchiveId id,
            MemberId owner,
            String reference,
            Stage stage,
            long bytes,
            String sha256,
            Optional<Instant> expiresAt,
            int downloads,
            Form form,
            boolean underPassphrase,
            List<SectionState> sections,
            List<Piece> pieces) {}

    /** One file to download. @param number from 1 @param name of the file */
    record Piece(int number, String name, long bytes, String sha256) {}

    /** @param complete whether the section was finished */
    record SectionState(String section, long items, long bytes, long missing, boolean complete) {}

    enum Stage {
        GROWING,
        READY,
        EXPIRED,
        DISCARDED
    }
}
