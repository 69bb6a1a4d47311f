package cloud.maidan.portal.erasure;

import java.util.UUID;

/** Names an erasure. */
record ErasureId(UUID value) {

    static ErasureId random() {
        return new ErasureId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
