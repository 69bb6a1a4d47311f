package cloud.maidan.portal.services.librechat;

import static cloud.maidan.portal.services.librechat.Kept.Key.OBJECT;
import static cloud.maidan.portal.services.librechat.Kept.Key.TEXT;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.model.Filters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What LibreChat keeps about a person, by collection (npm {@code @librechat/data-schemas} 0.0.71), and which of its fields
 * are read. A secret is not among them, so it never leaves the database.
 */
enum Kept {
    CONVERSATIONS(
            "conversations",
            "user",
            TEXT,
            "conversations",
            "createdAt",
            exclude(
                    "messages",
                    "_meiliIndex",
                    "subagentThreadLease",
                    "agentEventBinding",
                    "agentEventActor",
                    "agentEventActorCleanup",
                    "agentEventActorReconciliations",
                    "agentEventActorEpoch",
                    "agentEventActorLegacyTurn",
                    "agentEventActorSuspension")),
    MESSAGES("messages", "user", TEXT, "messages", "createdAt", exclude("_meiliIndex")),
    TOOL_CALLS("toolcalls", "user", OBJECT, "messages", "createdAt", exclude()),
    FILES("files", "user", OBJECT, "files", "createdAt", exclude("metadata.codeEnvRef", "metadata.codeEnvRefs")),
    MEMORIES("memoryentries", "userId", OBJECT, "memories", "updated_at", exclude()),
    PRESETS("presets", "user", TEXT, "creations", "createdAt", exclude()),
    TAGS("conversationtags", "user", TEXT, "creations", "createdAt", exclude()),
    PROMPT_GROUPS("promptgroups", "author", OBJECT, "creations", "createdAt", exclude()),
    PROMPTS("prompts", "author", OBJECT, "creations", "createdAt", exclude()),
    AGENTS("agents", "author", OBJECT, "creations", "createdAt", exclude()),
    ASSISTANTS("assistants", "user", OBJECT, "creations", "createdAt", exclude()),
    /** Keys and client secrets lie beside what is read. */
    ACTIONS(
            "actions",
            "user",
            OBJECT,
            "creations",
            null,
            include(
                    "user",
                    "action_id",
                    "type",
                    "agent_id",
                    "assistant_id",
                    "metadata.domain",
                    "metadata.privacy_policy_url",
                    "metadata.raw_spec",
                    "metadata.auth.type")),
    PROJECTS("chatprojects", "user", TEXT, "creations", "createdAt", exclude()),
    SKILLS("skills", "author", OBJECT, "creations", "createdAt", exclude()),
    SKILL_FILES("skillfiles", "author", OBJECT, "creations", "createdAt", exclude("codeEnvRef", "codeEnvRefs")),
    /** Its address, headers and environment may hold keys. */
    TOOL_SERVERS(
            "mcpservers",
            "author",
            OBJECT,
            "creations",
            "createdAt",
            include(
                    "author",
                    "serverName",
                    "config.title",
                    "config.description",
                    "config.type",
                    "createdAt",
                    "updatedAt")),
    FAVORITES("toolfavorites", "user", OBJECT, "creations", "createdAt", exclude()),
    CODE_ENVIRONMENTS(
            "codeenvironments",
            "createdBy",
            OBJECT,
            "creations",
            "createdAt",
            include("createdBy", "environmentId", "name", "type", "createdAt", "updatedAt")),
    SCHEDULES(
            "schedules",
            "user",
            OBJECT,
            "tasks",
            "createdAt",
            exclude("claimToken", "leaseBy", "leaseUntil", "clientRequestDigest", "deletionSuspension")),
    SCHEDULE_RUNS("scheduleruns", "user", OBJECT, "tasks", "createdAt", exclude("checkpointNamespace")),
    QUEUED_TURNS(
            "agentqueuedturns",
            "user",
            OBJECT,
            "tasks",
            "createdAt",
            include(
                    "user",
                    "conversationId",
                    "agentId",
                    "parentMessageId",
                    "status",
                    "priority",
                    "text",
                    "files",
                    "quotes",
                    "manualSkills",
                    "scheduledAt",
                    "availableAt",
                    "createdAt",
                    "updatedAt")),
    DELIVERIES(
            "agenttriggerdeliveries",
            "user",
            OBJECT,
            "tasks",
            "createdAt",
            include("user", "status", "envelope", "result", "settledAt", "expiresAt", "createdAt", "updatedAt")),
    SHARED_LINKS("sharedlinks", "user", TEXT, "shares", "createdAt", exclude("shareId", "fileSnapshots")),
    TRANSACTIONS("transactions", "user", OBJECT, "usage", "createdAt", exclude()),
    BALANCES("balances", "user", OBJECT, "usage", "lastRefill", exclude("reservations", "pendingRefill")),
    KEYS("keys", "userId", OBJECT, "keys", null, include("userId", "name", "expiresAt")),
    PLUGIN_KEYS(
            "pluginauths",
            "userId",
            TEXT,
            "keys",
            "createdAt",
            include("userId", "authField", "pluginKey", "createdAt", "updatedAt")),
    AGENT_KEYS(
            "agentapikeys",
            "userId",
            OBJECT,
            "keys",
            "createdAt",
            include("userId", "name", "lastUsedAt", "expiresAt", "createdAt", "updatedAt")),
    SESSIONS("sessions", "user", OBJECT, "sessions", null, include("user", "expiration")),
    TOKENS(
            "tokens",
            "userId",
            OBJECT,
            "sessions",
            "createdAt",
            include("userId", "email", "type", "createdAt", "expiresAt")),
    TOKEN_BRIDGES(
            "refreshtokenbridges",
            "userId",
            TEXT,
            "sessions",
            "createdAt",
            include("userId", "createdAt", "expiresAt")),
    /** Who gave the permission is somebody else's. */
    PERMISSIONS(
            "aclentries",
            "principalId",
            OBJECT,
            "account",
            "grantedAt",
            include(
                    "principalId",
                    "principalType",
                    "resourceType",
                    "resourceId",
                    "permBits",
                    "grantedAt",
                    "expiredAt")),
    GRANTS(
            "systemgrants",
            "principalId",
            OBJECT,
            "account",
            "grantedAt",
            include("principalId", "principalType", "capability", "grantedAt", "expiresAt")),
    /** What is set may be a key. */
    EXCEPTIONS(
            "configs",
            "principalId",
            TEXT,
            "account",
            "createdAt",
            include("principalId", "principalType", "priority", "isActive", "createdAt", "updatedAt")),
    /** What others did to the account is theirs too: only its own deeds, without their targets. */
    DEEDS(
            "auditlogs",
            "actor.id",
            TEXT,
            "log",
            "createdAt",
            include(
                    "actor.id",
                    "category",
                    "action",
                    "outcome",
                    "severity",
                    "target.type",
                    "context.ip",
                    "context.userAgent",
                    "createdAt"));

