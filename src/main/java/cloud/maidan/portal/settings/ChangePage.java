package cloud.maidan.portal.settings;

import cloud.maidan.portal.settings.ChangeRows.Change;
import cloud.maidan.portal.settings.Item.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change as its member sees it: what the portal does, what it did, and what only they can do. */
record ChangePage(Change change, List<Item> items) {

    public UUID id() {
        return change.id();
    }

    public @Nullable Instant appliedAt() {
        return change.appliedAt();
    }

    public List<Item> ours() {
        return items.stream().filter(item -> !item.byMember()).toList();
    }

    public List<Item> yours() {
        return items.stream().filter(Item::byMember).toList();
    }

    public boolean running() {
        return change.appliedAt() != null && items.stream().anyMatch(item -> item.outcome() == null);
    }

    /** Of {@link #ours}. */
    public long settled() {
        return ours().stream().filter(item -> item.outcome() != null).count();
    }

    public boolean undoable() {
        return !running() && items.stream().anyMatch(item -> item.outcome() == Outcome.DONE);
    }
}
