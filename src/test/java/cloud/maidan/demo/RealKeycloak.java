package cloud.maidan.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Keycloak that nobody here wrote, on a free port of the loopback interface, with the demo accounts and a client
 * {@code maidan} for one portal. The build unpacks it into {@code target/keycloak}.
 */
public final class RealKeycloak implements AutoCloseable {

    public static final String CLIENT_ID = "maidan";
    public static final String CLIENT_SECRET = "not-a-secret-in-a-test";

    private static final Path DISTRIBUTION = Path.of("target/keycloak");
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final Path home;
    private final Process process;
    private final int port;

    private RealKeycloak(Path home, Process process, int port) {
        this.home = home;
        this.process = process;
        this.port = port;
    }

    /** The unpacked Keycloak; empty where the build did not bring it. */
    public static Optional<Path> distribution() {
        if (!Files.isDirectory(DISTRIBUTION)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(DISTRIBUTION)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bin/kc.sh")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param portal the portal's address, without a slash at the end; it may start later */
    public static RealKeycloak start(URI portal) {
        Path unpacked = distribution().orElseThrow(() -> new IllegalStateException("no Keycloak in target/keycloak"));
        try {
            Path home = Files.createTempDirectory("maidan-keycloak-");
            copy(unpacked, home);
            Path realm = home.resolve("data/import/maidan-realm.json");
            Files.createDirectories(realm.getParent());
            Files.write(realm, new JsonMapper().writeValueAsBytes(realm(portal)));
            int port = FreePort.find();
            ProcessBuilder command = new ProcessBuilder(
                    "sh",
                    home.resolve("bin/kc.sh").toString(),
                    "start-dev",
                    "--import-realm",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port,
                    "--cache=local",
                    // it sends each logout token once, and gives up for good when the answer takes longer or the kept
                    // connection is one of a portal that was restarted meanwhile
                    "--spi-connections-http-client--default--socket-timeout-millis=60000",
                    "--spi-connections-http-client--default--reuse-connections=false",
                    "--log-level=WARN");
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
            command.redirectErrorStream(true)
                    .redirectOutput(home.resolve("keycloak.log").toFile());
            RealKeycloak keycloak = new RealKeycloak(home, command.start(), port);
            keycloak.await();
            System.out.println("real part: " + unpacked.getFileName() + " ran");
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code iss} of its tokens; no slash at the end. */
    public String issuer() {
        return "http://127.0.0.1:%d/realms/maidan".formatted(port);
    }

    /** What it wrote so far, warnings and errors alone; says why it told the portal nothing. */
    public String log() {
        try {
            return Files.readString(home.resolve("keycloak.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops its own process, and that one's children, and removes its files. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                process.waitFor(10, TimeUnit.SECONDS);
            }
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() throws IOException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest metadata = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http.send(metadata, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                Thread.sleep(200);
            } catch (IOException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        String log = log();
        close();
        throw new IllegalStateException("Keycloak did not start: " + log);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> realm(URI portal) {
        return Map.of(
                "realm",
                "maidan",
                "enabled",
                true,
                "sslRequired",
                "none",
                "accessTokenLifespan",
                3600,
                "groups",
                Arrays.stream(DemoAccount.values())
                        .flatMap(account -> account.groups().stream())
                        .distinct()
                        .map(name -> Map.of("name", name))
                        .toList(),
                "users",
                Arrays.stream(DemoAccount.values()).map(RealKeycloak::user).toList(),
                "clients",
                List.of(client(portal)));
    }

    private static Map<String, Object> user(DemoAccount account) {
        return Map.of(
                "id", account.subject(),
                "username", account.username(),
                "enabled", true,
                "email", account.email(),
                "emailVerified", true,
                "firstName", account.displayName().split(" ")[0],
                "lastName", account.displayName().split(" ")[1],
                "groups", account.groups().stream().map(name -> "/" + name).toList(),
                "realmRoles", List.of("default-roles-maidan", "offline_access"),
                "credentials", List.of(Map.of("type", "password", "value", DemoAccount.PASSWORD, "temporary", false)));
    }

    private static Map<String, Object> client(URI portal) {
        return Map.of(
                "clientId",
                CLIENT_ID,
                "secret",
                CLIENT_SECRET,
                "protocol",
                "openid-connect",
                "publicClient",
                false,
                "standardFlowEnabled",
                true,
                "redirectUris",
                List.of(portal + "/login/oauth2/code/authentik"),
                "attributes",
                Map.of(
                        "pkce.code.challenge.method",
                        "S256",
                        "post.logout.redirect.uris",
                        portal + "/*",
                        "backchannel.logout.url",
                        portal + "/logout/connect/back-channel/authentik",
                        "backchannel.logout.session.required",
                        "true"),
                "optionalClientScopes",
                List.of("offline_access"),
                "defaultClientScopes",
                List.of("basic", "profile", "email", "acr"),
                "protocolMappers",
                List.of(Map.of(
                        "name", "groups",
                        "protocol", "openid-connect",
                        "protocolMapper", "oidc-group-membership-mapper",
                        "config",
                                Map.of(
                                        "claim.name", "groups",
                                        "full.path", "false",
                                        "id.token.claim", "true",
                                        "access.token.claim", "true",
                                        "userinfo.token.claim", "true"))));
    }

    /** Keycloak writes into its own folder while it builds itself, so each run gets a copy. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
