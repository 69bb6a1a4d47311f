package cloud.maidan.demo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A database server that speaks MongoDB's wire protocol and asks who is there: one account, by SCRAM-SHA-256, that may
 * read. It can be told to refuse, to be busy, to break, or to describe another server as the one to ask.
 */
public final class LibreChatDatabase implements AutoCloseable {

    public static final String USER = "portal";
    public static final String PASSWORD = "open-square-reader";

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
    private static final List<String> READ = List.of("find", "listCollections", "listIndexes", "collStats", "dbStats");
    private static final List<String> WRITE = List.of("insert", "update", "remove", "createIndex", "dropCollection");

    private final MongoServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Channel, Scram> signingIn = new ConcurrentHashMap<>();
    private final Set<Channel> signedIn = ConcurrentHashMap.newKeySet();
    private volatile boolean guarded;
    private volatile boolean mayWrite;
    private volatile Answer answer = Answer.AS_IT_IS;
    private volatile @Nullable String elsewhere;

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
        }
    }

    /** From now on nobody is asked who they are, as in LibreChat's own compose file. */
    public void askNobody() {
        guarded = false;
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
        return "mongodb://" + USER + ":" + password + "@127.0.0.1:" + port
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
                signedIn.add(channel);
                return said(last, true);
            }
            if (BEFORE_SIGN_IN.contains(name)) {
                return super.handleCommand(channel, database, command, query);
            }
            asked.add(name.equals("getmore") ? "getmore " + query.get("collection") : name + " " + query.get(command));
            refuse(channel, name);
            return name.equals("connectionstatus") ? status() : super.handleCommand(channel, database, command, query);
        }

        private void refuse(Channel channel, String name) {
            if (!guarded) {
                return;
            }
            if (!signedIn.contains(channel)) {
                throw new MongoServerError(13, "Unauthorized", "command " + name + " requires authentication");
            }
            if (answer != Answer.AS_IT_IS) {
                throw new MongoServerError(answer.code, answer.name, "secret words of the server");
            }
            if (!READING.contains(name)) {
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

    private Document status() {
        List<Document> users = guarded ? List.of(new Document("user", USER).append("db", "LibreChat")) : List.of();
        List<Document> privileges =
                guarded ? List.of(privilege(READ), privilege(mayWrite ? WRITE : List.of())) : List.of();
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

        String last(String clientLast) {
            int proofAt = clientLast.lastIndexOf(",p=");
            byte[] proof = Base64.getDecoder().decode(clientLast.substring(proofAt + 3));
            byte[] message =
                    (bare + "," + first + "," + clientLast.substring(0, proofAt)).getBytes(StandardCharsets.UTF_8);
            try {
                byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), SALT, ROUNDS, 256))
                        .getEncoded();
                byte[] clientKey = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
                byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
                for (int i = 0; i < signature.length; i++) {
                    signature[i] ^= proof[i];
                }
                if (!bare.startsWith("n=" + USER + ",") || !Arrays.equals(signature, clientKey)) {
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
