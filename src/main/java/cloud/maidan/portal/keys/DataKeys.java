package cloud.maidan.portal.keys;

/**
 * Keys that belong to one thing (a member's audit fields, one archive): stored only wrapped, by whoever owns the thing.
 * Deleting the wrapped key makes everything under it unreadable for good.
 */
public interface DataKeys {

    /** A new wrapped key for small values (AES-256-GCM). */
    byte[] newValueKey(String context);

    byte[] seal(byte[] wrappedKey, String context, byte[] secret);

    /** @throws SealBroken when value or key do not fit */
    byte[] open(byte[] wrappedKey, String context, byte[] sealed);

    /** A new wrapped key for streams with random access when reading (AES-256-GCM-HKDF, segments of 64 KiB). */
    byte[] newStreamKey(String context);

    /** The stream key, unwrapped for use. @throws SealBroken when the wrapped key does not fit the context */
    StreamKey streamKey(byte[] wrappedKey, String context);
}
