package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's cookie, kept for all questions: Vaultwarden takes three log-ins from an address, and then one in
 * five minutes. So one thread logs in while others wait, and log-ins that the server would refuse are not tried.
 */
class AdminSession {

    private static final int BURST = 3;
    private static final Duration REFILL = Duration.ofMinutes(5);

    private final Supplier<Login> login;
    private final Function<Login, String> logIn;
    private final Duration lifetime;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Instant> tries = new ArrayDeque<>();
    private @Nullable Login used;
    private @Nullable String cookie;
    private Instant until = Instant.EPOCH;

    /** Where we log in with what. */
    record Login(URI address, String token) {

        @Override
        public String toString() {
            return "Login[" + address + "]";
        }
    }

    /** @param login as it is now; a cookie lives no longer than what it was got with @param logIn fetches a new cookie */
    AdminSession(Supplier<Login> login, Function<Login, String> logIn, Duration lifetime, Clock clock) {
        this.login = login;
        this.logIn = logIn;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Asks with the cookie; when the server no longer takes it, once more with a new one. */
    <T> T asking(Function<String, T> question) {
        String known = cookie(null);
        try {
            return question.apply(known);
        } catch (ServiceFault refused) {
            if (refused.fault() != Fault.REFUSED || !mayLogIn()) {
                throw refused;
            }
            return question.apply(cookie(known));
        }
    }

    /** @param dead a cookie that was refused; null when any will do */
    private String cookie(@Nullable String dead) {
        lock.lock();
        try {
            Login now = takeUp(login.get());
            String known = cookie;
            if (known != null && !known.equals(dead) && clock.instant().isBefore(until)) {
                return known;
            }
            if (!mayLogIn()) {
                throw new ServiceFault(
                        Fault.RATE_LIMITED,
                        tries.getFirst().plus(REFILL.multipliedBy(BURST)),
                        "vaultwarden: no log-in is left for now",
                        null);
            }
            tries.addLast(clock.instant());
            String fresh = logIn.apply(now);
            cookie = fresh;
            until = clock.instant().plus(lifetime);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private Login takeUp(Login now) {
        Login before = used;
        if (before == null || !before.equals(now)) {
            if (before == null || !before.address().equals(now.address())) {
                tries.clear(); // another server counts for itself
            }
            cookie = null;
            used = now;
        }
        return now;
    }

    private boolean mayLogIn() {
        lock.lock();
        try {
            Instant forgotten = clock.instant().minus(REFILL.multipliedBy(BURST));
            while (!tries.isEmpty() && !tries.getFirst().isAfter(forgotten)) {
                tries.removeFirst();
            }
            return tries.size() < BURST;
        } finally {
            lock.unlock();
        }
    }
}
