package cloud.maidan.portal.keys;

import com.google.crypto.tink.Mac;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/** Authenticates under one key line per purpose. */
@Component
class LineMacs implements Macs {

    private final KeyLines lines;

    LineMacs(KeyLines lines) {
        this.lines = lines;
    }

    @Override
    public byte[] mac(String purpose, byte[] data) {
        try {
            return lines.get(Purpose.mac(purpose)).primitive().computeMac(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot authenticate", e);
        }
    }

    @Override
    public boolean verify(String purpose, byte[] mac, byte[] data) {
        KeyLine<Mac> line = lines.get(Purpose.mac(purpose));
        try {
            (line.knows(mac) ? line : lines.reread(line.purpose())).primitive().verifyMac(mac, data);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
