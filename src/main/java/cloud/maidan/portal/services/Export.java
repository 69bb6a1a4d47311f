package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.time.Instant;

/** Copies what a service holds about a member into a sink, as a stream, resumable. */
public non-sealed interface Export extends Capability {

    /** Writes everything after the cursor. What could not be had is named as missing. */
    Progress export(ServiceAccount account, Cursor from, ExportSink sink);

    /** How far an export came. */
    sealed interface Progress {

        /** Everything was written or named as missing. */
        Progress WHOLE = new Whole();

        record Whole() implements Progress {}

        /** The service still prepares something: go on from the last {@link ExportSink#reached} at that time. */
        record Later(Instant at, Text why) implements Progress {}
    }
}
