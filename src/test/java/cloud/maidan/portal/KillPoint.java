package cloud.maidan.portal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a portal under test can be killed. Each is told on standard output as it is passed; at the chosen one
 * the thread stops for good, so that whoever listens can kill the process exactly there.
 */
public final class KillPoint {

    private static final Map<String, Integer> PASSED = new ConcurrentHashMap<>();
    private static volatile @Nullable String chosen;

    private KillPoint() {}

    /** @param point such as {@code after part-rename#3}; null for none. Counting begins anew. */
    public static void choose(@Nullable String point) {
        PASSED.clear();
        chosen = point;
    }

    public static void reached(String name) {
        String point = name + "#" + PASSED.merge(name, 1, Integer::sum);
        if (point.equals(chosen)) {
            say("AT " + point);
            stopForGood();
        }
        say("POINT " + point);
    }

    public static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private static void stopForGood() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }
}
