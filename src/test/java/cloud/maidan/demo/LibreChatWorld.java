package cloud.maidan.demo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.ObjectId;

/** What plainly invented people left at an invented LibreChat, in the form of its own schemas (0.0.71). */
public final class LibreChatWorld {

    /** Stands in every field that is a secret; must never be seen outside of the database. */
    public static final String SECRET = "SECRET-MARKER-";

    /** Stands in what belongs to others. */
    public static final String FOREIGN = "FOREIGN-MARKER-";

    /** Signed in by two issuers of the same provider: two accounts. */
    public static final String TWICE = "66666666-6666-4666-8666-666666666666";

    /** Known to a provider that is not ours under the same subject. */
    public static final String STRANGER = "77777777-7777-4777-8777-777777777777";

    public static final ObjectId MEMBER = new ObjectId("6900000000000000000000a1");
    public static final ObjectId MODERATOR = new ObjectId("6900000000000000000000a2");
    public static final ObjectId OFFICER = new ObjectId("6900000000000000000000a3");
    public static final String MARKET = "0b7b9f4e-1111-4aaa-8aaa-000000000001";
    public static final String RECIPES = "0b7b9f4e-1111-4aaa-8aaa-000000000002";
    public static final String STRAY = "0b7b9f4e-1111-4aaa-8aaa-000000000009";

    static final String ROOT = "00000000-0000-0000-0000-000000000000";
    static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    /** The collections that LibreChat makes at its start, filled or not. */
    private static final Set<String> COLLECTIONS = new TreeSet<>(Arrays.asList(("accessroles aclentries actions"
                    + " agentapikeys agentcategories agentqueuedturns agentqueuedturnsequences agents"
                    + " agenttriggerdeliveries agenttriggerlanesequences agenttriggeruserpurges assistants auditlogs"
                    + " balances banners chatprojects codeenvironments configs conversations conversationtags files"
                    + " groups keys mcpservers memoryentries messages openidrefreshflights pluginauths presets"
                    + " promptgroups prompts refreshtokenbridges roles scheduleruns schedules sessions sharedlinks"
                    + " skillfiles skills skillsynccredentials skillsyncstatuses systemgrants tokens toolcalls"
                    + " toolfavorites transactions users")
            .split(" ")));

    private final String issuer;
    private final int messages;
    private final List<String> texts = new ArrayList<>();
    private int ids = 0x1000;

    LibreChatWorld(String issuer, int messages) {
        this.issuer = issuer;
        this.messages = messages;
    }

    /** What the member wrote and was answered. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    void fill(MongoClient client) {
        MongoDatabase db = client.getDatabase("LibreChat");
        COLLECTIONS.forEach(db::createCollection);
        people(db);
        conversations(db);
        files(db);
        creations(db);
        usage(db);
        secrets(db);
        foreign(db);
        settings(db);
    }

    /** Puts the words into every document that names the member. */
    static Planted plant(MongoClient client, FieldWords words) {
        Planting planting = new Planting(words, (path, entity) -> null);
        MongoDatabase db = client.getDatabase("LibreChat");
        for (String collection : db.listCollectionNames()) {
            for (Document document : db.getCollection(collection).find().into(new ArrayList<>())) {
                if (document.toJson().contains(MEMBER.toHexString()) && !collection.equals("groups")) {
                    planting.changed(collection, document, true);
                    db.getCollection(collection).replaceOne(new Document("_id", document.get("_id")), document);
                }
            }
        }
        return planting.into();
    }

