package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.librechat.LibreChatEraser.Task;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps every collection that names its owner, with the vectors, files and index entries that belong to it. First what
 * lets somebody in, then what runs by itself and would write anew, at last the account, by which a repeat is begun.
 */
class LibreChatErasure {

    /** Places of files that are neither LibreChat's disk nor its vectors. */
    private static final List<String> ELSEWHERE =
            List.of("s3", "firebase", "azure_blob", "azure", "cloudfront", "openai");

    /** There was no index to tell. */
    private static final long NO_TASK = -1;

    private static final Duration INDEXING = Duration.ofSeconds(5);
    private static final Duration INDEX_LATER = Duration.ofMinutes(10);
    /** LibreChat's own, not to be set. */
    private static final Duration LOGS_KEPT = Duration.ofDays(14);

    private final LibreChatClient librechat;
    private final LibreChatEraser eraser;
    private final Departures departures;
    private final LibreChatProperties properties;
    private final Clock clock;
    private final String user;

    LibreChatErasure(
            LibreChatClient librechat,
            LibreChatEraser eraser,
            Departures departures,
            LibreChatProperties properties,
            Clock clock,
            String user) {
        this.librechat = librechat;
        this.eraser = eraser;
        this.departures = departures;
        this.properties = properties;
        this.clock = clock;
        this.user = user;
    }

    Outlook outlook() {
        ErasureNote note = note();
        return note.nothing()
                ? Outlook.NOTHING
                : new Outlook(
                        note.goes(), stays(note), outOfReach(note), obstacle().orElse(null));
    }

