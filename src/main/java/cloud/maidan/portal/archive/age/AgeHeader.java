package cloud.maidan.portal.archive.age;

import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * What an age file begins with.
 *
 * @param bytes header and nonce; no secret
 * @param payloadKey under which everything behind it is encrypted
 */
public record AgeHeader(byte[] bytes, byte[] payloadKey) {

    private static final int ROOM = 1 << 10;

    /**
     * A header for a new file.
     *
     * @param workFactor scrypt takes 2 to its power rounds and 1 KiB of memory for each
     */
    public static AgeHeader under(byte[] passphrase, int workFactor) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(ROOM);
            CipherKey key = new StandardPayloadKeyWriter()
                    .writeFileHeader(buffer, List.of(new PassphraseStanza(passphrase, workFactor)));
            if (buffer.position() > 0) {
                buffer.flip();
            }
            return new AgeHeader(Arrays.copyOf(buffer.array(), buffer.limit()), key.getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no age header can be made", e);
        }
    }
}
