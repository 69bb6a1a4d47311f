package cloud.maidan.portal.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows an exported log line by line and stops at the first thing that does not fit. */
final class ChainCheck implements LogCheck {

    private static final Duration MAY_BE_UNLINKED = Duration.ofMinutes(1);

    private final List<Verifier> trusted;
    private final List<String> outside;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<Line.Unlinked> unlinked = new ArrayList<>();
    private final MerkleTree tree = MerkleTree.empty();
    private byte[] head = Batch.GENESIS;
    private Line.@Nullable Linked batch;
    private int place;
    private long records;
    private long batches;
    private long lastId;
    private boolean ended;
    private List<Checkpoint> keptRead = List.of();
    private int keptFor = -1;
    private @Nullable Broken broken;

    /**
     * @param trusted keys that may have signed; empty to accept the log's own
     * @param outside checkpoints kept elsewhere, as signed notes
     */
    ChainCheck(List<Verifier> trusted, List<String> outside) {
        this.trusted = trusted;
        this.outside = outside;
    }

    @Override
    public void accept(Line line) {
        if (broken != null) {
            return;
        }
        if (!(line instanceof Line.Record)) {
            finishBatch();
        }
        switch (line) {
            case Line.Linked next -> begin(next);
            case Line.Record record -> follow(record);
            case Line.Unlinked record -> unlinked.add(record);
            case Line.End end -> end(end);
            case Line.Excerpt begins -> fail(lastId, "is followed by an excerpt");
            case Line.Part part -> fail(lastId, "is followed by a batch of an excerpt");
        }
    }

    @Override
    public Optional<Broken> verdict() {
        if (broken == null && !ended) {
            fail(lastId, "is the last one before the file breaks off");
        }
        return Optional.ofNullable(broken);
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public long batches() {
        return batches;
    }

    @Override
    public long unlinkedRecords() {
        return unlinked.size();
    }

    @Override
    public Set<String> signers() {
        return used;
    }

    private void begin(Line.Linked next) {
        long first = next.ids().isEmpty() ? 0 : next.ids().getFirst();
        if (next.number() != batches + 1) {
            fail(first, "follows a gap: batch " + (batches + 1) + " is missing");
        } else if (next.ids().isEmpty() || next.digests().length != next.ids().size() * Hashes.BYTES) {
            fail(first, "begins a batch that was altered");
        }
        batch = next;
        place = 0;
    }

    private void follow(Line.Record record) {
        Line.Linked now = batch;
        if (now == null || place >= now.ids().size()) {
            fail(record.id(), "is in no batch");
        } else if (record.id() != now.ids().get(place)) {
            fail(now.ids().get(place), "is missing");
        } else {
            byte[] digest = record.opened().digest();
            if (!Arrays.equals(
                    digest, Arrays.copyOfRange(now.digests(), place * Hashes.BYTES, (place + 1) * Hashes.BYTES))) {
                fail(record.id(), "was altered");
                return;
            }
            head = Hashes.sha256(head, digest);
            tree.add(digest);
            lastId = record.id();
            place++;
            records++;
        }
    }

    private void finishBatch() {
        Line.Linked done = batch;
        batch = null;
        if (done == null) {
            return;
        }
        long first = done.ids().getFirst();
        if (place < done.ids().size()) {
            fail(done.ids().get(place), "is missing");
            return;
        }
        try {
            Verifier verifier = Verifier.parse(done.verifier());
            Checkpoint checkpoint = Checkpoint.open(done.checkpoint(), verifier);
            if (!trusted.isEmpty()
                    && trusted.stream().noneMatch(t -> t.toString().equals(verifier.toString()))) {
                fail(first, "begins a batch signed by a key that is not trusted: " + verifier);
            } else if (checkpoint.size() != tree.size()
                    || !Arrays.equals(checkpoint.root(), tree.root())
                    || !Arrays.equals(checkpoint.head(), head)) {
                fail(first, "begins a batch whose records are not those that were signed");
            } else {
                used.add(verifier.toString());
                batches++;
                compareOutside();
            }
        } catch (IllegalArgumentException e) {
            fail(first, "begins a batch without a valid signature");
        }
    }

    private void compareOutside() {
        for (Checkpoint kept : kept()) {
            if (kept.size() == tree.size() && !Arrays.equals(kept.root(), tree.root())) {
                fail(lastId, "ends a batch that differs from the checkpoint of " + kept.at());
            }
        }
    }

    private void end(Line.End end) {
        ended = true;
        Instant patience = Instant.parse(end.at()).minus(MAY_BE_UNLINKED);
        for (Line.Unlinked record : unlinked) {
            if (Instant.parse(record.at()).isBefore(patience)) {
                fail(record.id(), "is not in the chain");
            }
        }
        if (end.batches() != batches || end.records() != records) {
            fail(lastId, "is not the last one the log had when it was exported");
        }
        for (Checkpoint kept : kept()) {
            if (kept.size() > tree.size()) {
                fail(
                        lastId,
                        "is the last one of " + tree.size() + ", but the checkpoint of " + kept.at() + " says "
                                + kept.size());
            }
        }
    }

    /** Checkpoints from elsewhere that one of the log's or the trusted keys signed. */
    private List<Checkpoint> kept() {
        if (keptFor != used.size()) {
            List<Verifier> keys = new ArrayList<>(trusted);
            used.forEach(key -> keys.add(Verifier.parse(key)));
            List<Checkpoint> read = new ArrayList<>();
            outside.forEach(note ->
                    keys.stream().flatMap(key -> tryOpen(note, key)).findFirst().ifPresent(read::add));
            keptRead = read;
            keptFor = used.size();
        }
        return keptRead;
    }

    private static Stream<Checkpoint> tryOpen(String note, Verifier key) {
        try {
            return Stream.of(Checkpoint.open(note, key));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private void fail(long record, String why) {
        if (broken == null) {
            broken = new Broken(record, why);
        }
    }
}
