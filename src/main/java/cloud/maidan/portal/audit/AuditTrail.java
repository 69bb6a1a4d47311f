package cloud.maidan.portal.audit;

import cloud.maidan.portal.keys.Macs;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes each event into its publisher's transaction: neither exists without the other. */
@Component
class AuditTrail implements InitializingBean {

    /** Purpose of the key that authenticates records. */
    static final String MAC = "audit.record";

    private final JdbcClient jdbc;
    private final RecordRows records;
    private final SealedDetails details;
    private final Macs macs;
    private final Optional<OwnRecords> own;
    private final Clock clock;

    AuditTrail(
            JdbcClient jdbc,
            RecordRows records,
            SealedDetails details,
            Macs macs,
            Optional<OwnRecords> own,
            Clock clock) {
        this.jdbc = jdbc;
        this.records = records;
        this.details = details;
        this.macs = macs;
        this.own = own;
        this.clock = clock;
    }

    /** The operator may use the key and not make it: whoever starts before it does. */
    @Override
    public void afterPropertiesSet() {
        macs.mac(MAC, new byte[0]);
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Auditable event) {
        UUID owner = owner(event);
        Place place = place(owner);
        long id = place.id();
        // PostgreSQL keeps microseconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] sealed = details.seal(id, owner, place.key(), event.details());
        AuditRecord open = AuditRecord.of(id, now, event, sealed);
        AuditRecord record = open.authenticated(macs.mac(MAC, open.content()));
        records.insert(record);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                own.ifPresent(watched -> watched.expect(record));
            }
        });
    }

    /** Both in one question: each costs every event a round trip to the database. */
    private Place place(@Nullable UUID owner) {
        if (owner == null) {
            return new Place(
                    jdbc.sql("select nextval('audit_record_id')")
                            .query(Long.class)
                            .single(),
                    null);
        }
        return jdbc.sql("select nextval('audit_record_id'), (" + SealedDetails.KEY + ")")
                .param(owner)
                .query((row, number) -> new Place(row.getLong(1), row.getBytes(2)))
                .single();
    }

    /** @param key the owner's, wrapped; null when there is none yet */
    private record Place(long id, byte @Nullable [] key) {}

    private static @Nullable UUID owner(Auditable event) {
        return event.about()
                .map(MemberId::value)
                .orElse(event.actor() instanceof Actor.Person(var person) ? person.value() : null);
    }
}