    void writeFiles(Path folder) throws IOException {
        write(
                folder.resolve("uploads/" + MEMBER + "/f-plan__plan.txt"),
                "The plan for the square: benches, lamps, a well.\n");
        write(folder.resolve("uploads/" + MODERATOR + "/f-other__list.txt"), FOREIGN + "file");
        write(folder.resolve("images/" + MEMBER + "/avatar-1.png"), "\u0089PNG invented picture");
        write(folder.resolve("librechat.yaml"), CLEAN_YAML);
        write(folder.resolve(".env"), CLEAN_ENVIRONMENT);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    private void people(MongoDatabase db) {
        insert(
                db,
                "users",
                person(MEMBER, DemoAccount.MEMBER.username(), DemoAccount.MEMBER.email())
                        .append("name", DemoAccount.MEMBER.displayName())
                        .append("provider", "openid")
                        .append("openidId", DemoAccount.MEMBER.subject())
                        .append("openidIssuer", issuer)
                        .append("avatar", "/images/" + MEMBER + "/avatar-1.png?manual=true")
                        .append("personalization", new Document("memories", true))
                        .append("totpSecret", SECRET + "totp")
                        .append(
                                "backupCodes",
                                List.of(new Document("codeHash", SECRET + "backup").append("used", false)))
                        .append("pendingTotpSecret", SECRET + "pending-totp")
                        .append("pendingBackupCodes", List.of(new Document("codeHash", SECRET + "pending-backup")))
                        .append("password", SECRET + "password")
                        .append("refreshToken", List.of(new Document("refreshToken", SECRET + "refresh"))),
                person(MODERATOR, DemoAccount.MODERATOR.username(), DemoAccount.MODERATOR.email())
                        .append("provider", "openid")
                        .append("openidId", DemoAccount.MODERATOR.subject())
                        .append("openidIssuer", issuer),
                // known by address only: made before the community signed in through its provider
                person(OFFICER, "odile", DemoAccount.OFFICER.email()).append("provider", "openid"),
                person(new ObjectId("6900000000000000000000a4"), "twice-a", "twice-a@riverbend.example")
                        .append("provider", "openid")
                        .append("openidId", TWICE)
                        .append("openidIssuer", issuer),
                person(new ObjectId("6900000000000000000000a5"), "twice-b", "twice-b@riverbend.example")
                        .append("provider", "openid")
                        .append("openidId", TWICE)
                        .append("openidIssuer", issuer.replace("/librechat/", "/librechat-old/")),
                person(new ObjectId("6900000000000000000000a6"), "stranger", "stranger@elsewhere.example")
                        .append("provider", "openid")
                        .append("openidId", STRANGER)
                        .append("openidIssuer", "https://login.elsewhere.example/"),
                person(new ObjectId("6900000000000000000000a7"), "keeper", "keeper@riverbend.example")
                        .append("provider", "local")
                        .append("role", "ADMIN"));
    }

    private static Document person(ObjectId id, String username, String email) {
        return new Document("_id", id)
                .append("username", username)
                .append("email", email)
                .append("emailVerified", true)
                .append("role", "USER")
                .append("twoFactorEnabled", false)
                .append("termsAccepted", true)
                .append("createdAt", at(0))
                .append("updatedAt", at(0));
    }

    private void conversations(MongoDatabase db) {
        String user = MEMBER.toHexString();
        insert(
                db,
                "conversations",
                conversation(MARKET, user, "The winter market / stalls", 1).append("tags", List.of("square")),
                conversation(RECIPES, user, "Soup for forty people", 3000)
                        .append("isTemporary", true)
                        .append("expiredAt", at(60 * 24 * 300)));
        List<Document> all = new ArrayList<>();
        String parent = ROOT;
        for (int i = 0; i < messages; i++) {
            boolean mine = i % 2 == 0;
            String text = mine
                    ? "Question " + i / 2 + ": how many stalls fit around the well?"
                    : "Answer " + i / 2 + ": about a dozen, if the lamps stay where they are.";
            String id = "market-%06d".formatted(i);
            texts.add(text);
            all.add(message(id, MARKET, user, parent, mine, 2 + i)
                    .append("text", text)
                    .append("_meiliIndex", true));
            parent = id;
        }
        // newer versions answer in parts
        texts.add("Lentils, forty handfuls.");
        all.add(message("soup-1", RECIPES, user, ROOT, true, 3001).append("text", "What goes into a soup for forty?"));
        all.add(message("soup-2", RECIPES, user, "soup-1", false, 3002)
                .append("text", "")
                .append(
                        "content",
                        List.of(
                                new Document("type", "think").append("think", "Forty people, one pot."),
                                new Document("type", "text").append("text", "Lentils, forty handfuls."),
                                new Document("type", "tool_call")
                                        .append(
                                                "tool_call",
                                                new Document("name", "file_search").append("output", "plan.txt")))));
        // its conversation ran out before it
        texts.add("Is anybody still reading this?");
        all.add(message("stray-1", STRAY, user, ROOT, true, 4000).append("text", "Is anybody still reading this?"));
        db.getCollection("messages").insertMany(all);
        insert(
                db,
                "toolcalls",
                new Document("_id", next())
                        .append("user", MEMBER)
                        .append("conversationId", RECIPES)
                        .append("messageId", "soup-2")
                        .append("toolId", "file_search")
                        .append("result", "plan.txt")
                        .append("createdAt", at(3002)));
    }

    private Document conversation(String id, String user, String title, int minutes) {
        return new Document("_id", next())
                .append("conversationId", id)
                .append("user", user)
                .append("title", title)
                .append("endpoint", "Ollama")
                .append("endpointType", "custom")
                .append("model", "gemma3:4b")
                .append("promptPrefix", "Answer in short sentences.")
                .append("isArchived", false)
                .append("messages", List.of(next()))
                .append(
                        "subagentThreadLease",
                        new Document("token", SECRET + "lease")
                                .append("taskId", "task")
                                .append("expiresAt", at(minutes)))
                .append("createdAt", at(minutes))
                .append("updatedAt", at(minutes + 30))
                .append("__v", 0);
    }

    private Document message(String id, String conversation, String user, String parent, boolean mine, int minutes) {
        return new Document("_id", next())
                .append("messageId", id)
                .append("conversationId", conversation)
                .append("user", user)
                .append("parentMessageId", parent)
                .append("sender", mine ? "User" : "Ollama")
                .append("isCreatedByUser", mine)
                .append("endpoint", "Ollama")
                .append("model", mine ? null : "gemma3:4b")
                .append("tokenCount", 12)
                .append("unfinished", false)
                .append("error", false)
                .append("createdAt", at(minutes))
                .append("updatedAt", at(minutes))
                .append("__v", 0);
    }

    private void files(MongoDatabase db) {
        insert(
                db,
                "files",
                file("f-plan", "plan.txt", "/uploads/" + MEMBER + "/f-plan__plan.txt", "local", 49)
                        .append("embedded", true)
                        .append("text", "The plan for the square"),
                file("f-lost", "lost.pdf", "/uploads/" + MEMBER + "/f-lost__lost.pdf", "local", 1200),
                // a path that leaves the account's folder, as a broken or hostile client could have stored it
                file(
                        "f-climb",
                        "climb.txt",
                        "/uploads/" + MEMBER + "/../" + MODERATOR + "/f-other__list.txt",
                        "local",
                        10),
                file("f-other", "other.txt", "/uploads/" + MODERATOR + "/f-other__list.txt", "local", 10),
                file(
                        "f-cloud",
                        "cloud.png",
                        "https://store.example/f-cloud?signature=" + SECRET + "signature",
                        "s3",
                        70));
    }

    private Document file(String id, String name, String path, String source, int bytes) {
        return new Document("_id", next())
                .append("user", MEMBER)
                .append("file_id", id)
                .append("filename", name)
                .append("filepath", path)
                .append("object", "file")
                .append("source", source)
                .append("type", "text/plain")
                .append("bytes", bytes)
                .append("usage", 1)
                .append("createdAt", at(5))
                .append("updatedAt", at(5));
    }

    private void creations(MongoDatabase db) {
        String user = MEMBER.toHexString();
        insert(
                db,
                "memoryentries",
                new Document("_id", next())
                        .append("userId", MEMBER)
                        .append("key", "garden")
                        .append("value", "Grows beans on the east side of the square.")
                        .append("tokenCount", 9)
                        .append("updated_at", at(40)));
        insert(
                db,
                "presets",
                new Document("_id", next())
                        .append("presetId", "preset-1")
                        .append("user", user)
                        .append("title", "Plain words")
                        .append("endpoint", "Ollama")
                        .append("createdAt", at(41))
                        .append("updatedAt", at(41)));
        ObjectId group = next();
        ObjectId prompt = next();
        insert(
                db,
                "promptgroups",
                new Document("_id", group)
                        .append("name", "Minutes")
                        .append("productionId", prompt)
                        .append("author", MEMBER)
                        .append("authorName", DemoAccount.MEMBER.displayName())
                        .append("createdAt", at(42)));
        insert(
                db,
                "prompts",
                new Document("_id", prompt)
                        .append("groupId", group)
                        .append("author", MEMBER)
                        .append("prompt", "Write the minutes of this meeting.")
                        .append("type", "text")
                        .append("createdAt", at(42)));
        insert(
                db,
                "agents",
                new Document("_id", next())
                        .append("id", "agent_market")
                        .append("name", "Market helper")
                        .append("instructions", "Help with the market.")
                        .append("provider", "Ollama")
                        .append("model", "gemma3:4b")
                        .append("author", MEMBER)
                        .append("createdAt", at(43)));
        insert(
                db,
                "conversationtags",
                new Document("_id", next())
                        .append("tag", "square")
                        .append("user", user)
                        .append("count", 1)
                        .append("createdAt", at(44)));
        insert(
                db,
                "sharedlinks",
                new Document("_id", next())
                        .append("conversationId", MARKET)
                        .append("title", "The winter market / stalls")
                        .append("user", user)
                        .append("shareId", SECRET + "share")
                        .append("createdAt", at(45)));
        insert(
                db,
                "schedules",
                new Document("_id", next())
                        .append("id", "schedule-1")
                        .append("user", MEMBER)
                        .append("name", "Monday list")
                        .append("prompt", "List what is left to do.")
                        .append("agent_id", "agent_market")
                        .append("claimToken", SECRET + "claim")
                        .append(
                                "cadence",
                                new Document("frequency", "daily")
                                        .append("hour", 8)
                                        .append("minute", 0))
                        .append("timezone", "Europe/Berlin")
                        .append("enabled", true)
                        .append("createdAt", at(46)));
    }

    private void usage(MongoDatabase db) {
        List<Document> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(new Document("_id", next())
                    .append("user", MEMBER)
                    .append("conversationId", MARKET)
                    .append("tokenType", i % 2 == 0 ? "prompt" : "completion")
                    .append("model", "gemma3:4b")
                    .append("rawAmount", -12)
                    .append("tokenValue", -72.0)
                    .append("createdAt", at(2 + i)));
        }
        db.getCollection("transactions").insertMany(all);
        insert(
                db,
                "balances",
                new Document("_id", next())
                        .append("user", MEMBER)
                        .append("tokenCredits", 19928.5)
                        .append("lastRefill", at(0)));
        insert(
                db,
                "auditlogs",
                new Document("_id", next())
                        .append("schemaVersion", 1)
                        .append("category", "grant")
                        .append("action", "grant.assigned")
                        .append("outcome", "success")
                        .append("severity", "info")
                        .append(
                                "actor",
                                new Document("type", "user")
                                        .append("id", MEMBER.toHexString())
                                        .append("name", "member"))
                        .append(
                                "target",
                                new Document("type", "user")
                                        .append("id", MODERATOR.toHexString())
                                        .append("name", FOREIGN + "target"))
                        .append("chainKey", "__platform__")
                        .append("seq", 1)
                        .append("prevHash", "0".repeat(64))
                        .append("hash", "1".repeat(64))
                        .append("context", new Document("ip", "192.0.2.17").append("userAgent", "Invented/1.0"))
                        .append("createdAt", at(50)));
        insert(
                db,
                "aclentries",
                new Document("_id", next())
                        .append("principalType", "user")
                        .append("principalId", MEMBER)
                        .append("principalModel", "User")
                        .append("resourceType", "agent")
                        .append("resourceId", next())
                        .append("permBits", 15)
                        .append("grantedBy", MODERATOR)
                        .append("grantedAt", at(43)),
                new Document("_id", next())
                        .append("principalType", "public")
                        .append("principalId", null)
                        .append("resourceType", "agent")
                        .append("resourceId", next())
                        .append("permBits", 1));
        insert(
                db,
                "groups",
                new Document("_id", next())
                        .append("name", "Gardeners")
                        .append("source", "local")
                        .append("memberIds", List.of(MEMBER.toHexString(), MODERATOR.toHexString())));
    }

