package cloud.maidan.portal.archive.tar;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Compresses blocks of memory to frames of Zstandard (RFC 8878); not for use by two threads at once. */
public final class ZstdFrames implements AutoCloseable {

    private static final int LEVEL = 1;

    private final ZstdCompressCtx context =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);

    /** Enough room for whatever a block of the length becomes. */
    public static int room(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    /** @return bytes written from the beginning of {@code out} */
    public int compress(byte[] in, int from, int length, byte[] out) {
        return context.compressByteArray(out, 0, out.length, in, from, length);
    }

    /** The content of frames that stand one behind the other. */
    public static InputStream content(InputStream frames) throws IOException {
        return new ZstdInputStreamNoFinalizer(frames);
    }

    @Override
    public void close() {
        context.close();
    }
}
