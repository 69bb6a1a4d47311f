package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Allowed;
import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Overlay;
import cloud.maidan.portal.provisioning.RequestRow.Kind;
import cloud.maidan.portal.provisioning.ServiceRequests.Wish;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.ServiceCommand;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceOverlay;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the operator for what only it can do, in rows. A service is ours when its last plan left it standing; what its
 * blueprint does not know stays for a person.
 */
@OnlyIn(ProcessRole.WORKER)
@Component
class OperatorsHand implements ServiceOverlay, ServiceCommand {

    private final Blueprints blueprints;
    private final ServiceRequests requests;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    OperatorsHand(
            Blueprints blueprints,
            ServiceRequests requests,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.blueprints = blueprints;
        this.requests = requests;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Optional<Applied> write(UUID work, ServiceId service, Applied.ByHand setting, Turn turn) {
        Optional<Blueprint> blueprint = ours(service);
        Optional<Overlay> overlay = blueprint.map(found -> found.overlays().get(setting.file()));
        Optional<Overlay.Key> key =
                overlay.map(found -> found.keys().get(setting.key())).filter(found -> found.fits(setting.value()));
        if (key.isEmpty()) {
            return Optional.of(setting);
        }
        Wish wish = key.get()
                .command()
                .map(command -> command(work, service, command, argument(blueprint.get(), command, key.get(), setting)))
                .orElseGet(() ->
                        new Wish(work, service.value(), Kind.SETTING, setting.file(), setting.key(), setting.value()));
        return answer(wish, turn, row -> new Applied.Written(setting, Objects.requireNonNull(row.endedAt())));
    }

    @Override
    public Optional<Applied> run(
            UUID work, ServiceId service, String command, Map<String, String> arguments, Turn turn) {
        Optional<Allowed> allowed = ours(service).map(found -> found.commands().get(command));
        if (allowed.filter(found -> found.takes(arguments)).isEmpty()) {
            return Optional.of(new Applied.Refused(Text.of("provisioning.request.not-allowed", service.value())));
        }
        return answer(command(work, service, command, arguments), turn, row -> new Applied.Done());
    }

    private Optional<Blueprint> ours(ServiceId service) {
        return blueprints.of(service.value()).filter(found -> requests.stands(service.value()));
    }

    private static Map<String, String> argument(
            Blueprint blueprint, String command, Overlay.Key key, Applied.ByHand setting) {
        Allowed allowed = Objects.requireNonNull(blueprint.commands().get(command));
        String only = allowed.arguments().keySet().iterator().next();
        return Map.of(only, key.bare(setting.value()).orElseThrow());
    }

    private static Wish command(UUID work, ServiceId service, String command, Map<String, String> arguments) {
        String json = JsonMapper.shared().writeValueAsString(arguments);
        return new Wish(work, service.value(), Kind.COMMAND, command, "", json);
    }

    private Optional<Applied> answer(Wish wish, Turn turn, Function<RequestRow, Applied> done) {
        Optional<RequestRow> asked = requests.of(wish);
        if (asked.isEmpty()) {
            turn.stillMine();
            ask(wish);
            return Optional.empty();
        }
        RequestRow row = asked.get();
        if (row.outcome() == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (row.outcome()) {
                    case DONE -> done.apply(row);
                    case PUT_BACK -> new Applied.Refused(Text.of("provisioning.request.was-put-back", wish.service()));
                    case REFUSED, FAILED -> new Applied.Refused(Objects.requireNonNull(row.why()));
                });
    }

    private void ask(Wish wish) {
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> {
            if (requests.ask(id, wish, clock.instant())) {
                events.publishEvent(RequestAudit.asked(id, wish));
            }
        });
    }
}
