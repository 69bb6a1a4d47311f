package cloud.maidan.demo.provider;

import cloud.maidan.demo.AuthentikStandIn;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * One address, as Authentik has, for its API and its pages.
 *
 * @param api where the API is answered
 * @param pages where people sign in
 * @param token with which the portal comes, as it was applied
 */
record FrontDoor(String api, String pages, Supplier<String> token) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> OF_A_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "http2-settings");
    private static final String OWN_SIGN_OUT = "/if/flow/default-invalidation-flow/";

    void open(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::passOn);
        server.createContext("/-/health/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = HTTP.send(inner(exchange), BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!name.startsWith(":") && !OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest inner(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().toString();
        String where = asked.startsWith("/api/")
                ? api + asked
                : pages + (asked.equals(OWN_SIGN_OUT) ? "/application/o/maidan/leave" : asked);
        var request = HttpRequest.newBuilder(URI.create(where))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, known(value)));
            }
        });
        return request.header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"))
                .build();
    }

    /** The API knows one token, its own. */
    private String known(String value) {
        return value.equals("Bearer " + token.get()) ? "Bearer " + AuthentikStandIn.TOKEN : value;
    }
}
