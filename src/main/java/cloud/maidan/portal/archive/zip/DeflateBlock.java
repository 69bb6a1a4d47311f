package cloud.maidan.portal.archive.zip;

import java.util.zip.Deflater;

/**
 * Deflates the blocks of one long content one by one, also side by side: each knows the end of the one before, and what
 * they become makes one deflated stream when put together in order.
 */
public final class DeflateBlock implements AutoCloseable {

    /** As far back as deflated text can refer. */
    public static final int WINDOW = 1 << 15;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    /** Enough room for whatever a block of the length becomes. */
    public static int room(int length) {
        return length + length / 1000 + 256;
    }

    /**
     * @param in what comes before the block, and the block
     * @param before bytes that come before; at most {@link #WINDOW}
     * @param last whether the content ends with the block
     * @return bytes written to {@code out}
     */
    public int deflate(byte[] in, int before, int length, boolean last, byte[] out) {
        deflater.reset();
        if (before > 0) {
            deflater.setDictionary(in, 0, before);
        }
        deflater.setInput(in, before, length);
        if (last) {
            deflater.finish();
        }
        int written = 0;
        int now;
        do {
            now = deflater.deflate(out, written, out.length - written, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            written += now;
        } while (now > 0 && !deflater.finished() && written < out.length);
        if (last && !deflater.finished() || written == out.length && !deflater.finished()) {
            throw new IllegalStateException("a block does not fit its room");
        }
        return written;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
