package cloud.maidan.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Synapse homeserver that nobody here wrote, on a free port of the loopback interface, with the demo's member and
 * moderator in it. Needs a Python that has {@code matrix-synapse}, named by the system property
 * {@code portal.synapse.python} or the environment variable {@code PORTAL_SYNAPSE_PYTHON}.
 */
public final class RealSynapse implements AutoCloseable {

    public static final String SERVER_NAME = "riverbend.example";
    public static final String KNOWN_MESSAGE = "The real square opens at noon, bring the blue chairs";
    public static final String KNOWN_FILE_NAME = "seating plan.txt";

    private static final byte[] KNOWN_FILE =
            "Row 1: Mira, Moss\nRow 2: everyone else\n".repeat(40).getBytes(StandardCharsets.UTF_8);
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path folder;
    private Process process;
    private final String url;
    private final String secret;
    private String token = "";
    private String memberToken = "";
    private String moderatorToken = "";
    private ChatSeed seed =
            new ChatSeed(DemoAccount.MEMBER.subject(), "", "", "", "", 0, List.of(), "", List.of(), Map.of());

    private RealSynapse(Path folder, Process process, String url, String secret) {
        this.folder = folder;
        this.process = process;
        this.url = url;
        this.secret = secret;
    }

    /** The Python to run; empty when none was named or it has no Synapse, so tests say that they were skipped. */
    public static Optional<Path> python() {
        String named = System.getProperty("portal.synapse.python", System.getenv("PORTAL_SYNAPSE_PYTHON"));
        return Optional.ofNullable(named)
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    /** Why there is no real part, as a sentence for the test output. */
    public static String skipped() {
        return "real part: Synapse skipped: neither -Dportal.synapse.python nor PORTAL_SYNAPSE_PYTHON names a Python";
    }

    public static RealSynapse start() {
        Path python = python().orElseThrow(() -> new IllegalStateException(skipped()));
        try {
            Path folder = Files.createTempDirectory("maidan-synapse-");
            int port = FreePort.find();
            String secret = random(24);
            Path config = folder.resolve("homeserver.yaml");
            Files.writeString(config, configuration(folder, port, secret));
            Files.writeString(folder.resolve("log.yaml"), LOGGING.formatted(folder.resolve("synapse.log")));
            Files.writeString(folder.resolve("signing.key"), "ed25519 a_demo " + random(32) + "\n");
            Process process = run(python, folder);
            RealSynapse synapse = new RealSynapse(folder, process, "http://127.0.0.1:" + port, secret);
            try {
                synapse.awaitHealth();
                synapse.fill();
            } catch (RuntimeException failed) {
                synapse.close();
                throw failed;
            }
            System.out.println("real part: Synapse " + synapse.version() + " ran");
            return synapse;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Process run(Path python, Path folder) throws IOException {
        return new ProcessBuilder(
                        python.toString(),
                        "-m",
                        "synapse.app.homeserver",
                        "-c",
                        folder.resolve("homeserver.yaml").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
    }

    /**
     * Stops, has somebody write into the file and the database, and starts again.
     *
     * @param setting a line for the file, in place of the line with the same key
     * @param statements of SQL for the database
     */
    public void restart(String setting, String... statements) {
        try {
            process.destroy();
            process.waitFor();
            Path config = folder.resolve("homeserver.yaml");
            String key = setting.substring(0, setting.indexOf(':') + 1);
            String rest = Files.readString(config)
                    .lines()
                    .filter(line -> !line.startsWith(key))
                    .collect(java.util.stream.Collectors.joining("\n", "", "\n"));
            Files.writeString(config, rest + setting + "\n");
            Path python = python().orElseThrow();
            Path script = Files.writeString(folder.resolve("plant.sql"), String.join(";\n", statements) + ";\n");
            int planted = new ProcessBuilder(
                            python.toString(),
                            "-c",
                            "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.executescript(open(sys.argv[2]).read()); d.commit()",
                            folder.resolve("homeserver.db").toString(),
                            script.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (planted != 0) {
                throw new IllegalStateException("nothing was planted");
            }
            process = run(python, folder);
            awaitHealth();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public String url() {
        return url;
    }

    /** Access token of the administrator {@code @portal:riverbend.example}. */
    public String token() {
        return token;
    }

    /** Access token of the seeded member, who is no administrator. */
    public String memberToken() {
        return memberToken;
    }

    /** Access token of somebody who shares the member's rooms. */
    public String moderatorToken() {
        return moderatorToken;
    }

    /** What somebody's client asks or tells the server; throws unless it answers with a success. */
    public JsonNode ask(String method, String path, String access, Map<String, Object> body) {
        HttpRequest.Builder request = request(path, access);
        return exchange(
                method.equals("GET")
                        ? request.GET()
                        : request.method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** The status that a client gets. */
    public int status(String path, String access) {
        try {
            return http.send(request(path, access).GET().build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The token in a file that only its owner can read, as the portal wants it. */
    public Path tokenFile() {
        return folder.resolve("token");
    }

    public String version() {
        return get("/_synapse/admin/v1/server_version", "")
                .path("server_version")
                .asString();
    }

    public ChatSeed seed() {
        return seed;
    }

    /** The bytes that were uploaded as {@link #KNOWN_FILE_NAME}. */
    public byte[] knownFile() {
        return KNOWN_FILE.clone();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Serves until it is stopped; prints address and token. */
    public static void main(String[] arguments) throws InterruptedException {
        try (RealSynapse synapse = start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(synapse::close));
            System.out.println(synapse.url() + " token in " + synapse.tokenFile());
            Thread.currentThread().join();
        }
    }

    private void fill() throws IOException {
        token = register("portal", true);
        Files.createFile(
                tokenFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokenFile(), token);
        String mira = join(DemoAccount.MEMBER);
        memberToken = mira;
        String moss = join(DemoAccount.MODERATOR);
        moderatorToken = moss;

        String open = room(mira, Map.of("name", "Open square", "preset", "public_chat"));
        post("/_matrix/client/v3/join/" + encode(open), moss, Map.of());
        List<String> texts = new ArrayList<>(List.of(KNOWN_MESSAGE));
        String root = say(mira, open, KNOWN_MESSAGE);
        String foreign = "Moss says: these words are mine alone";
        say(moss, open, foreign);
        String inThread = "Moss answers in a thread: mine as well";
        send(
                moss,
                open,
                "m.room.message",
                Map.of(
                        "msgtype",
                        "m.text",
                        "body",
                        inThread,
                        "m.relates_to",
                        Map.of("rel_type", "m.thread", "event_id", root)));
        send(
                mira,
                open,
                "m.reaction",
                Map.of("m.relates_to", Map.of("rel_type", "m.annotation", "event_id", root, "key", "🪑")));
        for (int i = 1; i <= 12; i++) {
            texts.add("Chair number " + i + " is blue");
            say(mira, open, "Chair number " + i + " is blue");
        }
        String withdrawn = "I take these words back";
        String regretted = say(mira, open, withdrawn);
        put("/_matrix/client/v3/rooms/" + encode(open) + "/redact/" + encode(regretted) + "/r1", mira, Map.of());
        Map<String, byte[]> files = new LinkedHashMap<>();
        String plan = upload(mira, KNOWN_FILE_NAME, "text/plain", KNOWN_FILE, files);
        send(
                mira,
                open,
                "m.room.message",
                Map.of(
                        "msgtype",
                        "m.file",
                        "body",
                        KNOWN_FILE_NAME,
                        "url",
                        plan,
                        "info",
                        Map.of("size", KNOWN_FILE.length, "mimetype", "text/plain")));
        String picture = upload(mira, "chair.png", "image/png", PICTURE, files);
        send(mira, open, "m.room.message", Map.of("msgtype", "m.image", "body", "chair.png", "url", picture));
        upload(moss, "mine.txt", "text/plain", foreign.getBytes(StandardCharsets.UTF_8), new LinkedHashMap<>());

        String left = room(moss, Map.of("name", "Winter market", "preset", "public_chat"));
        post("/_matrix/client/v3/join/" + encode(left), mira, Map.of());
        String farewell = "Goodbye, winter market";
        texts.add(farewell);
        say(mira, left, farewell);
        say(moss, left, "Moss stays in the market");
        post("/_matrix/client/v3/rooms/" + encode(left) + "/leave", mira, Map.of());

        String closed = room(
                mira,
                Map.of(
                        "name",
                        "Quiet corner",
                        "preset",
                        "private_chat",
                        "invite",
                        List.of(id(DemoAccount.MODERATOR)),
                        "initial_state",
                        List.of(Map.of(
                                "type", "m.room.encryption",
                                "state_key", "",
                                "content", Map.of("algorithm", "m.megolm.v1.aes-sha2")))));
        post("/_matrix/client/v3/join/" + encode(closed), moss, Map.of());
        String cipher = "AwgAEnCiphertextOfMira";
        send(mira, closed, "m.room.encrypted", sealed(cipher));
        send(moss, closed, "m.room.encrypted", sealed("AwgAEnCiphertextOfMoss"));
        upload(mira, "", "application/octet-stream", new byte[] {1, 7, 42, -3, 0, 99}, files);

        put(
                "/_matrix/client/v3/user/" + encode(id(DemoAccount.MEMBER)) + "/account_data/m.direct",
                mira,
                Map.of(id(DemoAccount.MODERATOR), List.of(closed)));
        String pushkey = "a-push-key-nobody-else-may-have";
        post(
                "/_matrix/client/v3/pushers/set",
                mira,
                Map.of(
                        "app_id",
                        "example.chat",
                        "app_display_name",
                        "Chat",
                        "device_display_name",
                        "Mira's phone",
                        "kind",
                        "http",
                        "lang",
                        "en",
                        "pushkey",
                        pushkey,
                        "data",
                        Map.of("url", "https://push.example/_matrix/push/v1/notify")));
        seed = new ChatSeed(
                DemoAccount.MEMBER.subject(),
                id(DemoAccount.MEMBER),
                open,
                left,
                closed,
                3,
                List.copyOf(texts),
                cipher,
                List.of(foreign, inThread, "Moss stays in the market", "AwgAEnCiphertextOfMoss", withdrawn, pushkey),
                Map.copyOf(files));
    }

    private String join(DemoAccount person) {
        String access = register(person.username(), false);
        put(
                "/_synapse/admin/v2/users/" + encode(id(person)),
                token,
                Map.of(
                        "displayname", person.displayName(),
                        "threepids", List.of(Map.of("medium", "email", "address", person.email())),
                        "external_ids",
                                List.of(Map.of("auth_provider", "oidc-authentik", "external_id", person.subject()))));
        return access;
    }

    private String register(String name, boolean admin) {
        String nonce = get("/_synapse/admin/v1/register", "").path("nonce").asString();
        String password = random(18);
        String kind = admin ? "admin" : "notadmin";
        return post(
                        "/_synapse/admin/v1/register",
                        "",
                        Map.of(
                                "nonce",
                                nonce,
                                "username",
                                name,
                                "password",
                                password,
                                "admin",
                                admin,
                                "mac",
                                mac(String.join("\0", nonce, name, password, kind))))
                .path("access_token")
                .asString();
    }

    private String room(String access, Map<String, Object> wish) {
        return post("/_matrix/client/v3/createRoom", access, wish)
                .path("room_id")
                .asString();
    }

    private String say(String access, String room, String text) {
        return send(access, room, "m.room.message", Map.of("msgtype", "m.text", "body", text));
    }

    private String send(String access, String room, String type, Map<String, Object> content) {
        return put("/_matrix/client/v3/rooms/" + encode(room) + "/send/" + type + "/" + random(9), access, content)
                .path("event_id")
                .asString();
    }

    private String upload(String access, String name, String type, byte[] content, Map<String, byte[]> files) {
        String query = name.isEmpty() ? "" : "?filename=" + encode(name);
        String address = exchange(HttpRequest.newBuilder(URI.create(url + "/_matrix/media/v3/upload" + query))
                        .header("Content-Type", type)
                        .header("Authorization", "Bearer " + access)
                        .POST(BodyPublishers.ofByteArray(content)))
                .path("content_uri")
                .asString();
        files.put(address.substring(address.lastIndexOf('/') + 1), content);
        return address;
    }

    private static Map<String, Object> sealed(String ciphertext) {
        return Map.of("algorithm", "m.megolm.v1.aes-sha2", "ciphertext", ciphertext, "session_id", "s1");
    }

    private static String id(DemoAccount person) {
        return "@" + person.username() + ":" + SERVER_NAME;
    }

    private JsonNode get(String path, String access) {
        return exchange(request(path, access).GET());
    }

    private JsonNode post(String path, String access, Object body) {
        return exchange(request(path, access).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private JsonNode put(String path, String access, Object body) {
        return exchange(request(path, access).PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path, String access) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
        return access.isEmpty() ? request : request.header("Authorization", "Bearer " + access);
    }

    private JsonNode exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        answer.request().uri() + " " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void awaitHealth() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                int status = http.send(request("/health", "").build(), BodyHandlers.discarding())
                        .statusCode();
                if (status == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // nobody listens yet
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
            pause();
        }
        throw new IllegalStateException("Synapse did not start: " + Files.readString(folder.resolve("output.log")));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static String random(int bytes) {
        byte[] noise = new byte[bytes];
        new SecureRandom().nextBytes(noise);
        // Synapse wants its signing key without padding; '+' and '/' would need quoting elsewhere
        return bytes == 32
                ? Base64.getEncoder().withoutPadding().encodeToString(noise)
                : Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String configuration(Path folder, int port, String secret) {
        return CONFIGURATION.formatted(SERVER_NAME, port, port, folder, secret, random(24), random(24));
    }

    private static final String LOGGING = """
            version: 1
            handlers: {file: {class: logging.FileHandler, filename: '%s'}}
            root: {level: WARNING, handlers: [file]}
            disable_existing_loggers: false
            """;

    /** The provider's addresses are written out, so that the server starts without the provider. */
    private static final String CONFIGURATION = """
            server_name: %1$s
            public_baseurl: http://127.0.0.1:%2$d/
            listeners: [{port: %3$d, type: http, bind_addresses: ['127.0.0.1'], resources: [{names: [client]}]}]
            database: {name: sqlite3, args: {database: '%4$s/homeserver.db'}}
            media_store_path: '%4$s/media'
            signing_key_path: '%4$s/signing.key'
            log_config: '%4$s/log.yaml'
            registration_shared_secret: %5$s
            macaroon_secret_key: %6$s
            form_secret: %7$s
            report_stats: false
            trusted_key_servers: []
            suppress_key_server_warning: true
            enable_registration: false
            federation_whitelist_endpoint_enabled: true
            password_config: {enabled: false}
            rc_message: {per_second: 1000, burst_count: 1000}
            rc_joins: {local: {per_second: 1000, burst_count: 1000}}
            rc_invites: {per_issuer: {per_second: 1000, burst_count: 1000}}
            oidc_providers:
              - idp_id: authentik
                idp_name: Authentik
                discover: false
                issuer: http://127.0.0.1:9/application/o/synapse/
                authorization_endpoint: http://127.0.0.1:9/application/o/authorize/
                token_endpoint: http://127.0.0.1:9/application/o/token/
                userinfo_endpoint: http://127.0.0.1:9/application/o/userinfo/
                user_profile_method: userinfo_endpoint
                skip_verification: true
                client_id: synapse
                client_secret: not-used-here
                scopes: [openid, profile, email]
                user_mapping_provider:
                  config: {subject_template: '{{ user.sub }}', localpart_template: '{{ user.preferred_username }}'}
            """;
}
