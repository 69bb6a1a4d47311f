package cloud.maidan.portal.keys;

import java.util.List;
import org.springframework.stereotype.Component;

/** Authenticates under keys derived from the key files. */
@Component
class FileMacs implements OutlastingMacs {

    private final Wrapping wrapping;

    FileMacs(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    @Override
    public byte[] mac(String purpose, byte[] data) {
        return wrapping.keys().getLast().mac(purpose, data);
    }

    @Override
    public List<byte[]> macs(String purpose, byte[] data) {
        return wrapping.keys().stream().map(key -> key.mac(purpose, data)).toList();
    }
}
