package cloud.maidan.portal.audit;

import cloud.maidan.portal.keys.Macs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a record stands in the chain, found and checked anew each time somebody looks. */
@Component
class Places {

    private final BatchRows batches;
    private final Macs macs;

    Places(BatchRows batches, Macs macs) {
        this.batches = batches;
        this.macs = macs;
    }

    /**
     * @param part null when the record is not linked
     * @param index its place in the batch, from 0
     * @param unaltered whether its content is the one that was linked
     * @param checkpoint the log just after the batch; null when the batch is not what was signed
     */
    record Place(
            boolean genuine,
            @Nullable ChainPart part,
            int index,
            boolean unaltered,
            @Nullable Checkpoint checkpoint) {

        public boolean linked() {
            return part != null;
        }

        public boolean whole() {
            return genuine && unaltered && checkpoint != null;
        }

        /** Which record of the log it is, from 1; null when nothing signed says so. */
        public @Nullable Long number() {
            return part == null || checkpoint == null
                    ? null
                    : checkpoint.size() - part.batch().ids().length + index + 1;
        }
    }

    Place of(AuditRecord record) {
        boolean genuine = macs.verify(AuditTrail.MAC, record.mac(), record.content());
        return partOf(record.id())
                .map(part -> of(record, genuine, part))
                .orElseGet(() -> new Place(genuine, null, 0, true, null));
    }

    /** The batch that linked the record, with the one before; empty when none has. */
    Optional<ChainPart> partOf(long record) {
        for (Optional<Batch> at = batches.firstUpTo(record); at.isPresent(); at = next(at.get())) {
            if (index(at.get(), record) >= 0) {
                return at.map(batch -> new ChainPart(before(batch), batch));
            }
            if (at.get().settledId() >= record) {
                return Optional.empty(); // nothing up to there was linked later
            }
        }
        return Optional.empty();
    }

    static int index(Batch batch, long record) {
        for (int place = 0; place < batch.ids().length; place++) {
            if (batch.ids()[place] == record) {
                return place;
            }
        }
        return -1;
    }

    private static Place of(AuditRecord record, boolean genuine, ChainPart part) {
        int index = index(part.batch(), record.id());
        boolean unaltered = Arrays.equals(part.batch().digest(index), record.digest());
        return new Place(genuine, part, index, unaltered, verified(part));
    }

    private static @Nullable Checkpoint verified(ChainPart part) {
        try {
            return part.verified();
        } catch (IllegalArgumentException notWhatWasSigned) {
            return null;
        }
    }

    private Batch before(Batch batch) {
        return single(batches.after(batch.number() - 2, 1))
                .filter(found -> found.number() == batch.number() - 1)
                .orElse(Batch.NONE);
    }

    private Optional<Batch> next(Batch batch) {
        return single(batches.after(batch.number(), 1));
    }

    private static Optional<Batch> single(List<Batch> found) {
        return found.stream().findFirst();
    }
}