    /** How a collection names its owner; a question with the other form finds nothing, without an error. */
    enum Key {
        TEXT(BsonType.STRING),
        OBJECT(BsonType.OBJECT_ID);

        final BsonType type;

        Key(BsonType type) {
            this.type = type;
        }
    }

    /** There since 0.7 and made at every start; without them it is not LibreChat's database, or not as we know it. */
    private static final Set<String> ALWAYS = Set.of(
            "users",
            "conversations",
            "messages",
            "files",
            "transactions",
            "balances",
            "memoryentries",
            "keys",
            "pluginauths",
            "presets",
            "conversationtags",
            "sharedlinks",
            "promptgroups",
            "prompts",
            "agents",
            "assistants",
            "actions",
            "toolcalls",
            "sessions",
            "tokens");

    /** Known collections that say nothing about a person, or nothing that this list does not say already. */
    private static final Set<String> OTHERS = Set.of(
            "users",
            "groups",
            "accessroles",
            "roles",
            "banners",
            "agentcategories",
            "categories",
            "agentqueuedturnsequences",
            "agenttriggerlanesequences",
            "agenttriggeruserpurges",
            "skillsynccredentials",
            "skillsyncstatuses",
            "openidrefreshflights",
            "projects",
            "logs",
            "checkpoints",
            "checkpoint_writes");

    /** Hold pieces of conversations, or addresses of the punished, in forms that do not name their owner. */
    private static final Set<String> UNREADABLE = Set.of("logs", "checkpoints", "checkpoint_writes");

    final String collection;
    final String owner;
    final Key key;
    final String category;
    final @Nullable String time;
    final Bson fields;

    Kept(String collection, String owner, Key key, String category, @Nullable String time, Bson fields) {
        this.collection = collection;
        this.owner = owner;
        this.key = key;
        this.category = category;
        this.time = time;
        this.fields = fields;
    }

    static List<Kept> in(String category) {
        return Arrays.stream(values())
                .filter(kept -> kept.category.equals(category))
                .toList();
    }

    static List<String> lacking(Set<String> collections) {
        return ALWAYS.stream()
                .filter(name -> !collections.contains(name))
                .sorted()
                .toList();
    }

    static List<String> unknown(Set<String> collections) {
        Set<String> known = Stream.concat(Arrays.stream(values()).map(kept -> kept.collection), OTHERS.stream())
                .collect(Collectors.toSet());
        return collections.stream()
                .filter(name -> !known.contains(name) && !name.startsWith("system."))
                .sorted()
                .toList();
    }

    static List<String> unreadable(Set<String> collections) {
        return UNREADABLE.stream().filter(collections::contains).sorted().toList();
    }

    /** Whether roles, groups and the system own some of it too, by names of another form. */
    boolean mixed() {
        return this == PERMISSIONS || this == GRANTS || this == EXCEPTIONS || this == DEEDS;
    }

    /** @param user the account's id, 24 hexadecimal digits */
    Bson of(String user) {
        return Filters.eq(owner, id(user));
    }

    private BsonValue id(String user) {
        return key == TEXT ? new BsonString(user) : new BsonObjectId(new ObjectId(user));
    }

    /** As in paths of an export and in messages, such as {@code shared-links}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
