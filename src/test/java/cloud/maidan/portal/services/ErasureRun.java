package cloud.maidan.portal.services;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.subject.Holds.Hold;
import java.util.ArrayList;
import java.util.List;

/** Carries an erasure through as the portal does: from handle to handle, stopped and begun again anywhere. */
public final class ErasureRun {

    private static final int MOST_CALLS = 60;

    private final Erasure erasure;
    private final ServiceAccount account;
    private final List<String> handles = new ArrayList<>(List.of(""));
    private final List<Hold> held;
    private int asked;

    /** Somebody else has taken over. */
    public static final class Stopped extends RuntimeException {

        Stopped() {
            super("not my turn any more");
        }
    }

    public ErasureRun(Erasure erasure, ServiceAccount account) {
        this(erasure, account, List.of());
    }

    public ErasureRun(Erasure erasure, ServiceAccount account, List<Hold> held) {
        this.erasure = erasure;
        this.account = account;
        this.held = held;
    }

    /** As far as it goes without waiting for anybody. */
    public Outcome run() {
        return run(Integer.MAX_VALUE);
    }

    /** @param stop at which ask for the turn, counted from one, somebody else has it; {@link Stopped} is thrown then */
    public Outcome run(int stop) {
        asked = 0;
        for (int call = 0; call < MOST_CALLS; call++) {
            Outcome outcome = erasure.erase(account, handles.getLast(), turn(stop));
            if (!(outcome instanceof Outcome.Pending(String handle, var at, var why))) {
                return outcome;
            }
            handles.add(handle);
        }
        throw new AssertionError("it never ends");
    }

    private Turn turn(int stop) {
        return new Turn() {
            @Override
            public void stillMine() {
                if (++asked >= stop) {
                    throw new Stopped();
                }
            }

            @Override
            public List<Hold> held() {
                return held;
            }
        };
    }

    /** What an adapter has to call a fault of the wire. */
    public static Fault expected(FaultyServer.Trouble trouble) {
        return switch (trouble) {
            case REFUSED_CONNECTION -> Fault.UNREACHABLE;
            case SILENCE, ONE_BYTE_A_SECOND -> Fault.TIMED_OUT;
            case UNAUTHORIZED, FORBIDDEN -> Fault.REFUSED;
            case RATE_LIMITED -> Fault.RATE_LIMITED;
            case SERVER_ERROR -> Fault.BROKEN;
            case GARBAGE, TRUNCATED -> Fault.UNREADABLE;
            case ENDLESS -> Fault.TOO_LARGE;
            case REDIRECT_LOOP, REDIRECT_TO_LINK_LOCAL -> Fault.REDIRECTED;
        };
    }

    /** Every handle so far, the empty one first. */
    public List<String> handles() {
        return List.copyOf(handles);
    }

    /** How often the last run asked for the turn. */
    public int asked() {
        return asked;
    }

    /** As when the last handle was not stored before a kill. */
    public void forgetLastHandle() {
        if (handles.size() > 1) {
            handles.removeLast();
        }
    }
}
