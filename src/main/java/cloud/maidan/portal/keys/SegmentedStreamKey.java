package cloud.maidan.portal.keys;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;

/** Encrypts in segments (of 64 KiB, in older archives 1 MiB), so that reading may begin anywhere. */
class SegmentedStreamKey implements StreamKey {

    private final StreamingAead streams;

    SegmentedStreamKey(StreamingAead streams) {
        this.streams = streams;
    }

    @Override
    public OutputStream encrypting(OutputStream ciphertext, String context) throws IOException {
        try {
            return streams.newEncryptingStream(ciphertext, LineSeals.bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }

    @Override
    public SeekableByteChannel decrypting(SeekableByteChannel ciphertext, String context) throws IOException {
        try {
            return streams.newSeekableDecryptingChannel(ciphertext, LineSeals.bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot decrypt", e);
        }
    }
}
