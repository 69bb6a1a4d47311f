package cloud.maidan.portal.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.security.GeneralSecurityException;
import org.springframework.stereotype.Component;

/** Data keys as Tink keysets, each wrapped under a key line of its own and bound to its context. */
@Component
class WrappedDataKeys implements DataKeys {

    /** Short segments keep the memory of many readers small, and are what the JVM compiles first. */
    private static final AesGcmHkdfStreamingParameters STREAMS = streams();

    private static final int SEGMENT = 1 << 16;

    private final LineSeals wraps;

    WrappedDataKeys(LineSeals wraps) {
        this.wraps = wraps;
    }

    @Override
    public byte[] newValueKey(String context) {
        return create(PredefinedAeadParameters.AES256_GCM, context);
    }

    @Override
    public byte[] seal(byte[] wrappedKey, String context, byte[] secret) {
        try {
            return aead(wrappedKey, context).encrypt(secret, LineSeals.bytes(context));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("the key of " + context + " does not seal", e);
        }
    }

    @Override
    public byte[] open(byte[] wrappedKey, String context, byte[] sealed) {
        try {
            return aead(wrappedKey, context).decrypt(sealed, LineSeals.bytes(context));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("sealed value of " + context + " does not open", e);
        }
    }

    @Override
    public byte[] newStreamKey(String context) {
        return create(STREAMS, context);
    }

    @Override
    public StreamKey streamKey(byte[] wrappedKey, String context) {
        try {
            // Straight from the key: Tink's general channel does not know its size before the first read.
            if (unwrap(wrappedKey, context).getPrimary().getKey() instanceof AesGcmHkdfStreamingKey key) {
                return new SegmentedStreamKey(AesGcmHkdfStreaming.create(key));
            }
        } catch (GeneralSecurityException e) {
            throw new SealBroken("the key of " + context + " does not open", e);
        }
        throw new SealBroken("the key of " + context + " is not one for streams", null);
    }

    private static AesGcmHkdfStreamingParameters streams() {
        try {
            return AesGcmHkdfStreamingParameters.builder()
                    .setKeySizeBytes(32)
                    .setDerivedAesGcmKeySizeBytes(32)
                    .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
                    .setCiphertextSegmentSizeBytes(SEGMENT)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] create(Parameters parameters, String context) {
        try {
            byte[] key = TinkProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get());
            return wraps.seal(Purpose.DATA_KEYS, key, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no data key can be made", e);
        }
    }

    private Aead aead(byte[] wrappedKey, String context) throws GeneralSecurityException {
        return unwrap(wrappedKey, context).getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private KeysetHandle unwrap(byte[] wrappedKey, String context) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseKeyset(
                wraps.open(Purpose.DATA_KEYS, wrappedKey, context), InsecureSecretKeyAccess.get());
    }
}
