package cloud.maidan.portal.keys;

import java.util.Map;

/** Ed25519 signatures (RFC 8032) of the portal, one key line per purpose. */
public interface Signatures {

    /** @param keyId short stable id of the public key */
    record Signature(String keyId, byte[] value) {}

    Signature sign(String purpose, byte[] data);

    /** False when the signature does not fit or its key is unknown. */
    boolean verify(String purpose, Signature signature, byte[] data);

    /** The raw 32-byte public key now used for signing; publish it with what is signed. */
    byte[] publicKey(String purpose);

    /** All public keys of the purpose, older ones included, by their ids; oldest first. */
    Map<String, byte[]> publicKeys(String purpose);
}
