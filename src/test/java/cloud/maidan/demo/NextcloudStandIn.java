package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Answers like a Nextcloud 33, quirks included (shared sheet {@code services/nextcloud.md}), about the invented people
 * of {@link NextcloudWorld}. Members come with an access token of the identity provider, as user_oidc takes it.
 */
public final class NextcloudStandIn implements Marked {

    public static final String USER = "maidan-portal";
    public static final String PASSWORD = "stand-in-app-password-of-72-characters";
    /** Somebody with an app password and no right to ask about others. */
    public static final String CLERK = "clerk";

    public static final String VERSION = "33.0.8";
    public static final String HASHED_SUBJECT = NextcloudWorld.HASHED_SUBJECT;
    public static final String LOCAL_SUBJECT = NextcloudWorld.LOCAL_SUBJECT;
    public static final String DISABLED_SUBJECT = NextcloudWorld.DISABLED_SUBJECT;

    /** So many failed sign-ins from one address, and it is locked out. */
    private static final int MOST_FAILURES = 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final NextcloudWorld world;
    private final NextcloudErasing erasing;
    private final NextcloudOcs ocs;
    private final NextcloudDav dav;
    private final BearerCheck tokens;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> cookies = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean maintenance;

    private NextcloudStandIn(HttpServer server, NextcloudWorld world, BearerCheck tokens) {
        this.server = server;
        this.world = world;
        this.tokens = tokens;
        this.erasing = new NextcloudErasing(world);
        this.ocs = new NextcloudOcs(world, erasing);
        this.dav = new NextcloudDav(world);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** With tokens of its own; see {@link #token}. @param port 0 for any free one */
    public static NextcloudStandIn start(int port) {
        return start(port, 300, 450);
    }

    /** @param photos how many files one folder of the member holds @param activities how much happened */
    public static NextcloudStandIn start(int port, int photos, int activities) {
        return start(port, photos, activities, "");
    }

    /** @param marker stands in whatever the member made or is called */
    public static NextcloudStandIn start(int port, int photos, int activities, String marker) {
        return start(port, photos, activities, marker, BearerCheck.ofItsOwn());
    }

    private static NextcloudStandIn start(int port, int photos, int activities, String marker, BearerCheck tokens) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new NextcloudStandIn(
                    HttpServer.create(address, 0), new NextcloudWorld(photos, activities, marker), tokens);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public FileSeed seed() {
        return world.seed;
    }

    /** A genuine token of a member for the portal. */
    public String token(String subject) {
        return token(subject, BearerCheck.AUDIENCE, Duration.ofMinutes(5));
    }

    public String token(String subject, String audience, Duration life) {
        return tokens.token(subject, audience, life);
    }

    /** Method, path and query of every call, in order; a page of a folder adds where it starts. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** Cookies that came with calls. */
    public List<String> cookies() {
        return List.copyOf(cookies);
    }

    /** Failed sign-ins so far. */
    public int failures() {
        return failures.get();
    }

    /** What can be switched about the answers of OCS. */
    public NextcloudOcs ocs() {
        return ocs;
    }

    /** What can be switched about removing accounts, and what came of it. */
    public NextcloudErasing erasing() {
        return erasing;
    }

    public NextcloudDav dav() {
        return dav;
    }

    public void maintain(boolean now) {
        maintenance = now;
    }

    @Override
    public Planted plant(String word) {
        return world.plant(word, erasing);
    }

    @Override
    public Collection<String> where(String word) {
        return Traces.of(word, world, erasing);
    }

    @Override
    public List<String> secretWords() {
        return List.of(PASSWORD, "a-link-token", "a-link-password", "a-received-token");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked asked = Asked.of(exchange);
            calls.add(asked.summary());
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie")).ifPresent(cookies::add);
            Answer answer = answer(asked);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            // a client that keeps it is asked for its password again and again
            exchange.getResponseHeaders().add("Set-Cookie", "oc1a2b3c=session; path=/; HttpOnly");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty = answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(Asked asked) {
        if (asked.path().equals("/status.php")) {
            return Answer.json(
                    200,
                    MatrixStandIn.object(
                            "installed",
                            true,
                            "maintenance",
                            maintenance,
                            "needsDbUpgrade",
                            false,
                            "version",
                            VERSION + ".1",
                            "versionstring",
                            ocs.version(),
                            "edition",
                            "",
                            "productname",
                            "Nextcloud",
                            "extendedSupport",
                            false));
        }
        if (maintenance) {
            return new Answer(
                    503,
                    "text/html; charset=UTF-8",
                    Map.of("X-Nextcloud-Maintenance-Mode", "1", "Retry-After", "120"),
                    "<html>maintenance</html>".getBytes(StandardCharsets.UTF_8));
        }
        if (failures.get() >= MOST_FAILURES) {
            return new Answer(429, "text/html; charset=UTF-8", Map.of(), "slow down".getBytes(StandardCharsets.UTF_8));
        }
        Optional<Caller> caller = caller(asked.header("Authorization"));
        if (caller.isEmpty() && asked.header("Authorization") != null) {
            failures.incrementAndGet();
        }
        if (asked.path().startsWith("/ocs/v2.php/")) {
            return ocs.answer(asked, caller);
        }
        if (asked.path().startsWith("/remote.php/dav/")) {
            return dav.answer(asked, caller);
        }
        return new Answer(
                404, "text/html; charset=UTF-8", Map.of(), "<html>not here</html>".getBytes(StandardCharsets.UTF_8));
    }

    /** A member's token opens the account that the provider's mapping makes of its subject, if it exists. */
    private Optional<Caller> caller(@Nullable String authorization) {
        if (authorization != null && authorization.startsWith("Bearer ") && ocs.takesTokens()) {
            return tokens.subject(authorization.substring("Bearer ".length()))
                    .map(ocs::uidOfToken)
                    .filter(uid -> world.people.containsKey(uid)
                            && world.people.get(uid).enabled())
                    .map(uid -> new Caller(uid, false));
        }
        if (authorization != null && authorization.startsWith("Basic ")) {
            String[] parts = new String(
                            Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                            StandardCharsets.UTF_8)
                    .split(":", 2);
            boolean known = (parts[0].equals(USER) || parts[0].equals(CLERK)) && parts[1].equals(PASSWORD);
            return known ? Optional.of(new Caller(parts[0], parts[0].equals(USER))) : Optional.empty();
        }
        return Optional.empty();
    }

    record Caller(String uid, boolean administrator) {}

    /** @param parts of the path, decoded */
    record Asked(
            String method,
            String path,
            List<String> parts,
            Map<String, String> query,
            HttpExchange exchange,
            String body) {

        static Asked of(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getRawPath();
            return new Asked(
                    exchange.getRequestMethod(),
                    path,
                    Arrays.stream(path.substring(1).split("/"))
                            .map(Asked::decode)
                            .toList(),
                    parameters(exchange.getRequestURI().getRawQuery()),
                    exchange,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }

        @Nullable
        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        String summary() {
            String page = header("X-NC-Paginate-Offset");
            String range = header("Range");
            return method + " " + exchange.getRequestURI() + (page == null ? "" : " from " + page)
                    + (range == null ? "" : " " + range);
        }

        private static Map<String, String> parameters(@Nullable String query) {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (query != null) {
                for (String pair : query.split("&")) {
                    String[] parts = pair.split("=", 2);
                    parameters.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
                }
            }
            return parameters;
        }

        /** Unlike in a form, {@code +} is a plus. */
        private static String decode(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }

    record Answer(int status, String type, Map<String, String> headers, byte[] body) {

        static Answer json(int status, Object value) {
            return new Answer(
                    status,
                    "application/json; charset=utf-8",
                    Map.of(),
                    MatrixStandIn.json(status, value).body());
        }
    }

    static final class InTheDemo implements DemoService {

        private final DemoProvider provider;

        InTheDemo(DemoProvider provider) {
            this.provider = provider;
        }

        @Override
        public String name() {
            return "nextcloud";
        }

        @Override
        public int port() {
            return 9102;
        }

        @Override
        public Running start(int port) {
            NextcloudStandIn nextcloud = NextcloudStandIn.start(port, 40, 60, "", BearerCheck.of(provider));
            Map<String, String> settings = new LinkedHashMap<>(Map.of("public-url", "https://files.riverbend.example"));
            if (port == 0) { // tests wait for what never comes, so there the portal has little patience
                settings.putAll(Map.of("listing-within", "1500ms", "file-within", "1500ms"));
            }
            return new Running(nextcloud, nextcloud.url(), Map.of("password", PASSWORD), settings);
        }
    }
}
