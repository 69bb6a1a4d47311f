package cloud.maidan.portal.audit;

import cloud.maidan.portal.keys.Macs;
import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Links committed records into the chain, in signed batches; one node of all at a time. */
@OnlyIn(ProcessRole.WORKER)
@Component
class Chainer {

    /** Purpose of the key that signs checkpoints. */
    static final String SIGNATURE = "audit.checkpoint";

    private final RecordRows records;
    private final BatchRows batches;
    private final Macs macs;
    private final Signatures signatures;
    private final AuditAlarm alarm;
    private final AuditProperties properties;
    private final Clock clock;
    private final TransactionTemplate transactions;
    private Gaps gaps = new Gaps();
    private long known = -1;

    Chainer(
            RecordRows records,
            BatchRows batches,
            Macs macs,
            Signatures signatures,
            AuditAlarm alarm,
            AuditProperties properties,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.batches = batches;
        this.macs = macs;
        this.signatures = signatures;
        this.alarm = alarm;
        this.properties = properties;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Links what is there; says how many records. Zero also when another node is at it. */
    synchronized int link() {
        Integer linked = transactions.execute(transaction -> batches.mayLink() ? linkAfter(batches.last()) : 0);
        return linked == null ? 0 : linked;
    }

    private int linkAfter(Batch last) {
        Instant now = clock.instant();
        if (known != last.number()) {
            gaps = new Gaps();
            gaps.note(last.settledId(), last.lastId(), batches.linkedAbove(last.settledId()), now);
            known = last.number();
        }
        List<AuditRecord> fresh = records.after(last.lastId(), properties.batch());
        long lastId = fresh.isEmpty() ? last.lastId() : fresh.getLast().id();
        List<AuditRecord> found = new ArrayList<>(records.find(gaps.ids()));
        found.addAll(fresh);
        gaps.note(last.lastId(), lastId, Gaps.idsOf(fresh), now);
        gaps.forget(now.minus(properties.gapLimit()));

        List<AuditRecord> genuine = found.stream()
                .filter(this::genuine)
                .sorted(Comparator.comparingLong(AuditRecord::id))
                .toList();
        if (genuine.isEmpty()) {
            return 0;
        }
        gaps.close(genuine);
        batches.insert(batch(last, genuine, lastId, now), now);
        known = last.number() + 1;
        return genuine.size();
    }

    /** A record that does not fit its tag was not written by the portal, or not like this: it is never linked. */
    private boolean genuine(AuditRecord record) {
        boolean genuine = macs.verify(AuditTrail.MAC, record.mac(), record.content());
        if (!genuine) {
            alarm.tampered(record.id(), "was not written like this by the portal");
        }
        return genuine;
    }

    private Batch batch(Batch last, List<AuditRecord> linked, long lastId, Instant now) {
        boolean first = last.number() == 0;
        MerkleTree tree =
                first ? MerkleTree.empty() : new MerkleTree(last.opened().size(), last.frontier());
        byte[] head = first ? Batch.GENESIS : last.opened().head();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (AuditRecord record : linked) {
            byte[] digest = record.digest();
            digests.writeBytes(digest);
            tree.add(digest);
            head = Hashes.sha256(head, digest);
        }
        Verifier verifier = new Verifier(properties.origin(), signatures.publicKey(SIGNATURE));
        String note = new Checkpoint(
                        properties.origin(), tree.size(), tree.root(), head, now.truncatedTo(ChronoUnit.MICROS))
                .signed(verifier, text -> signatures.sign(SIGNATURE, text).value());
        return new Batch(
                last.number() + 1,
                linked.stream().mapToLong(AuditRecord::id).toArray(),
                digests.toByteArray(),
                lastId,
                gaps.settled(lastId),
                tree.frontier(),
                note,
                verifier.toString());
    }
}
