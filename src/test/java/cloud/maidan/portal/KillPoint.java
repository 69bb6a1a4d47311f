package cloud.maidan.portal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a portal under test can be killed. Each is told on standard output as it is passed; at the chosen one
 * the thread stops, so that whoever listens can kill the process exactly there.
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

    /** Whoever stopped goes on, when it was something else that was killed. */
    public static void goOn() {
        chosen = null;
    }

    /** Whether the next to pass is the chosen one. */
    public static boolean next(String name) {
        return (name + "#" + (PASSED.getOrDefault(name, 0) + 1)).equals(chosen);
    }

    public static void reached(String name) {
        String point = name + "#" + PASSED.merge(name, 1, Integer::sum);
        if (point.equals(chosen)) {
            say("AT " + point);
            stop(point);
        }
        say("POINT " + point);
    }

    public static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    /** For good, unless told to go on. */
    private static void stop(String point) {
        while (point.equals(chosen)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }
}
