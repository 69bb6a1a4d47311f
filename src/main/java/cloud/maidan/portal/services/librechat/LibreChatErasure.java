package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nor;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.pullAll;
import static com.mongodb.client.model.Updates.unset;

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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps every collection that names its owner, with the vectors, files and index entries that belong to it. First what
 * lets somebody in, then what runs by itself and would write anew, at last the account, by which a repeat is begun.
 */
class LibreChatErasure {

    /** Everything that goes by its owner's id alone, in order; files go before it, with their vectors. */
    static final List<Kept> SWEPT = List.of(
            Kept.SHARED_LINKS,
            Kept.MESSAGES,
            Kept.TOOL_CALLS,
            Kept.CONVERSATIONS,
            Kept.MEMORIES,
            Kept.PRESETS,
            Kept.TAGS,
            Kept.PROJECTS,
            Kept.PROMPTS,
            Kept.PROMPT_GROUPS,
            Kept.AGENTS,
            Kept.ASSISTANTS,
            Kept.ACTIONS,
            Kept.SKILL_FILES,
            Kept.SKILLS,
            Kept.TOOL_SERVERS,
            Kept.FAVORITES,
            Kept.CODE_ENVIRONMENTS,
            Kept.TRANSACTIONS,
            Kept.BALANCES,
            Kept.PERMISSIONS,
            Kept.GRANTS,
            Kept.EXCEPTIONS);

    static final List<Kept> FIRST = List.of(
            Kept.SESSIONS,
            Kept.TOKENS,
            Kept.TOKEN_BRIDGES,
            Kept.AGENT_KEYS,
            Kept.KEYS,
            Kept.PLUGIN_KEYS,
            Kept.SCHEDULES,
            Kept.SCHEDULE_RUNS,
            Kept.QUEUED_TURNS,
            Kept.DELIVERIES);

    private static final List<String> CATEGORIES = List.of(
            "conversations",
            "messages",
            "files",
            "memories",
            "creations",
            "tasks",
            "shares",
            "usage",
            "keys",
            "sessions",
            "account");

    /** Places of files that are neither LibreChat's disk nor its vectors. */
    private static final List<String> ELSEWHERE =
            List.of("s3", "firebase", "azure_blob", "azure", "cloudfront", "openai");

