package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.age.AgeChunks;
import cloud.maidan.portal.archive.tar.ZstdFrames;
import cloud.maidan.portal.archive.zip.Compression;
import cloud.maidan.portal.archive.zip.DeflateBlock;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Packs entries beside the threads that read them: one thread for each processor, for all archives together. Whoever
 * reads has one store of memory of its own and may borrow a few more, so that memory does not grow with the number of
 * archives that are made at once.
 */
@Component
class Press implements DisposableBean {

    static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final ThreadLocal<Tools> tools = ThreadLocal.withInitial(Tools::new);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("archive-press-", 1).daemon().factory());
    private final BlockingQueue<Store> spare = new ArrayBlockingQueue<>(THREADS);

    Press() {
        for (int i = 0; i < THREADS; i++) {
            spare.add(new Store());
        }
    }

    /** What one thread works with. */
    static final class Tools {

        final Compression compression = Compression.fastest();
        final DeflateBlock blocks = new DeflateBlock();
        final ZstdFrames frames = new ZstdFrames();
        final AgeChunks age = new AgeChunks();
        final CRC32 crc = new CRC32();
        final MessageDigest sha256 = Digests.sha256();
    }

    /** Content on its way, and what becomes of it. */
    static final class Store {

        private static final int SMALLEST = 1 << 16;

        byte[] raw = new byte[SMALLEST];
        byte[] packed = new byte[0];

        void makeRoom(int rawLength) {
            if (raw.length < rawLength) {
                byte[] larger = new byte[Math.max(rawLength, (int) Math.min(Integer.MAX_VALUE / 2, 2L * raw.length))];
                System.arraycopy(raw, 0, larger, 0, raw.length);
                raw = larger;
            }
        }

        void makePackedRoom(int length) {
            if (packed.length < length) {
                packed = new byte[length + length / 8];
            }
        }
    }

    interface Work<T> {
        T done(Tools tools);
    }

    <T> Future<T> submit(Work<T> work) {
        Callable<T> task = () -> work.done(tools.get());
        return threads.submit(task);
    }

    /** One more store for a while, to be given back; null when all are lent. */
    @Nullable
    Store tryBorrow() {
        return spare.poll();
    }

    void giveBack(Store store) {
        spare.offer(store);
    }

    static <T> T await(Future<T> packed) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return packed.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("an entry cannot be packed", e.getCause());
                } catch (CancellationException e) {
                    throw new IllegalStateException("the portal stops", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
