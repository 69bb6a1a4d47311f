package cloud.maidan.portal.audit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an excerpt: that its records are those that were linked and signed, whatever was left out between them. */
final class ExcerptCheck implements LogCheck {

    private final List<Verifier> trusted;
    private final List<String> outside;
    private final Set<String> used = new LinkedHashSet<>();
    private Line.@Nullable Part part;
    private int place;
    private long records;
    private long parts;
    private long number;
    private long unlinked;
    private long lastId;
    private boolean ended;
    private @Nullable Broken broken;

    /** As of {@link ChainCheck}. */
    ExcerptCheck(List<Verifier> trusted, List<String> outside) {
        this.trusted = trusted;
        this.outside = outside;
    }

    @Override
    public void accept(Line line) {
        if (broken != null) {
            return;
        }
        switch (line) {
            case Line.Excerpt begins -> {}
            case Line.Part next -> begin(next);
            case Line.Record record -> follow(record);
            case Line.Unlinked record -> unlinked++;
            case Line.End end -> end(end);
            case Line.Linked next -> fail(lastId, "is followed by a batch of a whole log");
        }
    }

    private void begin(Line.Part next) {
        long first = next.ids().isEmpty() ? 0 : next.ids().getFirst();
        part = next;
        place = -1;
        if (next.number() <= number) {
            fail(first, "begins a batch that does not follow the one before");
            return;
        }
        number = next.number();
        try {
            Checkpoint after = next.opened().verified();
            if (!trusted.isEmpty()
                    && trusted.stream().noneMatch(key -> key.toString().equals(next.verifier()))) {
                fail(first, "begins a batch signed by a key that is not trusted: " + next.verifier());
                return;
            }
            used.add(next.verifier());
            parts++;
            compareOutside(after, Verifier.parse(next.verifier()), first);
        } catch (IllegalArgumentException e) {
            fail(first, "begins a batch whose records are not those that were signed");
        }
    }

    private void compareOutside(Checkpoint after, Verifier verifier, long first) {
        for (String note : outside) {
            try {
                Checkpoint kept = Checkpoint.open(note, verifier);
                if (kept.size() == after.size() && !Arrays.equals(kept.root(), after.root())) {
                    fail(first, "begins a batch that differs from the checkpoint of " + kept.at());
                }
            } catch (IllegalArgumentException ofAnotherKey) {
                // compared when a batch of that key comes
            }
        }
    }

    private void follow(Line.Record record) {
        Line.Part now = part;
        int at = now == null ? -1 : now.ids().indexOf(record.id());
        if (now == null || at <= place) {
            fail(record.id(), "is in no batch");
        } else if (!Arrays.equals(record.opened().digest(), now.opened().batch().digest(at))) {
            fail(record.id(), "was altered");
        } else {
            place = at;
            records++;
            lastId = record.id();
        }
    }

    private void end(Line.End end) {
        ended = true;
        if (end.batches() != parts || end.records() != records) {
            fail(lastId, "is not the last one the excerpt had");
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
        return parts;
    }

    @Override
    public long unlinkedRecords() {
        return unlinked;
    }

    @Override
    public Set<String> signers() {
        return used;
    }

    private void fail(long record, String why) {
        broken = Objects.requireNonNullElseGet(broken, () -> new Broken(record, why));
    }
}