    private void secrets(MongoDatabase db) {
        insert(
                db,
                "sessions",
                new Document("_id", next())
                        .append("user", MEMBER)
                        .append("refreshTokenHash", SECRET + "session")
                        .append("expiration", at(60 * 24 * 320)));
        insert(
                db,
                "tokens",
                new Document("_id", next())
                        .append("userId", MEMBER)
                        .append("type", "password_reset")
                        .append("token", SECRET + "token")
                        .append("identifier", SECRET + "identifier")
                        .append("createdAt", at(51))
                        .append("expiresAt", at(60 * 24 * 320)));
        insert(
                db,
                "refreshtokenbridges",
                new Document("_id", next())
                        .append("userId", MEMBER.toHexString())
                        .append("oldRefreshTokenHash", SECRET + "bridge")
                        .append("encryptedNewRefreshToken", SECRET + "bridge-new")
                        .append("createdAt", at(52))
                        .append("expiresAt", at(60 * 24 * 320)));
        insert(
                db,
                "agentapikeys",
                new Document("_id", next())
                        .append("userId", MEMBER)
                        .append("name", "kitchen display")
                        .append("keyHash", SECRET + "key-hash")
                        .append("keyPrefix", SECRET + "key-prefix")
                        .append("createdAt", at(53)));
        insert(
                db,
                "actions",
                new Document("_id", next())
                        .append("user", MEMBER)
                        .append("action_id", "action-1")
                        .append("type", "action_prototype")
                        .append(
                                "metadata",
                                new Document("domain", "ollama")
                                        .append("api_key", SECRET + "action-key")
                                        .append("oauth_client_id", SECRET + "oauth-id")
                                        .append("oauth_client_secret", SECRET + "oauth-secret")));
        insert(
                db,
                "mcpservers",
                new Document("_id", next())
                        .append("author", MEMBER)
                        .append("serverName", "almanac")
                        .append("normalizedServerName", "almanac")
                        .append(
                                "config",
                                new Document("title", "Almanac")
                                        .append("type", "streamable-http")
                                        .append("url", "http://ollama:7000/mcp?key=" + SECRET + "tool-server")
                                        .append("headers", Map.of("Authorization", SECRET + "header")))
                        .append("createdAt", at(54)));
    }

