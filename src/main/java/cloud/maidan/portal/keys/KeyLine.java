package cloud.maidan.portal.keys;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.stream.IntStream;

/** The keys of one purpose, ready for use: the newest seals, all of them open. */
record KeyLine<P>(Purpose<P> purpose, KeysetHandle keys, P primitive, Instant readAt) {

    private static final int PREFIX_BYTES = 5;

    static <P> KeyLine<P> of(Purpose<P> purpose, KeysetHandle keys, Instant readAt) {
        try {
            return new KeyLine<>(
                    purpose, keys, keys.getPrimitive(RegistryConfiguration.get(), purpose.primitive()), readAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key line " + purpose.name() + " cannot be used", e);
        }
    }

    /** Whether one of the keys made the value, as its prefix claims. */
    boolean knows(byte[] value) {
        return value.length > PREFIX_BYTES
                && IntStream.range(0, keys.size()).anyMatch(i -> keys.getAt(i).getId() == keyOf(value));
    }

    boolean newestMade(byte[] value) {
        return value.length > PREFIX_BYTES && keys.getPrimary().getId() == keyOf(value);
    }

    /** Tink's prefix: one byte version, four bytes key. */
    private static int keyOf(byte[] value) {
        return ByteBuffer.wrap(value).getInt(1);
    }

    @Override
    public String toString() {
        return "KeyLine[" + purpose.name() + "]";
    }
}
