package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;

/** How a service failed to answer. */
public enum Fault {
    /** No connection: refused, unknown host, no trusted certificate. */
    UNREACHABLE(true),
    /** Silence, or too slow. */
    TIMED_OUT(true),
    /** Our credentials or our question were not accepted. */
    REFUSED(false),
    /** We asked too often. */
    RATE_LIMITED(true),
    /** The service says, or its behaviour shows, that something broke on its side. */
    BROKEN(true),
    /** Not what the service's documents describe, or cut short; a restart of the service also looks like this. */
    UNREADABLE(true),
    /** More than we take. */
    TOO_LARGE(false),
    /** Sent elsewhere; we do not follow. */
    REDIRECTED(false),
    /** It shows this to the member alone, and there is no sign-in of theirs to ask with; the next one helps. */
    MEMBER_AWAY(true);

    private final boolean worthRetrying;

    Fault(boolean worthRetrying) {
        this.worthRetrying = worthRetrying;
    }

    /** Whether the same question may be answered later without anybody doing anything. */
    public boolean worthRetrying() {
        return worthRetrying;
    }

    /** The fault in a sentence. */
    public Text said() {
        return Text.of("services.fault." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
