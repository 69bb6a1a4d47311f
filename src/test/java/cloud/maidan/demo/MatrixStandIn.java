package cloud.maidan.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers like a Synapse homeserver's admin API, quirks included (shared sheet {@code services/matrix.md}, compared with
 * Synapse 1.163.2), about the invented people of {@link MatrixWorld}.
 */
public final class MatrixStandIn implements Marked {

    public static final String TOKEN = "syt_portal_stand-in";
    /** A valid token of somebody who is no administrator. */
    public static final String MEMBER_TOKEN = "syt_member_stand-in";

    public static final String VERSION = "1.163.2";
    /** Subject of an account that was closed. */
    public static final String CLOSED_SUBJECT = MatrixWorld.CLOSED_SUBJECT;

    /** Events looked at for one page, whatever limit is asked for: so a page can be empty and not be the last. */
    static final int SCAN = 100;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADMIN = "/_synapse/admin/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MatrixWorld world;
    private final MatrixErasing erasing;
    private final MatrixFederating federating = new MatrixFederating();
    private final MatrixAnswers answers;
    private final ChatSeed seed;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile @Nullable String limited;
    private volatile Duration wait = Duration.ZERO;

    private MatrixStandIn(HttpServer server, MatrixWorld world) {
        this.server = server;
        this.world = world;
        this.seed = world.seed;
        this.erasing = new MatrixErasing(world);
        this.answers = new MatrixAnswers(world, erasing, federating);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** @param port 0 for any free one */
    public static MatrixStandIn start(int port) {
        return start(port, 60);
    }

    /** @param messages how many numbered messages the member wrote in the open room */
    public static MatrixStandIn start(int port, int messages) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new MatrixStandIn(HttpServer.create(address, 0), new MatrixWorld(messages));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String token() {
        return TOKEN;
    }

    public ChatSeed seed() {
        return seed;
    }

    /** Everything that was changed, in order: one entry for each thing, however often it was asked for. */
    public List<String> effects() {
        synchronized (world) {
            return erasing.effects();
        }
    }

    /** From now on it says yes to whatever it is told to delete, and keeps it. */
    public void keepEverything() {
        synchronized (world) {
            erasing.keepEverything();
        }
    }

    /** The next deletion in bulk fails as a whole, as when one of its rooms vanished meanwhile. */
    public void failNextDeletion() {
        synchronized (world) {
            erasing.failNextDeletion();
        }
    }

    /** A file that an account uploaded then. @return its id */
    public String upload(String owner, Instant at) {
        synchronized (world) {
            return world.uploaded(owner, at.toEpochMilli()).id();
        }
    }

    /** Whether the file is there. */
    public boolean holdsFile(String id) {
        synchronized (world) {
            return world.uploads.stream().anyMatch(upload -> upload.id().equals(id));
        }
    }

    /** Without a trace, as if it had never been there. */
    public void withdraw(Collection<String> files) {
        synchronized (world) {
            world.uploads.removeIf(upload -> files.contains(upload.id()));
        }
    }

    /** One of the account's files. */
    public String fileOf(String user) {
        synchronized (world) {
            return world.uploads.stream()
                    .filter(upload -> upload.owner().equals(user))
                    .findFirst()
                    .orElseThrow()
                    .id();
        }
    }

    /** Somebody sends an event to a room. @param key of a state event; null for others */
    public String send(String room, String sender, String type, @Nullable String key, Map<String, Object> content) {
        synchronized (world) {
            MatrixWorld.Event event = world.event(room, type, sender, content);
            if (key != null) {
                event.extra().put("state_key", key);
            }
            return event.id();
        }
    }

    /** @param membership {@code join leave invite ban knock} */
    public void place(String room, String person, String membership) {
        synchronized (world) {
            java.util.Objects.requireNonNull(world.rooms.get(room)).members().put(person, membership);
        }
    }

    /** Nobody of this server has power in the room any more. */
    public void governElsewhere(String room) {
        synchronized (world) {
            world.power(room).clear();
            world.power(room).put("@hana:hills.example", 100);
        }
    }

    /** Whom its file lets it talk to. */
    public MatrixFederating federating() {
        return federating;
    }

    /** What it holds now, as text, without what was deleted and is kept for some days ({@link #originals}). */
    public String everything() {
        synchronized (world) {
            return world.people + "\n" + world.rooms + "\n"
                    + world.uploads.stream()
                            .map(upload -> upload + new String(upload.content(), StandardCharsets.UTF_8))
                            .toList();
        }
    }

    public String originals() {
        synchronized (world) {
            return world.originals.toString();
        }
    }

    /** Path and query of every call, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** The next call whose path holds the words is answered with 429. */
    public void limitNext(String words, Duration retryAfter) {
        wait = retryAfter;
        limited = words;
    }

    /** From now on pages of messages hold what everybody wrote, as if the filter did not exist. */
    public void ignoreFilters() {
        answers.ignoreFilters();
    }

    @Override
    public Planted plant(String word) {
        synchronized (world) {
            return world.plant(word, erasing);
        }
    }

    @Override
    public Collection<String> where(String word) {
        synchronized (world) {
            return Traces.of(word, world, erasing);
        }
    }

    @Override
    public List<String> secretWords() {
        return List.of(TOKEN, MEMBER_TOKEN, MatrixErasing.ACTING_TOKEN, MatrixAnswers.PUSH_KEY);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String query = exchange.getRequestURI().getRawQuery();
            String method = exchange.getRequestMethod();
            calls.add((method.equals("GET") ? "" : method + " ") + (query == null ? path : path + "?" + query));
            Answer answer = answer(exchange, path, parameters(query));
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange, String path, Map<String, String> query) {
        String words = limited;
        if (words != null && path.contains(words)) {
            limited = null;
            return limited(wait);
        }
        if (path.equals("/health")) {
            return new Answer(200, "text/html; charset=utf-8", Map.of(), "OK".getBytes(StandardCharsets.UTF_8));
        }
        if (path.equals(ADMIN + "v1/server_version")) {
            return json(200, object("server_version", VERSION));
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return error(401, "M_MISSING_TOKEN", "Missing access token");
        }
        String token = authorization.substring("Bearer ".length());
        String acting = acting(token);
        if (acting == null) {
            return json(
                    401,
                    object(
                            "errcode",
                            "M_UNKNOWN_TOKEN",
                            "error",
                            "Invalid access token passed.",
                            "soft_logout",
                            false));
        }
        if (path.startsWith(ADMIN) && !token.equals(TOKEN)) {
            return error(403, "M_FORBIDDEN", "You are not a server admin");
        }
        List<String> parts = Arrays.stream(path.substring(1).split("/", -1))
                .map(MatrixStandIn::decode)
                .toList();
        synchronized (world) {
            String method = exchange.getRequestMethod();
            return method.equals("GET")
                    ? answers.to(parts, query)
                    : erasing.to(method, parts, query, read(body(exchange)), acting);
        }
    }

    private @Nullable String acting(String token) {
        return switch (token) {
            case TOKEN -> "@portal:" + MatrixWorld.SERVER;
            case MEMBER_TOKEN -> seed.account();
            default -> {
                synchronized (world) {
                    yield erasing.whose(token);
                }
            }
        };
    }

    private static String body(HttpExchange exchange) {
        try {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            return text.isEmpty() ? "{}" : text;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Answer limited(Duration wait) {
        Answer answer = json(
                429,
                object("errcode", "M_LIMIT_EXCEEDED", "error", "Too Many Requests", "retry_after_ms", wait.toMillis()));
        long seconds = (wait.toMillis() + 999) / 1000; // rounded up
        return new Answer(429, answer.type(), Map.of("Retry-After", Long.toString(seconds)), answer.body());
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** Unlike in a form, {@code +} is a plus. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static final class InTheDemo implements DemoService {

        @Override
        public String name() {
            return "matrix";
        }

        @Override
        public int port() {
            return 9101;
        }

        @Override
        public Running start(int port) {
            MatrixStandIn matrix = MatrixStandIn.start(port);
            return new Running(matrix, matrix.url(), Map.of("token", matrix.token()), Map.of());
        }
    }

    record Answer(int status, String type, Map<String, String> headers, byte[] body) {}

    static Answer json(int status, Object value) {
        return new Answer(status, "application/json", Map.of(), JSON.writeValueAsBytes(value));
    }

    static Answer error(int status, String code, String words) {
        return json(status, object("errcode", code, "error", words));
    }

    static JsonNode read(String text) {
        return JSON.readTree(text);
    }

    /** An object of names and values in turn; unlike {@link Map#of} it keeps order and takes null. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static <T> List<T> page(List<T> all, int from, int limit) {
        return new ArrayList<>(all.subList(Math.min(from, all.size()), Math.min(from + limit, all.size())));
    }
}
