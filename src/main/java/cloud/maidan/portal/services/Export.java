package cloud.maidan.portal.services;

/** Copies what a service holds about a member into a sink, as a stream, resumable. */
public non-sealed interface Export extends Capability {

    /** Writes everything after the cursor; returning means that everything was written or named as missing. */
    void export(ServiceAccount account, Cursor from, ExportSink sink);
}
