package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes what an {@link Export} reads. Entries since the last {@link #reached} are dropped when the work is interrupted. */
public interface ExportSink {

    enum Form {
        /** Text that compresses well. */
        TEXT,
        /** Pictures, sound, ciphertext: stored as they are. */
        MEDIA
    }

    /**
     * Adds one entry, reading the content to its end.
     *
     * @param path below the service's folder, parts separated by {@code /}, such as {@code native/rooms/…}; any
     *     characters, made safe by the sink
     * @param modified null when unknown
     */
    void entry(String path, Form form, @Nullable Instant modified, InputStream content);

    /** Names something that could not be had, and why; it is listed in {@code missing.json}. */
    void missing(String path, Text why);

    /** Describes a file or field for the archive's README. @param path as in {@link #entry}, may end in a wildcard */
    void describe(String path, Text meaning);

    /** Everything so far is whole; a later run starts here. May store it, and stops the run when it was cancelled. */
    void reached(Cursor cursor);
}
