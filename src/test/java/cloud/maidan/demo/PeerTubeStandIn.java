package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeWorld.object;

import cloud.maidan.demo.PeerTubeWorld.Person;
import cloud.maidan.demo.PeerTubeWorld.Storage;
import cloud.maidan.demo.PeerTubeWorld.Video;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers like PeerTube's REST API, quirks included (shared sheet {@code services/peertube.md}; shapes of
 * {@code @peertube/peertube-types} 8.1 and 8.2, behaviour of the server's sources), about the invented people of
 * {@link PeerTubeWorld}.
 */
public final class PeerTubeStandIn implements Marked {

    public static final String USERNAME = "portal";
    public static final String PASSWORD = "a long password of the portal";
    public static final String PUBLIC_URL = "https://" + PeerTubeWorld.HOST;
    public static final String VERSION = "8.2.3";

    /** What every token begins with. */
    private static final String ACCESS = "access-token-";

    private static final String REFRESH = "refresh-token-";
    private static final int LOGINS = 15;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PeerTubeWorld world;
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final PeerTubeExports exports;
    private final PeerTubeErasing erasing;
    private final PeerTubeAnswers answers;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Person> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile @Nullable String refresh;
    private volatile @Nullable String limited;
    private volatile boolean secondFactor;
    private volatile boolean ranges = true;

