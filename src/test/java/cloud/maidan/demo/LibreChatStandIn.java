package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What the portal sees of a LibreChat: its database with the invented people of {@link LibreChatWorld}, its folder of
 * files, its configuration, {@code /health}, and the model server below {@code /ollama} (shared sheet
 * {@code services/librechat.md}). Who asks its API as a program would be banned, so it counts who does.
 */
public final class LibreChatStandIn implements Marked {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LibreChatDatabase database = LibreChatDatabase.start();
    private final LibreChatWorld world;
    private final Path folder;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final LibreChatCopies copies = new LibreChatCopies();
    private volatile String status = "{\"cloud\":{\"disabled\":true,\"source\":\"env\"}}";
    private volatile String models = "{\"models\":[{\"name\":\"gemma3:4b\",\"size\":3338801804}]}";

    private LibreChatStandIn(HttpServer server, LibreChatWorld world) throws IOException {
        this.server = server;
        this.world = world;
        this.folder = Files.createTempDirectory("maidan-librechat-");
        world.writeFiles(folder);
        database.fill(world::fill);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** @param port 0 for any free one @param issuer the identity provider's {@code iss} for LibreChat */
    public static LibreChatStandIn start(int port, String issuer) {
        return start(port, issuer, 12);
    }

    /** @param messages how many numbered messages are in the member's longest conversation */
    public static LibreChatStandIn start(int port, String issuer, int messages) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new LibreChatStandIn(HttpServer.create(address, 0), new LibreChatWorld(issuer, messages));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public LibreChatDatabase database() {
        return database;
    }

    /** The vectors and the search index beside it. */
    public LibreChatCopies copies() {
        return copies;
    }

    public LibreChatWorld world() {
        return world;
    }

    /** Holds {@code uploads}, {@code images}, {@code librechat.yaml} and {@code .env}. */
    public Path folder() {
        return folder;
    }

    /** Paths that were asked for, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** What the model server says about handing prompts on. */
    public void ollama(String status, String models) {
        this.status = status;
        this.models = models;
    }

    @Override
    public Collection<String> where(String word) {
        Set<String> where = new TreeSet<>();
        database.everything().stream()
                .filter(document -> document.contains(word))
                .forEach(document -> where.add(document.replaceFirst(" .*", "")));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
                    where.add(folder.relativize(file).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return where;
    }

    @Override
    public List<String> secretWords() {
        return List.of(LibreChatWorld.SECRET, LibreChatDatabase.PASSWORD, LibreChatDatabase.ERASER_PASSWORD);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            calls.add(path);
            switch (path) {
                case "/health" -> say(exchange, 200, "text/html; charset=utf-8", "OK");
                case "/ollama/api/status" -> say(exchange, 200, "application/json", status);
                case "/ollama/api/tags" -> say(exchange, 200, "application/json", models);
                default -> {
                    if (path.startsWith("/rag/") || path.startsWith("/meili/")) {
                        LibreChatCopies.Said said = copies.answer(
                                exchange.getRequestMethod(),
                                path,
                                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                        say(exchange, said.status(), "application/json", said.body());
                        return;
                    }
                    say(exchange, 403, "application/json", "{\"message\":\"Illegal request\"}");
                }
            }
        }
    }

    @Override
    public Planted plant(String word) {
        FieldWords words = FieldWords.of("librechat", word);
        try {
            for (String file : List.of(
                    "uploads/" + LibreChatWorld.MEMBER + "/f-plan__plan.txt",
                    "images/" + LibreChatWorld.MEMBER + "/avatar-1.png")) {
                Path kept = folder.resolve(file);
                Files.write(kept, (byte[]) words.into(file.replaceFirst("/.*", ""), Files.readAllBytes(kept)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Planted[] planted = new Planted[1];
        database.fill(client -> planted[0] = LibreChatWorld.plant(client, words));
        return planted[0];
    }

    private static void say(HttpExchange exchange, int status, String type, String words) throws IOException {
        byte[] body = words.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** What a portal beside it is told, below {@code portal.services.librechat.}. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("client-url", "https://assistant.riverbend.example");
        settings.put("uploads-folder", folder.resolve("uploads").toString());
        settings.put("images-folder", folder.resolve("images").toString());
        settings.put("config-file", folder.resolve("librechat.yaml").toString());
        settings.put("environment-files", folder.resolve(".env").toString());
        settings.put("ollama-url", url() + "/ollama");
        settings.put("rag-url", url() + "/rag");
        settings.put("meili-url", url() + "/meili");
        return settings;
    }

    /** What a portal beside it identifies itself with, by name. */
    public Map<String, String> secrets() {
        return Map.of(
                "mongo-uri",
                database.uri(),
                "eraser-uri",
                database.eraserUri(),
                "rag-token",
                LibreChatCopies.RAG_TOKEN,
                "meili-key",
                LibreChatCopies.MEILI_KEY);
    }

    static final class InTheDemo implements DemoService {

        private final DemoProvider provider;

        InTheDemo(DemoProvider provider) {
            this.provider = provider;
        }

        @Override
        public String name() {
            return "librechat";
        }

        @Override
        public int port() {
            return 9107;
        }

        @Override
        public Running start(int port) {
            String issuer = provider.issuer().replaceAll("/o/[^/]+/", "/o/librechat/");
            LibreChatStandIn librechat = LibreChatStandIn.start(port, issuer);
            return new Running(librechat, librechat.url(), librechat.secrets(), librechat.settings());
        }
    }
}
