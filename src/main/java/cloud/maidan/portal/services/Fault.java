package cloud.maidan.portal.services;

/** How a service failed to answer. */
public enum Fault {
    UNREACHABLE(true),
    TIMED_OUT(true),
    REFUSED(false),
    RATE_LIMITED(true),
    BROKEN(true),
    UNREADABLE(false),
    TOO_LARGE(false),
    REDIRECTED(false);

    private final boolean worthRetrying;

    Fault(boolean worthRetrying) {
        this.worthRetrying = worthRetrying;
    }

    /** Whether the same question may be answered later without anybody doing anything. */
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
