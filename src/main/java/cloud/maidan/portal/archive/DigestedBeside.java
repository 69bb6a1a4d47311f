package cloud.maidan.portal.archive;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Takes the digest of what is written on a thread of the press, one block behind whoever writes. */
final class DigestedBeside extends OutputStream {

    private static final int BLOCK = 1 << 20;

    private final Press press;
    private final MessageDigest digest = Digests.sha256();
    private byte[] filling = new byte[BLOCK];
    private byte[] digested = new byte[BLOCK];
    private int filled;
    private Future<?> underway = CompletableFuture.completedFuture(null);

    DigestedBeside(Press press) {
        this.press = press;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int at = 0; at < length; ) {
            int some = Math.min(length - at, BLOCK - filled);
            System.arraycopy(bytes, offset + at, filling, filled, some);
            filled += some;
            at += some;
            if (filled == BLOCK) {
                pass();
            }
        }
    }

    /** SHA-256 of everything written. */
    byte[] digest() {
        pass();
        Press.await(underway);
        return digest.digest();
    }

    private void pass() {
        Press.await(underway);
        byte[] block = filling;
        int length = filled;
        underway = press.submit(tools -> {
            digest.update(block, 0, length);
            return length;
        });
        filling = digested;
        digested = block;
        filled = 0;
    }
}
