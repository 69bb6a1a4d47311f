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
 * Answers like Authentik's API v3, quirks included (shared sheet {@code services/authentik.md}, OpenAPI of 2026.5.6),
 * about the invented people of {@link AuthentikWorld}.
 */
public final class AuthentikStandIn implements Marked {

    public static final String TOKEN = "authentik-portal-stand-in";
    public static final String VERSION = "2026.5.6";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String API = "/api/v3/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AuthentikWorld world;
    private final AuthentikAnswers answers;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private AuthentikStandIn(HttpServer server, AuthentikWorld world) {
        this.server = server;
        this.world = world;
        this.answers = new AuthentikAnswers(world);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** @param port 0 for any free one */
    public static AuthentikStandIn start(int port) {
        return start(port, AuthentikWorld.START);
    }

    private static AuthentikStandIn start(int port, Instant worldsBeginning) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new AuthentikStandIn(HttpServer.create(address, 0), new AuthentikWorld(worldsBeginning));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public AuthentikWorld world() {
        return world;
    }

    /** Method, path and query of every call, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    @Override
    public Planted plant(String word) {
        return world.plant(word);
    }

    @Override
    public Collection<String> where(String word) {
        synchronized (world) {
            return Traces.of(word, world);
        }
    }

    @Override
    public List<String> secretWords() {
        return AuthentikWorld.SECRETS;
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
            Answer answer = answer(exchange, path, parameters(query));
            if (answer.location() != null) {
                exchange.getResponseHeaders().set("Location", answer.location());
            }
            byte[] body = answer.body() == null ? new byte[0] : JSON.writeValueAsBytes(answer.body());
            if (body.length > 0) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange, String path, Map<String, String> query) {
        if (!path.startsWith(API)) {
            return Answer.error(404, "Not Found");
        }
        if (!path.endsWith("/")) {
            // Django appends the slash for whoever only reads
            return exchange.getRequestMethod().equals("GET")
                    ? new Answer(301, null, path + "/")
                    : Answer.error(404, "Not found.");
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            return Answer.error(403, "Authentication credentials were not provided.");
        }
        if (!authorization.equals("Bearer " + TOKEN)) {
            return Answer.error(403, "Token invalid/expired"); // not 401
        }
        List<String> parts =
                List.of(decode(path.substring(API.length(), path.length() - 1)).split("/"));
        synchronized (world) {
            return switch (exchange.getRequestMethod()) {
                case "DELETE" -> answers.remove(parts);
                case "PATCH" -> answers.change(parts, body(exchange));
                default -> answers.to(parts, query);
            };
        }
    }

    private static Map<String, Object> body(HttpExchange exchange) {
        Map<String, Object> fields = new LinkedHashMap<>();
        JSON.readTree(exchange.getRequestBody()).properties().forEach(field -> {
            JsonNode value = field.getValue();
            fields.put(field.getKey(), value.isBoolean() ? (Object) value.asBoolean() : value.asString());
        });
        return fields;
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

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** @param location null unless it sends elsewhere */
    record Answer(
            int status, @Nullable Object body, @Nullable String location) {

        static Answer of(Object body) {
            return new Answer(200, body, null);
        }

        static Answer error(int status, String detail) {
            return new Answer(status, Map.of("detail", detail), null);
        }
    }

    static final class InTheDemo implements DemoService {

        @Override
        public String name() {
            return "authentik";
        }

        @Override
        public int port() {
            return 9104;
        }

        @Override
        public Running start(int port) {
            // sessions last for two weeks
            Instant lately = Instant.now().minus(Duration.ofDays(10));
            AuthentikStandIn authentik = AuthentikStandIn.start(port, lately);
            return new Running(
                    authentik,
                    authentik.url(),
                    Map.of("token", TOKEN),
                    Map.of("public-url", "https://auth.riverbend.example"));
        }
    }
}
