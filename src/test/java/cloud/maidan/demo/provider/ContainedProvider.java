package cloud.maidan.demo.provider;

import cloud.maidan.demo.AuthentikStandIn;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Stands for Authentik's image, which starts one program as {@code server} and as {@code worker}. As there, what the
 * worker reads in the blueprint reaches the server through the database alone, and it is the worker that tells a portal
 * of a sign-out.
 */
public final class ContainedProvider {

    private static final int PORT = 9000;
    private static final int INNER_PORT = 9001;
    private static final long PAUSE_MILLIS = 500;

    private ContainedProvider() {}

    /** @param roles {@code server} or {@code worker} */
    public static void main(String... roles) throws Exception {
        SharedTable table = SharedTable.open(System.getenv());
        if ("worker".equals(roles[0])) {
            work(table);
        } else {
            serve(table, Objects.requireNonNull(System.getenv("AUTHENTIK_WEB__BASE_URL")));
        }
    }

    private static void serve(SharedTable table, String address) throws IOException {
        DemoProvider provider = DemoProvider.start(INNER_PORT, address + "/application/o/maidan/");
        provider.register(new Applied(table, provider));
        new FrontDoor(AuthentikStandIn.start(0).url(), "http://localhost:" + INNER_PORT, () -> table.value("token"))
                .open(new InetSocketAddress(PORT));
    }

    private static void work(SharedTable table) throws IOException, InterruptedException {
        AppliedBlueprint.read(Path.of("/blueprints/custom/maidan-portal.yaml")).forEach(table::put);
        HttpServer health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
        health.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        health.start();
        HttpClient http = HttpClient.newHttpClient();
        while (!Thread.currentThread().isInterrupted()) {
            for (String token : table.untold()) {
                int status =
                        http.send(told(table, token), BodyHandlers.discarding()).statusCode();
                System.out.println("told of a sign-out: " + status);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static HttpRequest told(SharedTable table, String token) {
        return HttpRequest.newBuilder(URI.create(table.value("logout_uri")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                .build();
    }

    /** As the blueprint says. */
    private record Applied(SharedTable table, DemoProvider provider) implements Registration {

        @Override
        public String clientSecret() {
            return table.value("client_secret");
        }

        @Override
        public boolean entersAt(URI back) {
            return back.toString().equals(table.value("authorization"));
        }

        @Override
        public boolean leavesTo(URI back) {
            return back.toString().equals(table.value("logout"));
        }

        @Override
        public void ended(DemoPerson person) {
            table.tell(provider.logoutToken(person.account(), person.sid()));
        }
    }
}
