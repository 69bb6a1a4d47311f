package cloud.maidan.portal.archive;

import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink;

/** One service's folder of a growing archive. */
public interface ArchiveSection extends ExportSink, AutoCloseable {

    /** Where the last recorded part ended; {@link Cursor#START} for a new section. */
    Cursor resumeFrom();

    /** Whether it was finished before; it then takes nothing more. */
    boolean finished();

    /** Records the section as finished; opening it again is harmless. */
    void finish();

    /** Lets go of files; what was not recorded is dropped. */
    @Override
    void close();
}
