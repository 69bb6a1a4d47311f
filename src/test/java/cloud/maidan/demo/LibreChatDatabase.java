package cloud.maidan.demo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A database server that speaks MongoDB's wire protocol and asks who is there: by SCRAM-SHA-256 one account that may read,
 * and one that may also remove and change. It can be told to refuse, to be busy, to break, or to describe another server as the one to ask.
 */
public final class LibreChatDatabase implements AutoCloseable {

    public static final String USER = "portal";
    public static final String PASSWORD = "open-square-reader";
    public static final String ERASER = "portal-eraser";
    public static final String ERASER_PASSWORD = "open-square-eraser";

    private static final Map<String, String> PASSWORDS = Map.of(USER, PASSWORD, ERASER, ERASER_PASSWORD);

    /** Ways to answer that a network cannot produce, by MongoDB's own codes. */
    public enum Answer {
        AS_IT_IS(0, ""),
        NOT_ALLOWED(13, "Unauthorized"),
        TOO_MANY_REQUESTS(462, "IngressRequestRateLimitExceeded"),
        SHUTTING_DOWN(11600, "InterruptedAtShutdown"),
        TOO_SLOW(50, "MaxTimeMSExpired");

        private final int code;
        private final String name;

        Answer(int code, String name) {
            this.code = code;
            this.name = name;
        }
    }

    private static final Set<String> BEFORE_SIGN_IN =
            Set.of("hello", "ismaster", "ping", "buildinfo", "saslstart", "saslcontinue", "endsessions");
    private static final Set<String> READING =
            Set.of("find", "aggregate", "count", "getmore", "killcursors", "listcollections", "connectionstatus");
    private static final Set<String> ERASING = Set.of("delete", "update");
    private static final List<String> READ = List.of("find", "listCollections", "listIndexes", "collStats", "dbStats");
    private static final List<String> WRITE = List.of("insert", "update", "remove", "createIndex", "dropCollection");

    private final MongoServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Channel, Scram> signingIn = new ConcurrentHashMap<>();
    private final Map<Channel, String> signedIn = new ConcurrentHashMap<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private volatile boolean guarded;
    private volatile boolean mayWrite;
    private volatile boolean eraserReads;
    private volatile boolean keeping;
    private volatile Answer answer = Answer.AS_IT_IS;
    private volatile @Nullable String elsewhere;
    private volatile Consumer<String> witness = moment -> {};

    private LibreChatDatabase() {
        server = new MongoServer(new Guarded().version(ServerVersion.MONGO_5_0));
        server.bind("127.0.0.1", 0);
    }

    public static LibreChatDatabase start() {
        return new LibreChatDatabase();
    }

