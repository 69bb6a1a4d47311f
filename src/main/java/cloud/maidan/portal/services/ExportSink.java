package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Consumer;
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

    /**
     * As {@link #entry}, for content so large that an interrupted run should not read it again: reading begins where an
     * earlier run was interrupted, if that run read the same version; a sink that cannot go on begins anew.
     *
     * @param version tells one content at the path from another, such as an ETag
     */
    default void resumable(String path, Form form, @Nullable Instant modified, String version, Rereadable content) {
        content.read(0, in -> entry(path, form, modified, in));
    }

    /** Content that can be read from any place. */
    @FunctionalInterface
    interface Rereadable {

        /**
         * Hands what comes after the offset to the taker, once; handing on nothing leaves the entry out.
         *
         * @param offset bytes to leave out; fewer than the content has
         */
        void read(long offset, Consumer<InputStream> taker);
    }

    /** Names something that could not be had, and why; it is listed in {@code missing.json}. */
    void missing(String path, Text why);

    /** Describes a file or field for the archive's README. @param path as in {@link #entry}, may end in a wildcard */
    void describe(String path, Text meaning);

    /**
     * Says which JSON Schema (draft 2020-12) the entries at a path follow; the archive holds it and links to it.
     *
     * @param path as in {@link #describe}; one line of an entry in NDJSON follows the schema
     * @param resource class path resource of the caller's module, such as {@code /schemas/matrix/message.schema.json}
     * @throws IllegalArgumentException when there is no such resource
     */
    void schema(String path, String resource);

    /** Everything so far is whole; a later run starts here. May store it, and stops the run when it was cancelled. */
    void reached(Cursor cursor);
}
