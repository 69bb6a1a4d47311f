package cloud.maidan.portal.keys;

/** HMAC-SHA256 under the portal's own keys, one independent key per purpose. */
public interface Macs {

    byte[] mac(String purpose, byte[] data);

    /** Constant-time comparison under the current and all earlier keys of the purpose. */
    boolean verify(String purpose, byte[] mac, byte[] data);
}
