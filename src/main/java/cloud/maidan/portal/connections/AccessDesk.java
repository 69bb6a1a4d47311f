package cloud.maidan.portal.connections;

import cloud.maidan.portal.keys.SealBroken;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.Upkeep;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Seals what was typed, keeps it, and seals it anew when the key got a successor. */
@Component
class AccessDesk implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(AccessDesk.class);

    private final TypedRows rows;
    private final CheckRows checks;
    private final TypedServices services;
    private final Seals seals;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final Clock clock;

    AccessDesk(
            TypedRows rows,
            CheckRows checks,
            TypedServices services,
            Seals seals,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.rows = rows;
        this.checks = checks;
        this.services = services;
        this.seals = seals;
        this.events = events;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** @param base the version that was on the page @throws ConnectionsRefused when another is in force by now */
    void keep(ServiceId service, int base, Typing typing, MemberId by) {
        Instant now = clock.instant();
        change(service, base, () -> {
            URI before = rows.of(service).address();
            URI address = typing.address() == null ? before : typing.address();
            boolean besides = typing.address() == null;
            if (typing.address() != null) {
                rows.address(service, address, now);
            }
            typing.secrets().forEach((name, secret) -> {
                byte[] text = secret.getBytes(StandardCharsets.UTF_8);
                rows.secret(
                        service, name, seals.seal(text, TypedService.context(service, name, address)), now, besides);
            });
            typing.what().forEach(name -> rows.author(service, name, by, now));
            events.publishEvent(AccessChanged.typed(by, service, typing.what()));
        });
    }

    /** @param name of a secret; {@link TypedRows#ADDRESS}: the address and every secret, which were typed for it */
    void remove(ServiceId service, int base, String name, MemberId by) {
        change(service, base, () -> {
            List<String> secrets = name.equals(TypedRows.ADDRESS)
                    ? rows.of(service).secrets().stream()
                            .map(TypedService.Secret::name)
                            .toList()
                    : List.of(name);
            secrets.forEach(secret -> rows.remove(service, secret));
            if (name.equals(TypedRows.ADDRESS)) {
                rows.address(service, null, clock.instant());
            }
            List<String> gone =
                    Stream.concat(Stream.of(name), secrets.stream()).distinct().toList();
            gone.forEach(each -> rows.removeAuthor(service, each));
            checks.forget(service);
            events.publishEvent(AccessChanged.removed(by, service, gone));
        });
    }

    /** Goes back to what was in use before the last change. @param base as of {@link #keep} */
    void takeBack(ServiceId service, int base, MemberId by) {
        change(service, base, () -> {
            Instant now = clock.instant();
            List<String> names = rows.takeBack(service, now);
            names.forEach(name -> rows.author(service, name, by, now));
            checks.forget(service);
            events.publishEvent(AccessChanged.takenBack(by, service, names));
        });
    }

    @Override
    public void tidy(Instant now) {
        rows.all()
                .values()
                .forEach(typed -> typed.secrets()
                        .forEach(secret -> Stream.of(
                                        Optional.of(secret.sealed()), Optional.ofNullable(secret.previous()))
                                .flatMap(Optional::stream)
                                .filter(seals::outdated)
                                .forEach(kept -> sealAnew(typed, secret, kept))));
    }

    private void sealAnew(TypedService typed, TypedService.Secret secret, byte[] kept) {
        String context = typed.context(secret);
        try {
            byte[] open = seals.open(kept, context);
            rows.sealAnew(typed.service(), secret.name(), kept, seals.seal(open, context));
        } catch (SealBroken broken) {
            log.warn("What was typed as {} of {} does not open any more", secret.name(), typed.service());
        }
    }

    private void change(ServiceId service, int base, Runnable change) {
        transactions.executeWithoutResult(transaction -> {
            if (!rows.advance(service, base)) {
                throw ConnectionsRefused.changedMeanwhile();
            }
            change.run();
        });
        services.changed();
    }
}
