package cloud.maidan.portal.keys;

/** A sealed value cannot be opened: altered, moved elsewhere, or sealed under a key that no longer exists. */
public class SealBroken extends RuntimeException {

    public SealBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
