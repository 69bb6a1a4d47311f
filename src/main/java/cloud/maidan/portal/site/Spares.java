package cloud.maidan.portal.site;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Things that are costly to make and serve one thread at a time: a few are kept and lent out. */
final class Spares<T> {

    private static final int KEPT = 8;

    private final BlockingQueue<T> kept = new ArrayBlockingQueue<>(KEPT);
    private final Supplier<T> maker;

    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    <R extends @Nullable Object> R use(Function<T, R> use) {
        T one = kept.poll();
        if (one == null) {
            one = maker.get();
        }
        // what failed in use is not lent again
        R result = use.apply(one);
        boolean ignored = kept.offer(one);
        return result;
    }
}
