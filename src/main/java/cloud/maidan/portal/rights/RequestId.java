package cloud.maidan.portal.rights;

import java.util.UUID;

/** Names a data subject request. */
public record RequestId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
