package cloud.maidan.portal.keys;

import org.jspecify.annotations.Nullable;

/** A sealed value cannot be opened: altered, moved elsewhere, or sealed under a key that no longer exists. */
public class SealBroken extends RuntimeException {

    public SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
