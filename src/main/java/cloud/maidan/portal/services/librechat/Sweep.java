package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.pullAll;
import static com.mongodb.client.model.Updates.unset;

import cloud.maidan.portal.services.Turn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Removes an account's documents, some thousands in one go, and its name from those of others; leaves what is held. */
class Sweep {

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

    static final String PUNISHMENTS = "logs";
    private static final int BATCH = 500;
    private static final int FILES_AT_ONCE = 100;
    private static final int MOST_PER_CALL = 20_000;

    private final LibreChatClient librechat;
    private final LibreChatEraser eraser;
    private final String user;

    Sweep(LibreChatClient librechat, LibreChatEraser eraser, String user) {
        this.librechat = librechat;
        this.eraser = eraser;
        this.user = user;
    }

    /** Whether everything went that one call may take. */
    boolean swept(Turn turn) {
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
        removeAny(PUNISHMENTS, punished(user), turn);
    }

    static Bson punished(String user) {
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
            Spared spared = Spared.of(turn.held());
            List<BsonDocument> some = librechat.page(kept, user, after, BATCH, include(Spared.NAMES));
            if (some.isEmpty()) {
                return;
            }
            remove(kept, ids(kept, some, spared), turn, left);
            after = Optional.of(Fields.at(some.getLast(), "_id"));
        }
    }

    /** A file's record is the only place that says which vectors are the member's, so they go before it. */
    private void sweepFiles(Turn turn, Budget left) {
        Optional<BsonValue> after = Optional.empty();
        while (!left.none()) {
            Spared spared = Spared.of(turn.held());
            List<BsonDocument> some = librechat.page(Kept.FILES, user, after, FILES_AT_ONCE, include(Spared.NAMES));
            if (some.isEmpty()) {
                return;
            }
            List<String> names = some.stream()
                    .filter(file -> !spared.holds(Kept.FILES, file))
                    .map(file -> Fields.text(file, "file_id"))
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (eraser.vectors() && !names.isEmpty()) {
                turn.stillMine();
                eraser.forgetVectors(names);
            }
            remove(Kept.FILES, ids(Kept.FILES, some, spared), turn, left);
            after = Optional.of(Fields.at(some.getLast(), "_id"));
        }
    }

    private static List<BsonValue> ids(Kept kept, List<BsonDocument> some, Spared spared) {
        return some.stream()
                .filter(document -> !spared.holds(kept, document))
                .map(document -> Fields.at(document, "_id"))
                .toList();
    }

    private void remove(Kept kept, List<BsonValue> ids, Turn turn, Budget left) {
        if (!ids.isEmpty()) {
            turn.stillMine();
            eraser.remove(kept.collection, and(kept.of(user), in("_id", ids)));
            left.take(ids.size());
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
}