    private void foreign(MongoDatabase db) {
        String other = MODERATOR.toHexString();
        insert(db, "conversations", conversation("0b7b9f4e-2222-4aaa-8aaa-000000000001", other, FOREIGN + "title", 9));
        insert(
                db,
                "messages",
                message("foreign-1", "0b7b9f4e-2222-4aaa-8aaa-000000000001", other, ROOT, true, 9)
                        .append("text", FOREIGN + "message"),
                message("foreign-2", MARKET, other, ROOT, true, 9).append("text", FOREIGN + "guest"));
        insert(
                db,
                "memoryentries",
                new Document("_id", next())
                        .append("userId", MODERATOR)
                        .append("key", "garden")
                        .append("value", FOREIGN + "memory"));
        insert(
                db,
                "presets",
                new Document("_id", next())
                        .append("presetId", "preset-2")
                        .append("user", other)
                        .append("endpoint", "Ollama")
                        .append("title", FOREIGN + "preset"));
    }

    /** As an administrator left them in the database; none opens a way out. */
    private void settings(MongoDatabase db) {
        insert(
                db,
                "configs",
                new Document("_id", next())
                        .append("principalType", "role")
                        .append("principalId", "__base__")
                        .append("principalModel", "Role")
                        .append("priority", 0)
                        .append("isActive", true)
                        .append("overrides", new Document("interface", new Document("temporaryChatRetention", 48))));
        insert(
                db,
                "roles",
                new Document("_id", next())
                        .append("name", "USER")
                        .append(
                                "permissions",
                                new Document("MCP_SERVERS", new Document("USE", true).append("CREATE", false))));
    }

