package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.HeldItems.Held;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Carries a service's erasure on from where it left off, each handle written down before the next call. */
@Component
class Carrying {

    /** Waits that are over already are gone through at once, up to so many. */
    private static final int AT_A_STRETCH = 1_000;

    private final ErasureCourse course;
    private final Accounts accounts;
    private final HeldItems items;
    private final Clock clock;

    Carrying(ErasureCourse course, Accounts accounts, HeldItems items, Clock clock) {
        this.course = course;
        this.accounts = accounts;
        this.items = items;
        this.clock = clock;
    }

    /** A legal claim keeps the whole account, also when it came in the middle. */
    static class HeldBack extends RuntimeException {

        private final transient List<Hold> holds;

        HeldBack(List<Hold> holds) {
            super("held back", null, false, false);
            this.holds = holds;
        }

        List<Hold> holds() {
            return holds;
        }
    }

    /**
     * As far as it goes now; a {@code Pending} that comes back lies in the future and is written down.
     *
     * @throws HeldBack when something is held that the service cannot spare
     */
    Outcome on(MemberErasure erasure, Line line, ServiceAccount account, Erasure offered, StepRun run) {
        Turn turn = new SparingTurn(erasure, account, offered, run);
        turn.stillMine();
        Outcome outcome = offered.erase(account, accounts.handle(erasure, line), turn);
        for (int left = AT_A_STRETCH; outcome instanceof Outcome.Pending(String handle, Instant at, Text why); left--) {
            byte[] sealed = accounts.seal(erasure.id(), line.service(), handle);
            run.effect(() -> course.pending(erasure.id(), line.service(), sealed, why));
            if (left == 0 || at.isAfter(clock.instant())) {
                return outcome;
            }
            outcome = offered.erase(account, handle, turn);
        }
        return outcome;
    }

    private final class SparingTurn implements Turn {

        private final MemberErasure erasure;
        private final ServiceAccount account;
        private final Erasure offered;
        private final StepRun run;

        SparingTurn(MemberErasure erasure, ServiceAccount account, Erasure offered, StepRun run) {
            this.erasure = erasure;
            this.account = account;
            this.offered = offered;
            this.run = run;
        }

        @Override
        public void stillMine() {
            run.stillMine();
            Held now = now();
            if (!now.whole().isEmpty()) {
                throw new HeldBack(now.all());
            }
        }

        @Override
        public List<Hold> held() {
            return now().spared();
        }

        @Override
        public List<Hold> freed() {
            return items.freed(erasure.id(), account.service(), now());
        }

        private Held now() {
            return items.now(erasure, account, offered);
        }
    }
}
