package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepRun;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Carries a service's erasure on from where it left off, each handle written down before the next call. */
@Component
class Carrying {

    /** Waits that are over already are gone through at once, up to so many. */
    private static final int AT_A_STRETCH = 1_000;

    private final ErasureDesk desk;
    private final Accounts accounts;
    private final Clock clock;

    Carrying(ErasureDesk desk, Accounts accounts, Clock clock) {
        this.desk = desk;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** As far as it goes now; a {@code Pending} that comes back lies in the future and is written down. */
    Outcome on(MemberErasure erasure, Line line, ServiceAccount account, Erasure offered, StepRun run) {
        run.stillMine();
        Outcome outcome = offered.erase(account, accounts.handle(erasure, line), run::stillMine);
        for (int left = AT_A_STRETCH; outcome instanceof Outcome.Pending(String handle, Instant at, Text why); left--) {
            byte[] sealed = accounts.seal(erasure.id(), line.service(), handle);
            run.effect(() -> desk.pending(erasure.id(), line.service(), sealed, why));
            if (left == 0 || at.isAfter(clock.instant())) {
                return outcome;
            }
            outcome = offered.erase(account, handle, run::stillMine);
        }
        return outcome;
    }
}