    /** Fills the database before anybody has to say who they are. */
    public void fill(Consumer<MongoClient> filling) {
        guarded = false;
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + port())) {
            filling.accept(client);
        } finally {
            guarded = true;
            asked.clear();
            effects.clear();
        }
    }

    /** Collections in which some document has an account's id, as text or as ObjectId, in whatever field. */
    public Set<String> naming(ObjectId account) {
        Set<String> found = new TreeSet<>();
        fill(client -> {
            MongoDatabase db = client.getDatabase("LibreChat");
            for (String collection : db.listCollectionNames()) {
                for (org.bson.Document document : db.getCollection(collection).find()) {
                    if (document.toJson().contains(account.toHexString())) {
                        found.add(collection);
                    }
                }
            }
        });
        return found;
    }

    /** From now on nobody is asked who they are, as in LibreChat's own compose file. */
    public void askNobody() {
        guarded = false;
    }

    /** The account for erasing may read only. */
    public void letTheEraserOnlyRead() {
        eraserReads = true;
    }

    /** Says that documents were removed, and keeps them. */
    public void keepWhatIsRemoved() {
        keeping = true;
    }

    /** What was changed, in order, with the collection and how many documents; what changed nothing is not among it. */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    public String eraserUri() {
        return eraserUri(port());
    }

    public static String eraserUri(int port) {
        return uri(port, ERASER, ERASER_PASSWORD);
    }

    /** Told before and after each removal or change, on the thread that carries it out. */
    public void watch(Consumer<String> witness) {
        this.witness = witness;
    }

    /** Every document, as JSON after its collection's name. */
    public List<String> everything() {
        try (MongoClient client = MongoClients.create(uri())) {
            MongoDatabase db = client.getDatabase("LibreChat");
            List<String> all = new ArrayList<>();
            for (String collection : db.listCollectionNames()) {
                for (org.bson.Document document : db.getCollection(collection).find()) {
                    all.add(collection + " " + document.toJson());
                }
            }
            return all;
        }
    }

    public void letReadersWrite() {
        mayWrite = true;
    }

    public void answer(Answer how) {
        answer = how;
    }

    /** From now on the server says that it is one of several, and that another one is to be asked. */
    public void pointTo(String host) {
        elsewhere = host;
    }

    public int port() {
        return server.getLocalAddress().getPort();
    }

    public String uri() {
        return uri(port(), PASSWORD);
    }

    public static String uri(int port, String password) {
        return uri(port, USER, password);
    }

    private static String uri(int port, String user, String password) {
        return "mongodb://" + user + ":" + password + "@127.0.0.1:" + port
                + "/LibreChat?authSource=LibreChat&authMechanism=SCRAM-SHA-256";
    }

    /** Every command after signing in, with its collection, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void forgetAsked() {
        asked.clear();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Guarded extends MemoryBackend {

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            String name = command.toLowerCase(Locale.ROOT);
            if (name.equals("hello") || name.equals("ismaster")) {
                return described(super.handleCommand(channel, database, "ismaster", query));
            }
            if (name.equals("saslstart")) {
                Scram scram = new Scram(text(query));
                signingIn.put(channel, scram);
                return said(scram.first(), false);
            }
            if (name.equals("saslcontinue")) {
                Scram scram = Objects.requireNonNull(signingIn.remove(channel));
                String last = scram.last(text(query));
                signedIn.put(channel, scram.user());
                return said(last, true);
            }
            if (BEFORE_SIGN_IN.contains(name)) {
                return super.handleCommand(channel, database, command, query);
            }
            asked.add(name.equals("getmore") ? "getmore " + query.get("collection") : name + " " + query.get(command));
            refuse(channel, name);
            if (name.equals("connectionstatus")) {
                return status(channel);
            }
            if (keeping && ERASING.contains(name)) {
                return new Document("n", 1).append("nModified", 1).append("ok", 1.0);
            }
            if (!ERASING.contains(name)) {
                return super.handleCommand(channel, database, command, query);
            }
            witness.accept(name + " arrives");
            Document answer = super.handleCommand(channel, database, command, query);
            if (answer.get("n") instanceof Number changed && changed.intValue() > 0) {
                effects.add(name + " " + query.get(command) + " " + changed);
            }
            witness.accept(name + " is done");
            return answer;
        }

        private void refuse(Channel channel, String name) {
            if (!guarded) {
                return;
            }
            String user = signedIn.get(channel);
            if (user == null) {
                throw new MongoServerError(13, "Unauthorized", "command " + name + " requires authentication");
            }
            if (answer != Answer.AS_IT_IS) {
                throw new MongoServerError(answer.code, answer.name, "secret words of the server");
            }
            boolean mayErase = user.equals(ERASER) && !eraserReads && ERASING.contains(name);
            if (!READING.contains(name) && !mayErase) {
                throw new MongoServerError(13, "Unauthorized", "not authorized to execute command");
            }
        }

        private Document described(Document hello) {
            String other = elsewhere;
            if (other != null) {
                hello.append("setName", "rs0")
                        .append("hosts", List.of(other))
                        .append("primary", other)
                        .append("me", other)
                        .append("secondary", true)
                        .append("ismaster", false);
            }
            return hello;
        }

        @Override
        public void handleClose(Channel channel) {
            signedIn.remove(channel);
            signingIn.remove(channel);
            super.handleClose(channel);
        }
    }

    private Document status(Channel channel) {
        String user = signedIn.getOrDefault(channel, USER);
        boolean writes = user.equals(ERASER) ? !eraserReads : mayWrite;
        List<Document> users = guarded ? List.of(new Document("user", user).append("db", "LibreChat")) : List.of();
        List<Document> privileges =
                guarded ? List.of(privilege(READ), privilege(writes ? WRITE : List.of())) : List.of();
        Document info = new Document("authenticatedUsers", users)
                .append("authenticatedUserRoles", List.of())
                .append("authenticatedUserPrivileges", privileges);
        return new Document("authInfo", info).append("ok", 1.0);
    }

    private static Document privilege(List<String> actions) {
        return new Document("resource", new Document("db", "LibreChat").append("collection", ""))
                .append("actions", actions);
    }

    private static Document said(String words, boolean done) {
        return new Document("conversationId", 1)
                .append("done", done)
                .append("payload", new BinData(words.getBytes(StandardCharsets.UTF_8)))
                .append("ok", 1.0);
    }

    private static String text(Document query) {
        Object payload = query.get("payload");
        byte[] bytes = payload instanceof BinData data ? data.getData() : (byte[]) payload;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The server's side of RFC 7677. */
    private static final class Scram {

        private static final int ROUNDS = 4096;
        private static final byte[] SALT = "the open square!".getBytes(StandardCharsets.UTF_8);

        private final String bare;
        private final String first;

        Scram(String clientFirst) {
            this.bare = clientFirst.substring(clientFirst.indexOf("n=", 2));
            String nonce = bare.substring(bare.indexOf(",r=") + 3);
            this.first = "r=" + nonce + "stand-in,s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ROUNDS;
        }

        String first() {
            return first;
        }

        String user() {
            return bare.substring("n=".length(), bare.indexOf(','));
        }

        String last(String clientLast) {
            int proofAt = clientLast.lastIndexOf(",p=");
            byte[] proof = Base64.getDecoder().decode(clientLast.substring(proofAt + 3));
            byte[] message =
                    (bare + "," + first + "," + clientLast.substring(0, proofAt)).getBytes(StandardCharsets.UTF_8);
            try {
                byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(
                                PASSWORDS.getOrDefault(user(), "nobody").toCharArray(), SALT, ROUNDS, 256))
                        .getEncoded();
                byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
                byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
                for (int i = 0; i < signature.length; i++) {
                    signature[i] ^= proof[i];
                }
                if (!PASSWORDS.containsKey(user()) || !Arrays.equals(signature, clientKey)) {
                    throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
                }
                byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
                return "v=" + Base64.getEncoder().encodeToString(hmac(serverKey, message));
            } catch (GeneralSecurityException never) {
                throw new IllegalStateException(never);
            }
        }

        private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        }
    }
}
