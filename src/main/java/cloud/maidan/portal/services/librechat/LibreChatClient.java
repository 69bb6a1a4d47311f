package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Accumulators.max;
import static com.mongodb.client.model.Accumulators.min;
import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.OutboundHttp;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.BsonField;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Reads LibreChat's database as its schemas describe it (npm {@code @librechat/data-schemas} 0.0.71), and asks LibreChat
 * whether it is well. It sends no question to LibreChat's own API: programs there are scored as attackers and banned.
 */
@Component
class LibreChatClient {

    static final ServiceId ID = new ServiceId("librechat");
    static final String SCHEMAS = "0.0.71";
    static final int MOST_LOOKED_AT = 1000;

    private static final Duration SCHEMA_HOLDS = Duration.ofMinutes(10);
    private static final Duration MODEL_SERVER = Duration.ofMillis(500);
    private static final int AT_A_TIME = 100;
    private static final int LONGEST_HEALTH = 64 * 1024;
    private static final Bson ACCOUNT = include(
            "name",
            "username",
            "email",
            "emailVerified",
            "avatar",
            "provider",
            "role",
            "googleId",
            "facebookId",
            "openidId",
            "openidIssuer",
            "samlId",
            "ldapId",
            "githubId",
            "discordId",
            "appleId",
            "idOnTheSource",
            "plugins",
            "twoFactorEnabled",
            "expiresAt",
            "termsAccepted",
            "termsAcceptedAt",
            "personalization",
            "favorites",
            "pinnedOrder",
            "skillStates",
            "tenantId",
            "createdAt",
            "updatedAt");

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final DatabaseLine database;
    private final LibreChatProperties properties;
    private final Clock clock;
    private volatile Schema schemaSeen = new Schema(Instant.MIN, 0);

    /** @param line of the database by which it was seen */
    private record Schema(Instant at, int line) {}

