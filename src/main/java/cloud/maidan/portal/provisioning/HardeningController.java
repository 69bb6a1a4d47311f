package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How hardened the containers are, from what the operator wrote down; this side cannot reach the engine. */
@Controller
class HardeningController {

    /** After that, an operator that runs would have begun. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HardeningRows rows;
    private final LookRows looks;
    private final ProvisioningProperties properties;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    HardeningController(
            HardeningRows rows,
            LookRows looks,
            ProvisioningProperties properties,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.looks = looks;
        this.properties = properties;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * How the operator stands, in the words the page needs.
     *
     * @param fault why the last look came to nothing; null when it did not
     * @param silent nobody began a look that was asked for, or is due since long
     */
    record Standing(Look look, @Nullable Text fault, boolean under, boolean silent) {

        public @Nullable Instant lookedAt() {
            return look.lookedAt();
        }

        public @Nullable Instant triedAt() {
            return look.endedAt();
        }

        public @Nullable String engine() {
            return look.engine();
        }
    }

    @May(Permission.SEE_HARDENING)
    @GetMapping("/admin/hardening")
    String show(SignedIn person, Model model) {
        model.addAttribute("may", person.may(Permission.LOOK_AT_CONTAINERS));
        model.addAttribute("standing", standing(looks.last()));
        model.addAttribute("containers", rows.all());
        return "provisioning/hardening";
    }

    @May(Permission.LOOK_AT_CONTAINERS)
    @PostMapping("/admin/hardening/look")
    String look(SignedIn person, RedirectAttributes next) {
        transaction.executeWithoutResult(status -> {
            looks.ask(clock.instant());
            events.publishEvent(new HardeningLookAsked(person.id()));
        });
        next.addFlashAttribute("flash", Text.of("provisioning.hardening.asked"));
        return "redirect:/admin/hardening";
    }

    private Standing standing(Look look) {
        Instant now = clock.instant();
        Instant asked = look.askedAt();
        Instant ended = look.endedAt();
        boolean unheard =
                look.waiting() && asked != null && asked.plus(PATIENCE).isBefore(now) && !look.open();
        boolean overdue = ended != null
                && !look.open()
                && ended.plus(properties.lookEvery().multipliedBy(2)).isBefore(now);
        boolean silent = unheard || overdue || look.stuck(now);
        Text fault = look.fault() == null
                ? null
                : Text.of(look.fault().key(), Objects.requireNonNullElse(look.detail(), ""));
        return new Standing(look, fault, !silent && (look.open() || look.waiting()), silent);
    }
}
