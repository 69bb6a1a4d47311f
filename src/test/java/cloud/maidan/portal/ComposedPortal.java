package cloud.maidan.portal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * {@code compose.yaml} brought up on an engine of its own, as {@code docs/operations.md} says: the portal's image made by
 * its own script, and local images that stand for the published ones of PostgreSQL, Authentik and nginx.
 */
record ComposedPortal(Path folder, WalledEngine engine, Tunnel tunnel) implements AutoCloseable {

    static final String IMAGE = "maidan-portal:local";
    static final URI HOME = URI.create("https://portal.localhost/");
    static final URI PROVIDER = URI.create("https://auth.localhost/");

    private static final Pattern WITHOUT_REGISTRY =
            Pattern.compile("### Without internet.*?```sh\n(.*?)```", Pattern.DOTALL);
    private static final List<String> PROGRAMS = List.of(
            "dockerd", "docker", "docker-compose", "iptables", "nsenter", "ip", "nginx", "busybox", "openssl", "tar");
    private static final Path HERE = Path.of("").toAbsolutePath();

    /** Skips the calling test, naming what is missing, where this cannot be done. */
    static ComposedPortal start() throws Exception {
        require("root".equals(System.getProperty("user.name")), "an engine is started by root");
        require(Runtime.version().feature() >= 25, "the image is made with Java 25");
        require(Files.isExecutable(Path.of("/usr/lib/postgresql/15/bin/postgres")), "no PostgreSQL 15");
        for (String program : PROGRAMS) {
            require(
                    Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                    "no " + program);
        }
        return begin();
    }

    private static void require(boolean there, String otherwise) {
        Assumptions.assumeTrue(there, "skipped: " + otherwise);
    }

    private static ComposedPortal begin() throws Exception {
        Path folder = Files.createTempDirectory("maidan-compose-");
        WalledEngine engine = WalledEngine.start(Files.createDirectory(folder.resolve("engine")));
        ComposedPortal portal = new ComposedPortal(folder, engine, Tunnel.to(WalledEngine.ADDRESS));
        try {
            portal.lay();
            portal.makeOwn();
            portal.makeOthers();
            portal.up();
        } catch (Exception | AssertionError e) {
            portal.complain();
            portal.close();
            throw e;
        }
        return portal;
    }

    /** A new browser that trusts the authority made by {@code secrets.sh}, and nobody else. */
    Browser browser(URI home) throws GeneralSecurityException, IOException {
        return Browser.at(home, HttpClient.newBuilder().sslContext(trust()).proxy(tunnel.selector()));
    }

    /** What compose says. */
    String compose(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "docker-compose";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return engine.run(project(), Map.of(), command);
    }

    /** Names of running containers. */
    List<String> running() throws IOException, InterruptedException {
        return engine.docker("ps", "--format", "{{.Names}}").lines().sorted().toList();
    }

    /** What the process of a service has loaded, as the kernel says. */
    String mappedBy(String service) throws IOException, InterruptedException {
        String container = compose("ps", "--quiet", service);
        long init = Long.parseLong(engine.docker("inspect", "--format", "{{.State.Pid}}", container));
        ProcessHandle java =
                ProcessHandle.of(init).orElseThrow().children().findFirst().orElseThrow();
        return Files.readString(Path.of("/proc", Long.toString(java.pid()), "maps"));
    }

    Path project() {
        return folder.resolve("maidan");
    }

    private void lay() throws IOException {
        Files.createDirectories(project().resolve("src/main"));
        Files.createDirectories(project().resolve("docs"));
        Files.copy(HERE.resolve("compose.yaml"), project().resolve("compose.yaml"));
        FileSystemUtils.copyRecursively(
                HERE.resolve("src/main/docker"), project().resolve("src/main/docker"));
        FileSystemUtils.copyRecursively(
                HERE.resolve("docs/authentik"), project().resolve("docs/authentik"));
        for (String script : List.of("image.sh", "secrets.sh", "databases.sh")) {
            project().resolve("src/main/docker").resolve(script).toFile().setExecutable(true);
        }
        Files.createSymbolicLink(project().resolve("target"), HERE.resolve("target"));
    }

    /** The commands of the documentation, with the Java that runs this. */
    private void makeOwn() throws IOException, InterruptedException {
        Matcher commands = WITHOUT_REGISTRY.matcher(Files.readString(HERE.resolve("docs/operations.md")));
        if (!commands.find()) {
            throw new AssertionError("docs/operations.md no longer says how to make the image");
        }
        String java = System.getProperty("java.home");
        engine.run(project(), java(), "sh", "-ec", commands.group(1).replaceAll("JAVA_HOME=\\S+", "JAVA_HOME=" + java));
        Files.deleteIfExists(project().resolve("portal.tar"));
        engine.run(project(), java(), "src/main/docker/secrets.sh");
    }

    /** What stands for the published images, and an environment that names all by their ids. */
    private void makeOthers() throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String made = engine.run(HERE, java(), "src/test/compose/images.sh", IMAGE, classPath);
        String own = engine.docker("image", "inspect", "--format", "{{.Id}}", IMAGE);
        Files.writeString(project().resolve(".env"), """
                %s
                PORTAL_IMAGE=%s
                PUBLISHED_AT=%s
                DOCKER_SOCKET=%s
                DOCKER_GROUP=%s
                PORTAL_JAVA_OPTIONS=-Djavax.net.ssl.trustStore=/run/secrets/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit
                """.formatted(
                made.lines().filter(line -> line.matches("[A-Z]+_IMAGE=.*")).reduce("", (all, one) -> all + one + "\n"),
                own,
                WalledEngine.ADDRESS,
                engine.socket(),
                Files.getAttribute(engine.socket(), "unix:gid")));
    }

    private void up() throws IOException, InterruptedException {
        compose("up", "--detach");
        for (int tries = 0; tries < 300 && !unwell().isEmpty(); tries++) {
            Thread.sleep(1000);
        }
        if (!unwell().isEmpty()) {
            throw new AssertionError("not healthy: " + unwell());
        }
    }

    private List<String> unwell() throws IOException, InterruptedException {
        return engine.docker("ps", "--format", "{{.Names}} {{.Status}}")
                .lines()
                .filter(line -> !line.contains("(healthy)"))
                .toList();
    }

    private void complain() throws IOException, InterruptedException {
        for (String name :
                engine.docker("ps", "--all", "--format", "{{.Names}}").lines().toList()) {
            System.err.println("== " + name + "\n" + engine.docker("logs", "--tail", "40", name));
        }
    }

    private static Map<String, String> java() {
        String java = System.getProperty("java.home");
        return Map.of("JAVA_HOME", java, "PATH", java + "/bin:" + System.getenv("PATH"));
    }

    private SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream authority = Files.newInputStream(project().resolve(".secrets/ca.crt"))) {
            store.setCertificateEntry(
                    "own", CertificateFactory.getInstance("X.509").generateCertificate(authority));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tunnel.close();
        engine.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