    LibreChatClient(
            ServiceAccess access,
            OutboundHttp http,
            DatabaseLine database,
            LibreChatProperties properties,
            Clock clock) {
        this.access = access;
        this.http = http;
        this.database = database;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param count null when it could not be counted in time @param bytes of files; zero elsewhere */
    record Tally(
            long count, @Nullable Instant oldest, @Nullable Instant newest, long bytes) {

        static final Tally NONE = new Tally(0, null, null, 0);
    }

    /** What the database's account may do. @param users who it is; empty when the database asks nobody who they are */
    record Rights(int users, Set<String> actions) {

        static Rights of(MongoDatabase db) {
            BsonDocument info = db.runCommand(
                            BsonDocument.parse("{connectionStatus: 1, showPrivileges: true}"), BsonDocument.class)
                    .getDocument("authInfo");
            Set<String> actions = new HashSet<>();
            for (BsonValue privilege : Fields.list(info, "authenticatedUserPrivileges")) {
                Fields.list(privilege.asDocument(), "actions")
                        .forEach(action -> actions.add(action.asString().getValue()));
            }
            return new Rights(Fields.list(info, "authenticatedUsers").size(), actions);
        }
    }

    boolean configured() {
        return access.address(ID).isPresent() && database.configured();
    }

    /** A database whose application is down may be in the middle of an upgrade or a restore, and is not read then. */
    void requireWell() {
        URI address = access.address(ID).orElseThrow(() -> fault(Fault.UNREACHABLE, "no address"));
        String said = http.to(ID, address, Authorization.none()).get("/health").atMost(LONGEST_HEALTH).stream(
                LibreChatClient::text);
        if (!said.equals("OK")) {
            throw fault(Fault.UNREADABLE, "GET /health said something else than OK");
        }
    }

    private static String text(Body body) {
        try {
            return new String(body.content().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the model server says about itself. @param path such as {@code /api/tags} */
    JsonNode ollama(URI address, String path) {
        return http.to(ID, address, Authorization.none())
                .get(path)
                .within(MODEL_SERVER)
                .json(JsonNode.class);
    }

    Set<String> collections() {
        return database.ask(db -> db.listCollectionNames().into(new HashSet<>()));
    }

    Rights rights() {
        return database.ask(Rights::of);
    }

    /** Accounts in order of their ids, after one. */
    List<BsonDocument> accounts(Optional<String> after, int limit) {
        Bson from = after.map(id -> gt("_id", new ObjectId(id))).orElseGet(Filters::empty);
        return list(
                "users",
                users -> users.find(from)
                        .projection(include("openidId"))
                        .sort(ascending("_id"))
                        .limit(limit));
    }

    /** Accounts that a sign-in with the provider's subject belongs to: none, one, or by different issuers several. */
    List<BsonDocument> accountsOf(String subject) {
        return list(
                "users",
                users -> users.find(eq("openidId", subject))
                        .projection(include("openidIssuer"))
                        .limit(AT_A_TIME));
    }

    /** Accounts with the address, which LibreChat keeps in small letters. */
    List<BsonDocument> accountsAt(String address) {
        return list(
                "users",
                users -> users.find(eq("email", address.toLowerCase(Locale.ROOT)))
                        .projection(include("provider", "openidId"))
                        .limit(AT_A_TIME));
    }

    Optional<BsonDocument> account(String user) {
        if (!ObjectId.isValid(user)) {
            return Optional.empty();
        }
        return list(
                        "users",
                        users -> users.find(eq("_id", new ObjectId(user)))
                                .projection(ACCOUNT)
                                .limit(1))
                .stream()
                .findFirst();
    }

    /** Groups are filled with ids of ours or of where they come from. */
    List<BsonDocument> groupsOf(BsonDocument account) {
        List<String> names = Stream.of(
                        account.getObjectId("_id").getValue().toHexString(), Fields.text(account, "idOnTheSource"))
                .filter(name -> !name.isEmpty())
                .toList();
        return list(
                "groups",
                groups -> groups.find(in("memberIds", names))
                        .projection(include("name", "description", "source"))
                        .sort(ascending("_id"))
                        .limit(AT_A_TIME));
    }

    Tally tally(Kept kept, String user) {
        List<BsonField> totals = new ArrayList<>(List.of(sum("count", 1)));
        if (kept.time != null) {
            totals.add(min("oldest", "$" + kept.time));
            totals.add(max("newest", "$" + kept.time));
        }
        if (kept == Kept.FILES) {
            totals.add(sum("bytes", "$bytes"));
        }
        long limit = properties.countWithin().toMillis();
        try {
            return database
                    .ask(db -> documents(db.withTimeout(limit, TimeUnit.MILLISECONDS), kept.collection)
                            .aggregate(List.of(match(kept.of(user)), group(BsonNull.VALUE, totals)))
                            .map(LibreChatClient::tally)
                            .into(new ArrayList<>()))
                    .stream()
                    .findFirst()
                    .orElse(Tally.NONE);
        } catch (ServiceFault fault) {
            if (fault.fault() != Fault.TIMED_OUT || Thread.currentThread().isInterrupted()) {
                throw fault;
            }
            return new Tally(count(kept.collection, kept.of(user)), null, null, 0);
        }
    }

    private static Tally tally(BsonDocument totals) {
        return new Tally(
                totals.getNumber("count").longValue(),
                Fields.time(totals, "oldest"),
                Fields.time(totals, "newest"),
                totals.containsKey("bytes") ? totals.getNumber("bytes").longValue() : 0);
    }

    long count(String collection, Bson which) {
        return database.ask(db -> documents(db, collection).countDocuments(which));
    }

    boolean any(String collection, Bson which) {
        return database.ask(db -> documents(db, collection).countDocuments(which, new CountOptions().limit(1))) > 0;
    }

    /** One page of what is kept, in order of ids. */
    List<BsonDocument> page(Kept kept, String user, Optional<BsonValue> after, int limit) {
        return page(kept, user, after, limit, kept.fields);
    }

    List<BsonDocument> page(Kept kept, String user, Optional<BsonValue> after, int limit, Bson fields) {
        Bson which = after.map(id -> and(kept.of(user), gt("_id", id))).orElseGet(() -> kept.of(user));
        return list(
                kept.collection,
                all -> all.find(which).projection(fields).sort(ascending("_id")).limit(limit));
    }

    /**
     * What a member wrote and was answered in one conversation, oldest first.
     *
     * @param taker asks for batches until one is empty
     */
    void messages(String user, String conversation, Consumer<Supplier<List<BsonDocument>>> taker) {
        MongoCursor<BsonDocument> cursor = database.ask(db -> documents(db, Kept.MESSAGES.collection)
                .find(and(eq("conversationId", conversation), Kept.MESSAGES.of(user)))
                .projection(Kept.MESSAGES.fields)
                .sort(ascending("createdAt", "_id"))
                .batchSize(AT_A_TIME)
                .timeoutMode(TimeoutMode.ITERATION)
                .cursor());
        try (cursor) {
            taker.accept(() -> database.ask(db -> batch(cursor)));
        }
    }

    private static List<BsonDocument> batch(MongoCursor<BsonDocument> cursor) {
        List<BsonDocument> batch = new ArrayList<>();
        while (batch.size() < AT_A_TIME && cursor.hasNext()) {
            batch.add(cursor.next());
        }
        return batch;
    }

    /** The next conversation, by its id, in which the member has messages. */
    Optional<String> conversationAfter(String user, String conversation) {
        return list(
                        Kept.MESSAGES.collection,
                        messages -> messages.find(and(Kept.MESSAGES.of(user), gt("conversationId", conversation)))
                                .projection(include("conversationId"))
                                .sort(ascending("conversationId"))
                                .limit(1))
                .stream()
                .findFirst()
                .map(message -> Fields.needed(message, "conversationId"));
    }

    /** Documents that a check reads, {@link #MOST_LOOKED_AT} at most. */
    List<BsonDocument> some(String collection, Bson which, String... fields) {
        return list(
                collection,
                all -> all.find(which)
                        .projection(include(fields))
                        .sort(ascending("_id"))
                        .limit(MOST_LOOKED_AT));
    }

    private List<BsonDocument> list(
            String collection, Function<MongoCollection<BsonDocument>, FindIterable<BsonDocument>> question) {
        requireKnownSchema();
        return database.ask(db -> question.apply(documents(db, collection)).into(new ArrayList<>()));
    }

    /**
     * What is not there as the schemas say would be counted as nothing. So collections must exist, and where one holds
     * anything, its owner must have the form that we ask with.
     */
    void requireKnownSchema() {
        Instant now = clock.instant();
        if (schemaSeen.at().isAfter(now.minus(SCHEMA_HOLDS)) && schemaSeen.line() == database.opened()) {
            return;
        }
        Set<String> there = collections();
        int line = database.opened();
        List<String> lacking = Kept.lacking(there);
        if (!lacking.isEmpty()) {
            throw fault(Fault.UNREADABLE, "collections are missing: " + String.join(", ", lacking));
        }
        try (SideBySide questions = new SideBySide(ID)) {
            questions.all(Stream.of(Kept.values())
                    .filter(kept -> there.contains(kept.collection))
                    .<Supplier<Boolean>>map(kept -> () -> requireOwner(kept))
                    .toList());
        }
        schemaSeen = new Schema(now, line);
    }

    private boolean requireOwner(Kept kept) {
        List<BsonDocument> any = database.ask(db -> documents(db, kept.collection)
                .find()
                .projection(include(kept.owner))
                .limit(1)
                .into(new ArrayList<>()));
        if (!kept.mixed()
                && any.stream().anyMatch(one -> Fields.at(one, kept.owner).getBsonType() != kept.key.type)) {
            throw fault(Fault.UNREADABLE, kept.collection + "." + kept.owner + " is not of the form we know");
        }
        return true;
    }

    private static MongoCollection<BsonDocument> documents(MongoDatabase database, String collection) {
        return database.getCollection(collection, BsonDocument.class);
    }

    private static ServiceFault fault(Fault kind, String why) {
        return new ServiceFault(kind, null, "librechat: " + why, null);
    }
}