    private PeerTubeStandIn(HttpServer server, PeerTubeWorld world, Clock clock) {
        this.server = server;
        this.world = world;
        this.exports = new PeerTubeExports(world, clock, effects);
        this.erasing = new PeerTubeErasing(world, exports, effects);
        this.answers = new PeerTubeAnswers(world, exports, erasing);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** @param port 0 for any free one */
    public static PeerTubeStandIn start(int port, Clock clock) {
        return start(port, clock, 12, 30);
    }

    /** @param comments how many the member wrote @param watched how many videos the member watched */
    public static PeerTubeStandIn start(int port, Clock clock, int comments, int watched) {
        return start(port, clock, comments, watched, "");
    }

    /** @param marker stands in whatever the member wrote or is called; letters that a name may have */
    public static PeerTubeStandIn start(int port, Clock clock, int comments, int watched, String marker) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new PeerTubeStandIn(
                    HttpServer.create(address, 0), new PeerTubeWorld(comments, watched, marker), clock);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The number of the user with this name. */
    public String user(String name) {
        return Integer.toString(world.people.stream()
                .filter(person -> person.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id());
    }

    /** The number of the member's user, whatever the marker. */
    public String member() {
        return Integer.toString(world.mira.id());
    }

    /** What it has to do with other servers. */
    public PeerTubeFederating federating() {
        return answers.federating;
    }

    /** Everything that is kept, one text each. */
    public List<String> kept() {
        return erasing.kept();
    }

    /** What was removed for good, in order, such as {@code comment 3}. */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    /** Says yes to the deletion of an account and keeps it. */
    public void keepData() {
        erasing.keeping = true;
    }

    /** As when PeerTube is restarted while it removes comments. */
    public void forgetRemovals() {
        erasing.forget();
    }

    /** Says yes and removes no comment. */
    public void keepComments() {
        erasing.keepingComments = true;
    }

    /** Comments that one request removes; five thousand in PeerTube. */
    public void removeAtOnce(int comments) {
        erasing.atOnce = comments;
    }

    /** What stands in front of PeerTube answers the next deletion of an account with 504; PeerTube goes on. */
    public void timeOutAtDeletion() {
        erasing.slow = true;
    }

    /** The user's number is somebody else's now, as after PeerTube was set up anew. */
    public void reuse(String id, String name, Instant since) {
        erasing.reuse(Integer.parseInt(id), name, since);
    }

    /** What the portal calls the user with this name: the number, and the second when it was made. */
    public String account(String name) {
        Person person = world.people.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return person.id() + "-" + person.since().getEpochSecond();
    }

    /** As {@link #account}, of the member. */
    /** The number of one of the member's videos. */
    public String video() {
        return world.videos.stream()
                .filter(video -> Integer.toString(video.owner().id()).equals(member()))
                .map(video -> Integer.toString(video.id()))
                .findFirst()
                .orElseThrow();
    }

    public String memberAccount() {
        return world.mira.id() + "-" + world.mira.since().getEpochSecond();
    }

    /** What an export of the member must hold, by place. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Video video : world.of(world.mira)) {
            if (video.storage() == Storage.HERE) {
                String name = video.originalKept() ? video.name().replace('/', '_') + ".mkv" : video.file();
                files.put("native/videos/" + video.uuid() + "/" + name, video.content());
            }
        }
        return files;
    }

    /** Words that must be in no export of the member. */
    public List<String> foreign() {
        return List.of(
                PeerTubeWorld.STREAM_KEY,
                PeerTubeWorld.VIDEO_PASSWORD,
                PeerTubeWorld.WORDS_OF_OTHERS,
                PeerTubeWorld.REPORTER,
                PeerTubeWorld.NOTE_OF_MODERATORS,
                "member2",
                "jwt",
                PASSWORD);
    }

    /** The member's archive as PeerTube would make it now. */
    public byte[] archive() {
        return PeerTubeArchive.of(world, world.mira);
    }

    /** As if PeerTube made this archive. */
    public void makeArchive(byte[] zip) {
        exports.prepare(zip);
    }

    /** As if the member had asked for an archive themselves, that long ago. */
    public void archiveMade(Duration ago) {
        exports.ready(world.mira, ago);
    }

    public void switchArchivesOff() {
        exports.enabled = false;
    }

    public void failAtArchives() {
        exports.failing = true;
    }

    public void neverFinishArchives() {
        exports.neverReady = true;
    }

    public void keepArchivesElsewhere() {
        exports.elsewhere = true;
    }

    /** The next address that is used was given out more than a quarter of an hour ago. */
    public void expireNextAddress() {
        exports.expired = true;
    }

    /** As PeerTube does after two days, or when the member asks for another archive. */
    public void replaceArchive() {
        exports.replace(world.mira);
    }

    /** Method, path and query of every call, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** How often somebody signed in with a password. */
    public int signIns() {
        return logins.get();
    }

    /** The next call whose path holds the words is answered with 429. */
    public void limitNext(String words) {
        limited = words;
    }

    /** Whoever has signed in at the other one need not do it again. */
    public void knowTokensOf(PeerTubeStandIn other) {
        tokens.putAll(other.tokens);
    }

    /** As after somebody ended all sessions. */
    public void forgetTokens() {
        tokens.clear();
    }

    public void askForSecondFactor() {
        secondFactor = true;
    }

    public void pretendVersion(String version) {
        answers.version = version;
    }

    /** As behind a proxy that sends the whole though a part is asked for. */
    public void ignoreRanges() {
        ranges = false;
    }

    public void role(String name, int role) {
        world.people.replaceAll(person -> person.name().equals(name)
                ? new Person(
                        person.id(),
                        person.name(),
                        person.display(),
                        person.email(),
                        person.plugin(),
                        role,
                        person.since())
                : person);
    }

    @Override
    public Planted plant(String word) {
        Planted planted = new Planting(FieldWords.of("peertube", word), world::isMiras).into(world, erasing, exports);
        exports.replace(world.mira);
        return planted;
    }

    @Override
    public Collection<String> where(String word) {
        return Traces.of(word, world, erasing, exports);
    }

    @Override
    public List<String> secretWords() {
        return List.of(PeerTubeWorld.STREAM_KEY, PeerTubeWorld.VIDEO_PASSWORD, PASSWORD, ACCESS, REFRESH);
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
            calls.add(exchange.getRequestMethod() + " " + (query == null ? path : path + "?" + query));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answer(exchange, path, parameters(query), body);
            if (!answer.type().isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", answer.type());
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange, String path, Map<String, List<String>> query, String body) {
        String words = limited;
        if (words != null && path.contains(words)) {
            limited = null;
            return limited(30);
        }
        List<String> parts = Arrays.stream(path.substring(1).split("/", -1))
                .map(PeerTubeStandIn::decode)
                .toList();
        if (parts.getFirst().equals("download")) {
            return download(exchange, parts.subList(1, parts.size()), query);
        }
        return switch (path) {
            case "/api/v1/config" -> answers.config();
            case "/api/v1/oauth-clients/local" -> client(exchange);
            case "/api/v1/users/token" -> grant(exchange, body);
            default -> signedIn(exchange, path, parts, query, body);
        };
    }

    private Answer signedIn(
            HttpExchange exchange, String path, List<String> parts, Map<String, List<String>> query, String body) {
        if (!path.startsWith("/api/v1/")) {
            return plain(404, "Not Found");
        }
        Person asking = asking(exchange);
        if (asking == null) {
            return problem(401, "Token is invalid", "invalid_token");
        }
        Person now = world.people.stream()
                .filter(person -> person.id() == asking.id())
                .findFirst()
                .orElseThrow();
        return answers.to(exchange.getRequestMethod(), parts.subList(2, parts.size()), query, body, now);
    }

    private @Nullable Person asking(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return authorization == null || !authorization.startsWith("Bearer ")
                ? null
                : tokens.get(authorization.substring("Bearer ".length()));
    }

    /** Only to whoever calls it by its public name. */
    private static Answer client(HttpExchange exchange) {
        return PeerTubeWorld.HOST.equals(exchange.getRequestHeaders().getFirst("Host"))
                ? json(200, object("client_id", "portal-client", "client_secret", "known-to-all"))
                : problem(403, "Getting client tokens for host is forbidden", null);
    }

    private Answer grant(HttpExchange exchange, String body) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return problem(400, "Unsupported content type", "invalid_request");
        }
        Map<String, List<String>> form = parameters(body.replace("+", "%20"));
        if (!one(form, "client_id").equals("portal-client")) {
            return problem(400, "Invalid client", "invalid_client");
        }
        if (one(form, "grant_type").equals("refresh_token")) {
            return one(form, "refresh_token").equals(refresh)
                    ? tokens(world.portal)
                    : problem(400, "Invalid refresh token", "invalid_grant");
        }
        if (logins.incrementAndGet() > LOGINS) {
            return limited(300);
        }
        Optional<Person> person = world.people.stream()
                .filter(each -> each.name().equals(one(form, "username")) && each.plugin() == null)
                .findFirst();
        if (person.isEmpty() || !one(form, "password").equals(PASSWORD)) {
            return problem(400, "Invalid grant: user credentials are invalid", "invalid_grant");
        }
        return secondFactor
                ? new Answer(
                        401,
                        "application/problem+json",
                        Map.of("x-peertube-otp", "required; app"),
                        problem(401, "Missing two factor header", "missing_two_factor")
                                .body())
                : tokens(person.get());
    }

    private Answer tokens(Person person) {
        String token = ACCESS + made.incrementAndGet();
        String next = REFRESH + made.get();
        tokens.put(token, person);
        refresh = next;
        return json(
                200,
                object(
                        "token_type",
                        "Bearer",
                        "access_token",
                        token,
                        "refresh_token",
                        next,
                        "expires_in",
                        86_400,
                        "refresh_token_expires_in",
                        1_209_600));
    }

    private Answer download(HttpExchange exchange, List<String> path, Map<String, List<String>> query) {
        Optional<String> range = Optional.ofNullable(
                        exchange.getRequestHeaders().getFirst("Range"))
                .filter(asked -> ranges);
        if (path.getFirst().equals("user-exports")) {
            return exports.download(path.getLast(), one(query, "jwt"), range);
        }
        for (Video video : world.videos) {
            if (path.getLast().startsWith(video.uuid())) {
                return file(video, path, range, asking(exchange) != null);
            }
        }
        return plain(404, "Not Found");
    }

    private static Answer file(Video video, List<String> path, Optional<String> range, boolean signedIn) {
        if (video.privacy() != 1 && !signedIn) {
            return problem(403, "Cannot see this video", null);
        }
        return switch (video.storage()) {
            case ELSEWHERE ->
                new Answer(302, "", Map.of("Location", "https://storage.example/" + path.getLast()), new byte[0]);
            case LOST, NONE -> problem(404, "Video file not found", null);
            case HERE ->
                path.getLast().equals(video.file())
                        ? bytes(video.content(), range)
                        : problem(404, "Video file not found", null);
        };
    }

    /** The whole, or the part that was asked for (RFC 9110 section 14). */
    static Answer bytes(byte[] content, Optional<String> range) {
        if (range.isEmpty()) {
            return new Answer(200, "application/octet-stream", Map.of("Accept-Ranges", "bytes"), content);
        }
        int from = Integer.parseInt(range.get().replaceAll("bytes=([0-9]+)-", "$1"));
        return new Answer(
                206,
                "application/octet-stream",
                Map.of("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length),
                Arrays.copyOfRange(content, from, content.length));
    }

    private static Answer limited(int seconds) {
        Answer answer = problem(429, "Too many requests, please try again later.", null);
        return new Answer(
                429,
                answer.type(),
                Map.of(
                        "Retry-After",
                        Integer.toString(seconds),
                        "X-RateLimit-Limit",
                        "50",
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        Integer.toString(seconds)),
                answer.body());
    }

    private static Map<String, List<String>> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                parameters
                        .computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String one(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? "" : values.getFirst();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** As the demo has it: Mira had an archive made an hour ago. */
    static final class InTheDemo implements DemoService {

        @Override
        public String name() {
            return "peertube";
        }

        @Override
        public int port() {
            return 9103;
        }

        @Override
        public Running start(int port) {
            PeerTubeStandIn peertube = PeerTubeStandIn.start(port, Clock.systemUTC(), 12, 30);
            peertube.archiveMade(Duration.ofHours(1));
            return new Running(
                    peertube,
                    peertube.url(),
                    Map.of("password", PASSWORD),
                    Map.of("username", USERNAME, "public-url", PUBLIC_URL, "ask", "1s", "file-within", "2s"));
        }
    }

    record Answer(int status, String type, Map<String, String> headers, byte[] body) {}

    static Answer json(int status, Object value) {
        return new Answer(status, "application/json; charset=utf-8", Map.of(), JSON.writeValueAsBytes(value));
    }

    /** RFC 7807. */
    static Answer problem(int status, String detail, @Nullable String code) {
        Map<String, @Nullable Object> problem =
                object("type", "about:blank", "title", "Error", "detail", detail, "status", status, "error", detail);
        if (code != null) {
            problem.put("type", "https://docs.joinpeertube.org/api-rest-reference.html#section/Errors/" + code);
            problem.put("code", code);
        }
        return new Answer(status, "application/problem+json; charset=utf-8", Map.of(), JSON.writeValueAsBytes(problem));
    }

    /** Some refusals are words, not JSON. */
    static Answer plain(int status, String words) {
        return new Answer(status, "text/plain; charset=utf-8", Map.of(), words.getBytes(StandardCharsets.UTF_8));
    }
}