    Outcome erase(String handle, Turn turn) {
        ErasureNote note = handle.isEmpty() ? note() : ErasureNote.of(handle);
        if (handle.isEmpty() && note.nothing()) {
            return new Outcome.NothingHeld();
        }
        Optional<Text> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return new Outcome.Blocked(obstacle.get());
        }
        if (handle.isEmpty()) {
            return pending(note, Duration.ZERO, "noted");
        }
        if (!new Sweep(librechat, eraser, user).swept(turn)) {
            return pending(note, Duration.ZERO, "going-on");
        }
        Spared spared = Spared.of(turn.held());
        files().erase(turn, paths(spared));
        if (eraser.index()) {
            Outcome waiting = forgetIndexed(note, turn);
            if (waiting != null) {
                return waiting;
            }
        }
        if (librechat.account(user).isPresent()) {
            turn.stillMine();
            eraser.remove("users", eq("_id", new ObjectId(user)));
        }
        return new Outcome.Finished(note.less(spared.counts(librechat, user)).goes(), stays(note), outOfReach(note));
    }

    /** Where held files lie. */
    private List<String> paths(Spared spared) {
        return spared.files().isEmpty()
                ? List.of()
                : librechat
                        .some(
                                Kept.FILES.collection,
                                and(Kept.FILES.of(user), in("file_id", spared.files())),
                                "filepath")
                        .stream()
                        .map(file -> Fields.text(file, "filepath"))
                        .toList();
    }

    List<Amount> probe(Spared spared) {
        ErasureNote left = note().less(spared.counts(librechat, user));
        List<Amount> amounts = new ArrayList<>(left.goes());
        ErasureNote.add(amounts, "folders", files().left(paths(spared)));
        if (eraser.index()) {
            ErasureNote.add(
                    amounts,
                    "indexed",
                    LibreChatEraser.INDEXES.stream()
                            .mapToLong(index -> eraser.indexed(index, user))
                            .sum());
        }
        return amounts;
    }

    private Outcome.Pending pending(ErasureNote note, Duration wait, String why) {
        return new Outcome.Pending(note.handle(), clock.instant().plus(wait), Text.of("librechat.erasure." + why));
    }

    private Optional<Text> obstacle() {
        if (!eraser.configured()) {
            return Optional.of(Text.of("librechat.erasure.no-eraser"));
        }
        return eraser.mayRemove() ? Optional.empty() : Optional.of(Text.of("librechat.erasure.no-right"));
    }

    private StoredFiles files() {
        return new StoredFiles(properties, user);
    }

    private ErasureNote note() {
        Map<String, Long> counts = new LinkedHashMap<>();
        Optional<BsonDocument> account = librechat.account(user);
        ErasureNote.CATEGORIES.forEach(category -> counts.put(
                category,
                Kept.in(category).stream()
                        .mapToLong(kept -> librechat.count(kept.collection, kept.of(user)))
                        .sum()));
        counts.merge(
                "account",
                account.map(there -> 1L + librechat.groupsOf(there).size()).orElse(0L),
                Long::sum);
        Bson mine = Kept.FILES.of(user);
        return new ErasureNote(
                counts,
                librechat.count(Kept.FILES.collection, and(mine, eq("embedded", true))),
                librechat.count(Kept.FILES.collection, and(mine, in("source", ELSEWHERE))),
                librechat.any(Kept.MESSAGES.collection, and(Kept.MESSAGES.of(user), eq("_meiliIndex", true))),
                List.of());
    }

    /** @return null when the index has forgotten */
    private @Nullable Outcome forgetIndexed(ErasureNote note, Turn turn) {
        int told = note.tasks().size();
        if (told < LibreChatEraser.INDEXES.size()) {
            turn.stillMine();
            long task = eraser.forgetIndexed(LibreChatEraser.INDEXES.get(told), user)
                    .orElse(NO_TASK);
            List<Long> tasks = new ArrayList<>(note.tasks());
            tasks.add(task);
            return pending(
                    note.with(tasks),
                    tasks.size() < LibreChatEraser.INDEXES.size() ? Duration.ZERO : INDEXING,
                    "indexing");
        }
        Set<Task> states = note.tasks().stream()
                .filter(task -> task != NO_TASK)
                .map(eraser::task)
                .collect(Collectors.toSet());
        if (states.contains(Task.LOST)) {
            return pending(note.with(List.of()), INDEX_LATER, "index-failed");
        }
        return states.contains(Task.UNDER_WAY) ? pending(note, INDEXING, "indexing") : null;
    }

    private List<Retained> stays(ErasureNote note) {
        List<Retained> stays = new ArrayList<>();
        long deeds = librechat.count(Kept.DEEDS.collection, or(Kept.DEEDS.of(user), eq("target.id", user)));
        if (deeds > 0) {
            stays.add(retained("deeds", null, deeds));
        }
        List<String> folders = files().outOfReach();
        if (!folders.isEmpty()) {
            stays.add(retained("disk", null, String.join(", ", folders)));
        }
        if (note.elsewhere() > 0) {
            stays.add(retained("elsewhere", null, note.elsewhere()));
        }
        if (note.embedded() > 0 && !eraser.vectors()) {
            stays.add(retained("vectors", null, note.embedded(), user));
        }
        if (note.searchable() && !eraser.index()) {
            stays.add(retained("index", null, user));
        }
        List<String> unnamed = Kept.unreadable(librechat.collections()).stream()
                .filter(collection -> librechat.any(
                        collection, collection.equals(Sweep.PUNISHMENTS) ? nor(Sweep.punished(user)) : empty()))
                .toList();
        if (!unnamed.isEmpty()) {
            stays.add(retained("unnamed", null, String.join(", ", unnamed)));
        }
        stays.add(retained("logs", clock.instant().plus(LOGS_KEPT)));
        return stays;
    }

    private static Retained retained(String what, @Nullable Instant until, Object... args) {
        return new Retained(
                Text.of("librechat.erasure." + what, args), Text.of("librechat.erasure." + what + ".why"), until);
    }

    private List<BeyondReach> outOfReach(ErasureNote note) {
        List<BeyondReach> beyond = new ArrayList<>();
        if (note.count("shares") > 0) {
            beyond.add(beyond("shared"));
        }
        if (departures.findings().stream().anyMatch(Finding::concern)) {
            beyond.add(beyond("sent"));
        }
        return beyond;
    }

    private static BeyondReach beyond(String what) {
        return new BeyondReach(Text.of("librechat.erasure." + what), Text.of("librechat.erasure." + what + ".where"));
    }
}
