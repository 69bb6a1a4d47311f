package cloud.maidan.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Prism, a proxy that nobody here wrote, in front of a server: it refuses every question and every answer that the
 * service's own OpenAPI does not allow. Needs {@code @stoplight/prism-cli} from npm, named by the system property
 * {@code portal.prism} or the environment variable {@code PORTAL_PRISM}, and the OpenAPI file.
 */
public final class OpenApiProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String REFUSED = "stoplight.io/prism/errors";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final Process prism;
    private final String inner;
    private final String prefix;
    private final HttpServer relay;

    private OpenApiProxy(Process prism, int port, String prefix) throws IOException {
        this.prism = prism;
        this.inner = "http://127.0.0.1:" + port;
        this.prefix = prefix;
        this.relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.createContext("/", this::pass);
        relay.setExecutor(threads);
        relay.start();
    }

    /** The program; empty when none was named, so tests say that they were skipped. */
    public static Optional<Path> program() {
        String named = System.getProperty("portal.prism", System.getenv("PORTAL_PRISM"));
        return Optional.ofNullable(named)
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    /** Authentik's OpenAPI: {@code portal.real.authentik-schema}, else beside the checkout. */
    public static Optional<Path> authentik() {
        return Optional.of(Path.of(System.getProperty(
                        "portal.real.authentik-schema", "../shared/contracts/authentik-2026.5.6.yml")))
                .filter(Files::isReadable);
    }

    /** @param prefix what stands before the paths of the OpenAPI, such as {@code /api/v3} */
    public static OpenApiProxy inFrontOf(String server, String prefix, Path schema) {
        try {
            int port = freePort();
            Path log = Files.createTempFile("maidan-prism-", ".log");
            log.toFile().deleteOnExit();
            Process prism = new ProcessBuilder(
                            program().orElseThrow().toString(),
                            "proxy",
                            schema.toAbsolutePath().toString(),
                            server + prefix,
                            "--errors",
                            "-p",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            OpenApiProxy proxy = new OpenApiProxy(prism, port, prefix);
            proxy.await(log);
            return proxy;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + relay.getAddress().getPort();
    }

    /** What was refused, and why. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Method and path of each call that was let through. */
    public List<String> passed() {
        return List.copyOf(passed);
    }

    @Override
    public void close() {
        relay.stop(0);
        threads.close();
        prism.descendants().forEach(ProcessHandle::destroy);
        prism.destroy();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            String call = exchange.getRequestMethod() + " " + target;
            HttpRequest.Builder question = HttpRequest.newBuilder(URI.create(inner + target.substring(prefix.length())))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            for (String header : List.of("Authorization", "Content-Type", "Accept")) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                        .ifPresent(value -> question.header(header, value));
            }
            HttpResponse<byte[]> answer = http.send(question.build(), BodyHandlers.ofByteArray());
            String words = new String(answer.body(), StandardCharsets.UTF_8);
            if (words.contains(REFUSED)
                    || answer.headers().firstValue("sl-violations").isPresent()) {
                violations.add(call + ": " + words.substring(0, Math.min(2000, words.length())));
            } else {
                passed.add(call);
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> lines = new ArrayList<>();
        while (System.nanoTime() < end && prism.isAlive()) {
            lines = Files.readAllLines(log);
            if (lines.stream().anyMatch(line -> line.contains("listening"))) {
                return;
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new IllegalStateException("Prism did not start: " + lines);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
