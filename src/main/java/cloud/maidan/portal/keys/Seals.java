package cloud.maidan.portal.keys;

/**
 * Seals small secrets (tokens, credentials) with AES-256-GCM under a rotating key that is itself wrapped by the
 * key-encryption key. What was sealed under an older key stays readable until it is sealed anew.
 */
public interface Seals {

    /**
     * @param context where the secret belongs, such as {@code members.refresh-token/<row id>}; opening needs the same,
     *     so that a sealed value cannot be moved to another row
     */
    byte[] seal(byte[] secret, String context);

    /** @throws SealBroken when the value was altered, belongs elsewhere, or its key is gone */
    byte[] open(byte[] sealed, String context);

    /** Whether the value was sealed under an older key and should be sealed anew. */
    boolean outdated(byte[] sealed);
}
