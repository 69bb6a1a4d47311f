package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.Text;
import org.jspecify.annotations.Nullable;

/** The place where archives are kept cannot take or give a part. What was recorded so far is unharmed. */
public class ArchiveStorageFault extends RuntimeException {

    private final transient Text reason;
    private final boolean worthRetrying;

    private ArchiveStorageFault(String key, boolean worthRetrying, @Nullable Throwable cause) {
        super(key, cause);
        this.reason = Text.of(key);
        this.worthRetrying = worthRetrying;
    }

    static ArchiveStorageFault noRoom() {
        return new ArchiveStorageFault("archive.fault.no-room", true, null);
    }

    static ArchiveStorageFault broken(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        boolean full =
                said.contains("No space left") || said.contains("Disk quota") || said.contains("not enough space");
        return new ArchiveStorageFault(full ? "archive.fault.no-room" : "archive.fault.storage", true, cause);
    }

    static ArchiveStorageFault tooLarge() {
        return new ArchiveStorageFault("archive.fault.too-large", false, null);
    }

    /** What is wrong, for the member and the administrator. */
    public Text reason() {
        return reason;
    }

    /** Whether the same may succeed later, once somebody has made room. */
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