    private ObjectId next() {
        return new ObjectId("690000000000000000%06x".formatted(ids++));
    }

    private static Date at(int minutes) {
        return Date.from(BEGIN.plus(Duration.ofMinutes(minutes)));
    }

    private static void insert(MongoDatabase db, String collection, Document... documents) {
        db.getCollection(collection).insertMany(List.of(documents));
    }

    /** A configuration by which nothing leaves. */
    public static final String CLEAN_YAML = """
            version: 1.3.1
            cache: true
            interface:
              webSearch: false
              runCode: false
              mcpServers:
                use: false
                create: false
              retentionMode: temporary
              temporaryChatRetention: 48
            memory:
              disabled: false
              agent:
                provider: Ollama
                model: gemma3:4b
            actions:
              allowedDomains: [ollama]
            ocr:
              strategy: document_parser
            endpoints:
              agents:
                disableBuilder: false
                capabilities: [file_search, artifacts, tools, chain]
                allowedProviders: [Ollama]
              custom:
                - name: Ollama
                  apiKey: ollama
                  baseURL: http://ollama:11434/v1/
                  models: {default: ["gemma3:4b"], fetch: true}
                  titleConvo: true
                  titleModel: current_model
            """;

    public static final String CLEAN_ENVIRONMENT = """
            # invented secrets of the demo
            HOST=0.0.0.0
            PORT=3080
            MONGO_URI=mongodb://mongodb:27017/LibreChat
            ENDPOINTS=custom,agents
            CREDS_KEY=%1$screds
            CREDS_IV=%1$sinitial
            JWT_SECRET=%1$sjwt
            JWT_REFRESH_SECRET=%1$sjwt-refresh
            OPENAI_API_KEY=
            ANTHROPIC_API_KEY=
            # GOOGLE_KEY=user_provided
            AZURE_OPENAI_MODELS=gpt-4o,gpt-4o-mini
            SEARCH=true
            MEILI_HOST=http://meilisearch:7700
            MEILI_MASTER_KEY=%1$smeili
            MEILI_NO_ANALYTICS=true
            RAG_API_URL=http://rag_api:8000
            EMBEDDINGS_PROVIDER=ollama
            EMBEDDINGS_MODEL=nomic-embed-text
            OLLAMA_BASE_URL=http://ollama:11434
            OPENID_ISSUER=https://auth.riverbend.example/application/o/librechat/
            OPENID_CLIENT_SECRET=%1$sopenid
            """.formatted(SECRET);
}
