package cloud.maidan.portal.services.librechat;

import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream of pieces that are made one after the other, so that only one is there at a time. */
class Pieces extends InputStream {

    private final Supplier<byte @Nullable []> more;
    private byte @Nullable [] piece = new byte[0];
    private int read;

    /** @param more gives null when there is nothing more */
    Pieces(Supplier<byte @Nullable []> more) {
        this.more = more;
    }

    @Override
    public int read() {
        return ready() ? Objects.requireNonNull(piece)[read++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        byte[] current = Objects.requireNonNull(piece);
        int count = Math.min(length, current.length - read);
        System.arraycopy(current, read, into, from, count);
        read += count;
        return count;
    }

    private boolean ready() {
        while (piece != null && read == piece.length) {
            piece = more.get();
            read = 0;
        }
        return piece != null;
    }
}
