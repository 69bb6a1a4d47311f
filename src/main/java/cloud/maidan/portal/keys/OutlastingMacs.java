package cloud.maidan.portal.keys;

import java.util.List;

/**
 * HMAC-SHA256 under keys derived from the key files, one independent key per purpose. They are the same whatever state the
 * database is restored to; {@link Macs}, whose keys lie in the database, are not.
 */
public interface OutlastingMacs {

    /** Under the newest key file. */
    byte[] mac(String purpose, byte[] data);

    /** Under each of the key files, so that what an older one made is found again. */
    List<byte[]> macs(String purpose, byte[] data);
}
