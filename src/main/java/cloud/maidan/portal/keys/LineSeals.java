package cloud.maidan.portal.keys;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/** Seals under one key line; the sealed value begins with the id of its key. */
@Component
class LineSeals implements Seals {

    private final KeyLines lines;

    LineSeals(KeyLines lines) {
        this.lines = lines;
    }

    @Override
    public byte[] seal(byte[] secret, String context) {
        return seal(Purpose.SEALS, secret, context);
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        return open(Purpose.SEALS, sealed, context);
    }

    @Override
    public boolean outdated(byte[] sealed) {
        KeyLine<Aead> line = lines.get(Purpose.SEALS);
        return !(line.knows(sealed) ? line : lines.reread(Purpose.SEALS)).newestMade(sealed);
    }

    byte[] seal(Purpose<Aead> purpose, byte[] secret, String context) {
        try {
            return lines.get(purpose).primitive().encrypt(secret, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    byte[] open(Purpose<Aead> purpose, byte[] sealed, String context) {
        KeyLine<Aead> line = lines.get(purpose);
        try {
            return (line.knows(sealed) ? line : lines.reread(purpose))
                    .primitive()
                    .decrypt(sealed, bytes(context));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("sealed value of " + context + " does not open", e);
        }
    }

    static byte[] bytes(String context) {
        return context.getBytes(StandardCharsets.UTF_8);
    }
}
