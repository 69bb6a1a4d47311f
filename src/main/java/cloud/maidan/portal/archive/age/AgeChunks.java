package cloud.maidan.portal.archive.age;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts the payload of an age file chunk by chunk; not for use by two threads at once. */
public final class AgeChunks {

    /** Bytes of content in a chunk; only the last may have fewer. */
    public static final int CHUNK = 1 << 16;

    private static final int TAG = 16;
    private static final int COUNTER_AT = 3;

    private final Cipher cipher;

    public AgeChunks() {
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes that content of the length becomes. @param length more than 0 */
    public static long sealedLength(long length) {
        return length + TAG * ((length + CHUNK - 1) / CHUNK);
    }

    /**
     * Encrypts whole chunks, or the last ones.
     *
     * @param first number of the first chunk, from 0
     * @param last whether the content ends here
     * @return bytes written from the beginning of {@code out}
     */
    public int seal(byte[] payloadKey, long first, byte[] in, int length, boolean last, byte[] out) {
        SecretKeySpec key = new SecretKeySpec(payloadKey, "ChaCha20");
        int written = 0;
        long number = first;
        for (int at = 0; at < length; at += CHUNK) {
            int chunk = Math.min(CHUNK, length - at);
            written += seal(key, nonce(number++, last && at + chunk == length), in, at, chunk, out, written);
        }
        return written;
    }

    private int seal(SecretKeySpec key, byte[] nonce, byte[] in, int from, int length, byte[] out, int at) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
            return cipher.doFinal(in, from, length, out, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a chunk cannot be encrypted", e);
        }
    }

    /** Eleven bytes of counter, then whether it is the last. */
    private static byte[] nonce(long number, boolean last) {
        return ByteBuffer.allocate(12)
                .putLong(COUNTER_AT, number)
                .put(11, (byte) (last ? 1 : 0))
                .array();
    }
}