    private static final String PUNISHMENTS = "logs";
    private static final int BATCH = 500;
    private static final int FILES_AT_ONCE = 100;
    private static final int MOST_PER_CALL = 20_000;
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
        Note note = note();
        return note.nothing()
                ? Outlook.NOTHING
                : new Outlook(
                        note.goes(), stays(note), outOfReach(note), obstacle().orElse(null));
    }

    Outcome erase(String handle, Turn turn) {
        Note note = handle.isEmpty() ? note() : Note.of(handle);
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
        if (!swept(turn)) {
            return pending(note, Duration.ZERO, "going-on");
        }
        files().erase(turn);
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
        return new Outcome.Finished(note.goes(), stays(note), outOfReach(note));
    }

    List<Amount> probe() {
        Note left = note();
        List<Amount> amounts = new ArrayList<>(left.goes());
        add(amounts, "folders", files().reachable().size());
        if (eraser.index()) {
            add(
                    amounts,
                    "indexed",
                    LibreChatEraser.INDEXES.stream()
                            .mapToLong(index -> eraser.indexed(index, user))
                            .sum());
        }
        return amounts;
    }

    private Outcome.Pending pending(Note note, Duration wait, String why) {
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

    private Note note() {
        Map<String, Long> counts = new LinkedHashMap<>();
        Optional<BsonDocument> account = librechat.account(user);
        CATEGORIES.forEach(category -> counts.put(
                category,
                Kept.in(category).stream()
                        .mapToLong(kept -> librechat.count(kept.collection, kept.of(user)))
                        .sum()));
        counts.merge(
                "account",
                account.map(there -> 1L + librechat.groupsOf(there).size()).orElse(0L),
                Long::sum);
        Bson mine = Kept.FILES.of(user);
        return new Note(
                counts,
                librechat.count(Kept.FILES.collection, and(mine, eq("embedded", true))),
                librechat.count(Kept.FILES.collection, and(mine, in("source", ELSEWHERE))),
                librechat.any(Kept.MESSAGES.collection, and(Kept.MESSAGES.of(user), eq("_meiliIndex", true))),
                List.of());
    }

    /** Whether everything went that one call may take. */
    private boolean swept(Turn turn) {
        Budget left = new Budget();
        forgetPunishments(turn);
        FIRST.forEach(kept -> sweep(kept, turn, left));
        removeAny("agentqueuedturnsequences", eq("user", new ObjectId(user)), turn);
        removeAny("agenttriggerlanesequences", eq("user", new ObjectId(user)), turn);
        sweepFiles(turn, left);
        SWEPT.forEach(kept -> sweep(kept, turn, left));
        if (left.none()) {
            return false;
        }
        leaveOthers(turn);
        return true;
    }

    /** How many documents one call may still take. */
    private static final class Budget {

        private int left = MOST_PER_CALL;

        boolean none() {
            return left <= 0;
        }

        void take(int documents) {
            left -= documents;
        }
    }

    /** Bans and violations are kept by what was punished: an account's id, or an address, which names nobody here. */
    private void forgetPunishments(Turn turn) {
        removeAny(PUNISHMENTS, punished(), turn);
    }

    private Bson punished() {
        return regex("key", "(^|:)" + user + "$");
    }

    private void removeAny(String collection, Bson which, Turn turn) {
        if (librechat.any(collection, which)) {
            turn.stillMine();
            eraser.remove(collection, which);
        }
    }

    private void sweep(Kept kept, Turn turn, Budget left) {
        Optional<BsonValue> after = Optional.empty();
        while (!left.none()) {
            List<BsonValue> ids = librechat.page(kept, user, after, BATCH, include("_id")).stream()
                    .map(document -> Fields.at(document, "_id"))
                    .toList();
            if (ids.isEmpty()) {
                return;
            }
            turn.stillMine();
            eraser.remove(kept.collection, and(kept.of(user), in("_id", ids)));
            left.take(ids.size());
            after = Optional.of(ids.getLast());
        }
    }

    /** A file's record is the only place that says which vectors are the member's, so they go before it. */
    private void sweepFiles(Turn turn, Budget left) {
        Optional<BsonValue> after = Optional.empty();
        while (!left.none()) {
            List<BsonDocument> some = librechat.page(Kept.FILES, user, after, FILES_AT_ONCE, include("_id", "file_id"));
            if (some.isEmpty()) {
                return;
            }
            List<String> names = some.stream()
                    .map(file -> Fields.text(file, "file_id"))
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (eraser.vectors() && !names.isEmpty()) {
                turn.stillMine();
                eraser.forgetVectors(names);
            }
            List<BsonValue> ids =
                    some.stream().map(file -> Fields.at(file, "_id")).toList();
            turn.stillMine();
            eraser.remove(Kept.FILES.collection, and(Kept.FILES.of(user), in("_id", ids)));
            left.take(some.size());
            after = Optional.of(ids.getLast());
        }
    }

    /** What belongs to others names the member: groups, permissions they gave, keys they entered for everybody. */
    private void leaveOthers(Turn turn) {
        ObjectId id = new ObjectId(user);
        List<String> names = Stream.of(
                        user,
                        librechat
                                .account(user)
                                .map(account -> Fields.text(account, "idOnTheSource"))
                                .orElse(""))
                .filter(name -> !name.isEmpty())
                .toList();
        change("groups", in("memberIds", names), pullAll("memberIds", names), turn);
        for (String collection : List.of("aclentries", "systemgrants")) {
            change(collection, eq("grantedBy", id), unset("grantedBy"), turn);
        }
        for (String field : List.of("createdBy", "updatedBy")) {
            change("skillsynccredentials", eq(field, id), unset(field), turn);
        }
        removeAny("agenttriggeruserpurges", eq("_id", id), turn);
    }

    private void change(String collection, Bson which, Bson change, Turn turn) {
        if (librechat.any(collection, which)) {
            turn.stillMine();
            eraser.change(collection, which, change);
        }
    }

    /** @return null when the index has forgotten */
    private @Nullable Outcome forgetIndexed(Note note, Turn turn) {
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

    private List<Retained> stays(Note note) {
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
                .filter(collection ->
                        librechat.any(collection, collection.equals(PUNISHMENTS) ? nor(punished()) : empty()))
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

    private List<BeyondReach> outOfReach(Note note) {
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

    private static void add(List<Amount> amounts, String what, long items) {
        if (items > 0) {
            amounts.add(new Amount(Text.of("librechat.erasure." + what), items));
        }
    }

    /**
     * What there was, since it cannot be counted any more afterwards.
     *
     * @param embedded files with vectors
     * @param elsewhere files in places that the portal does not reach
     * @param searchable whether messages are in the search index
     * @param tasks numbers of what Meilisearch was told to do, one for each index
     */
    private record Note(Map<String, Long> counts, long embedded, long elsewhere, boolean searchable, List<Long> tasks) {

        private static final String FORM = "1";

        long count(String category) {
            return Objects.requireNonNullElse(counts.get(category), 0L);
        }

        boolean nothing() {
            return counts.values().stream().allMatch(count -> count == 0);
        }

        Note with(List<Long> numbers) {
            return new Note(counts, embedded, elsewhere, searchable, numbers);
        }

        String handle() {
            return String.join(
                    "|",
                    FORM,
                    CATEGORIES.stream().map(category -> "" + count(category)).collect(Collectors.joining(",")),
                    "" + embedded,
                    "" + elsewhere,
                    searchable ? "1" : "0",
                    tasks.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }

        static Note of(String handle) {
            String[] parts = handle.split("\\|", -1);
            List<Long> counted = parts.length == 6 ? numbers(parts[1]) : List.of();
            if (counted.size() != CATEGORIES.size() || !parts[0].equals(FORM)) {
                throw new IllegalArgumentException("not a handle of LibreChat's");
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            for (int i = 0; i < counted.size(); i++) {
                counts.put(CATEGORIES.get(i), counted.get(i));
            }
            return new Note(
                    counts,
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    parts[4].equals("1"),
                    numbers(parts[5]));
        }

        private static List<Long> numbers(String list) {
            return list.isEmpty()
                    ? List.of()
                    : Stream.of(list.split(",")).map(Long::valueOf).toList();
        }

        List<Amount> goes() {
            List<Amount> goes = new ArrayList<>();
            CATEGORIES.forEach(category -> add(goes, category, count(category)));
            return goes;
        }
    }
}
