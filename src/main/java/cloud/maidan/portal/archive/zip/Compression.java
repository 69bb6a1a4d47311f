package cloud.maidan.portal.archive.zip;

import java.util.zip.Deflater;

/** Deflates whole blocks of memory; not for use by two threads at once. */
public sealed interface Compression extends AutoCloseable permits Compression.OfTheJdk, Libdeflate {

    /**
     * Deflates {@code length} bytes into at most {@code room} bytes.
     *
     * @param from where the content begins in {@code in}
     * @param at where the result begins in {@code out}
     * @return bytes written; 0 when the result would not fit
     */
    int deflate(byte[] in, int from, int length, byte[] out, int at, int room);

    /** As above, from and to the beginning. */
    default int deflate(byte[] in, int length, byte[] out, int room) {
        return deflate(in, 0, length, out, 0, room);
    }

    @Override
    void close();

    /** libdeflate where it is installed and works, about three times as fast; the JDK's own otherwise. */
    static Compression fastest() {
        return Libdeflate.works() ? new Libdeflate() : new OfTheJdk();
    }

    /** {@link Deflater} at its fastest. */
    final class OfTheJdk implements Compression {

        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

        @Override
        public int deflate(byte[] in, int from, int length, byte[] out, int at, int room) {
            deflater.reset();
            deflater.setInput(in, from, length);
            deflater.finish();
            int written = deflater.deflate(out, at, room);
            return deflater.finished() ? written : 0;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
