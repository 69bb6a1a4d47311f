package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose token was refused lately. Nextcloud slows down and then locks out an address that fails to sign in again and
 * again, and from this address everybody asks; so a refused token is not shown again for a while, and after several
 * members' in a row nobody's is.
 */
final class Refusals {

    private static final Duration ONE_MEMBER = Duration.ofMinutes(10);
    private static final Duration EVERYBODY = Duration.ofMinutes(2);
    private static final int IN_A_ROW = 3;
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<MemberId, Instant> until = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MemberId, Instant> eldest) {
            return size() > MOST;
        }
    };
    private int inARow;
    private Instant restUntil = Instant.MIN;

    Refusals(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean waitingFor(MemberId member) {
        Instant now = clock.instant();
        return now.isBefore(restUntil) || now.isBefore(until.getOrDefault(member, Instant.MIN));
    }

    synchronized void refused(MemberId member) {
        Instant now = clock.instant();
        until.put(member, now.plus(ONE_MEMBER));
        inARow++;
        if (inARow >= IN_A_ROW) {
            restUntil = now.plus(EVERYBODY);
        }
    }

    synchronized void accepted(MemberId member) {
        until.remove(member);
        inARow = 0;
    }
}
