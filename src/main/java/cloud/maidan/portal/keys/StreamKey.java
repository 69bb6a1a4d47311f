package cloud.maidan.portal.keys;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/** Encrypts files as streams and reads them back from any position. */
public interface StreamKey {

    /** @param context binds the file to its place, such as {@code <archive id>/<part>}; closing writes the last segment */
    OutputStream encrypting(OutputStream ciphertext, String context) throws IOException;

    /** Plaintext view of an encrypted file: size and position count plaintext bytes; reading verifies each segment. */
    SeekableByteChannel decrypting(SeekableByteChannel ciphertext, String context) throws IOException;
}
