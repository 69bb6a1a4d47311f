package cloud.maidan.portal.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

class ServiceHttpTests {

    private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    private static final Duration PATIENCE = Duration.ofMillis(600);
    private static final ServiceId SERVICE = new ServiceId("matrix");

    private final OutboundHttp outbound = new OutboundHttp(
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), DataSize.ofKilobytes(256)),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final FaultyServer faulty = FaultyServer.alone();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server = emptyServer();

    record Named(String name) {}

    @BeforeEach
    void listen() {
        server.start();
    }

    @AfterEach
    void stop() {
        faulty.close();
        outbound.close();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED_CONNECTION, UNREACHABLE",
        "SILENCE, TIMED_OUT",
        "ONE_BYTE_A_SECOND, TIMED_OUT",
        "UNAUTHORIZED, REFUSED",
        "FORBIDDEN, REFUSED",
        "RATE_LIMITED, RATE_LIMITED",
        "SERVER_ERROR, BROKEN",
        "GARBAGE, UNREADABLE",
        "TRUNCATED, UNREADABLE",
        "ENDLESS, TOO_LARGE",
        "REDIRECT_LOOP, REDIRECTED",
        "REDIRECT_TO_LINK_LOCAL, REDIRECTED"
    })
    void everyFaultHasItsName(Trouble trouble, Fault fault) {
        faulty.fail(trouble);

        ServiceFault seen = faultOf(() -> toFaulty()
                .get("/users/{user}", "@mira:example")
                .with("secret", "in-the-query")
                .within(fault == Fault.TIMED_OUT ? PATIENCE : Duration.ofSeconds(30))
                .json(Named.class));

        assertThat(seen.fault()).isEqualTo(fault);
        assertThat(seen).hasNoCause();
        assertThat(seen.getMessage())
                .startsWith("matrix: GET /users/{user}")
                .doesNotContain("mira", "in-the-query", "the-token", "secret body");
        assertThat(faulty.requests()).isEqualTo(trouble == Trouble.REFUSED_CONNECTION ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GARBAGE")
    void aStreamThatBreaksIsNotMistakenForAWholeOne(Trouble trouble) {
        faulty.fail(trouble);

        assertThat(faultOf(() ->
                        toFaulty().get("/media").within(PATIENCE).atMost(1_000_000).stream(ServiceHttpTests::copy)))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void answersAgainOnceHealed(Trouble trouble) {
        assertThat(toFaulty().get("/").json(JsonNode.class).isObject()).isTrue();
        faulty.fail(trouble);
        faultOf(() -> toFaulty().get("/").within(PATIENCE).json(Named.class));

        faulty.heal();

        assertThat(toFaulty().get("/").json(JsonNode.class).isObject()).isTrue();
    }

    @Test
    void aRedirectNeverReachesItsTarget() {
        answer("/", exchange -> reply(exchange, 200, "{}"));
        faulty.redirectTo(url());

        assertThat(faultOf(() -> toFaulty().get("/").json(JsonNode.class)).fault())
                .isEqualTo(Fault.REDIRECTED);
        assertThat(asked).isEmpty();
    }

    @Test
    void slowServicesTakeNoConnectionFromAnother() throws Exception {
        answer("/", exchange -> reply(exchange, 200, "{}"));
        List<FaultyServer> slow = Stream.generate(FaultyServer::alone).limit(4).toList();
        try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            for (FaultyServer server : slow) {
                server.fail(Trouble.SILENCE);
                ServiceHttp line = outbound.to(SERVICE, server.url(), Authorization.none());
                for (int i = 0; i < 20; i++) {
                    asking.execute(() -> faultOf(
                            () -> line.get("/").within(Duration.ofSeconds(3)).json(JsonNode.class)));
                }
            }
            await().until(() -> slow.stream().mapToInt(FaultyServer::requests).sum() == 80);

            assertThat(toServer()
                            .get("/")
                            .within(Duration.ofSeconds(1))
                            .json(JsonNode.class)
                            .isObject())
                    .isTrue();
        } finally {
            slow.forEach(FaultyServer::close);
        }
    }

    @Test
    void anUnknownHostIsUnreachable() {
        ServiceHttp nowhere = outbound.to(SERVICE, URI.create("http://nowhere.invalid"), Authorization.none());

        assertThat(faultOf(() -> nowhere.get("/").json(JsonNode.class)).fault()).isEqualTo(Fault.UNREACHABLE);
    }

    @Test
    void whatIsNotHttpIsUnreadableOrBroken() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var client = socket.accept()) {
                    client.getInputStream().read(new byte[10]);
                    client.getOutputStream()
                            .write("SSH-2.0-OpenSSH\r\n\u0001\u0002\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    client.getOutputStream().flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ServiceHttp line =
                    outbound.to(SERVICE, URI.create("http://127.0.0.1:" + socket.getLocalPort()), Authorization.none());

            assertThat(faultOf(() -> line.get("/").within(PATIENCE).json(JsonNode.class))
                            .fault())
                    .isIn(Fault.UNREADABLE, Fault.BROKEN);
        }
    }

    @Test
    void notFoundIsAValueWhereItIsExpectedAndAFaultWhereNot() {
        answer("/", exchange -> reply(exchange, 404, "{\"errcode\":\"M_NOT_FOUND\"}"));

        assertThat(toServer().get("/users/{user}", "x").jsonIfPresent(Named.class))
                .isEmpty();
        assertThat(toServer().get("/media").streamIfPresent(ServiceHttpTests::copy))
                .isEmpty();
        assertThat(faultOf(() -> toServer().get("/users").json(Named.class)).fault())
                .isEqualTo(Fault.UNREADABLE);
        Answer answer = toServer().get("/users").answer();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("errcode").asString()).isEqualTo("M_NOT_FOUND");
    }

    @Test
    void valuesCannotLeaveTheirPlaceInTheAddress() {
        answer("/", exchange -> reply(exchange, 200, "{}"));

        toServer()
                .get("/users/{user}/media", "@a/../../b?c=d#e%2F:x")
                .with("from", "1&admin=true")
                .json(JsonNode.class);

        assertThat(asked)
                .containsExactly("/base/users/%40a%2F..%2F..%2Fb%3Fc%3Dd%23e%252F%3Ax/media?from=1%26admin%3Dtrue");
    }

    @Test
    void thePlacesOfAWaitingTimeAreReadWithinBounds() {
        assertThat(retryAt("30", "{}")).contains(NOW.plusSeconds(30));
        assertThat(retryAt("Sat, 21 Nov 2026 05:02:00 GMT", "{}")).contains(NOW.plusSeconds(120));
        assertThat(retryAt("Sat, 21 Nov 2020 05:02:00 GMT", "{}")).contains(NOW.plusSeconds(1));
        assertThat(retryAt("999999999999", "{}")).contains(NOW.plusSeconds(3600));
        assertThat(retryAt("-5", "{}")).isEmpty();
        assertThat(retryAt("2", "{\"retry_after_ms\": 1500}")).contains(NOW.plusMillis(1500));
    }

    @Test
    void aLongListIsReadPieceByPiece() {
        answer("/", exchange -> {
            StringBuilder list = new StringBuilder("{\"total\": 3000, \"users\": [");
            for (int i = 0; i < 3000; i++) {
                list.append(i == 0 ? "" : ",").append("{\"name\":\"").append(i).append("\",\"more\":{}}");
            }
            reply(exchange, 200, list.append("], \"next_token\": \"7\"}").toString());
        });
        List<String> names = new ArrayList<>();

        JsonNode rest = toServer().get("/users").each("users", Named.class, named -> names.add(named.name()));

        assertThat(names).hasSize(3000).startsWith("0").endsWith("2999");
        assertThat(rest.path("next_token").asString()).isEqualTo("7");
        assertThat(rest.path("total").asInt()).isEqualTo(3000);
    }

    @Test
    void aListThatIsNotThereIsNotAnEmptyList() {
        answer("/", exchange -> reply(exchange, 200, "{\"total\": 0}"));

        assertThat(faultOf(() -> toServer().get("/users").each("users", Named.class, named -> {}))
                        .fault())
                .isEqualTo(Fault.UNREADABLE);
    }

    @Test
    void linesAreReadOneByOne() {
        answer("/", exchange -> reply(exchange, 200, "{\"name\":\"a\"}\n{\"name\":\"b\"}{\"name\":\"c\"}\n"));
        List<Named> names = new ArrayList<>();

        toServer().get("/").eachLine(Named.class, names::add);

        assertThat(names).containsExactly(new Named("a"), new Named("b"), new Named("c"));
    }

    @Test
    void aReaderMayStopEarlyAndTheNextCallStillWorks() {
        answer("/", exchange -> reply(exchange, 200, "x".repeat(100_000)));

        for (int i = 0; i < 20; i++) {
            OptionalLong length = toServer().get("/").stream(Body::length);
            assertThat(length).hasValue(100_000);
        }
    }

    @Test
    void anInterruptedCallEndsAtOnce() throws InterruptedException {
        faulty.fail(Trouble.SILENCE);
        List<Fault> seen = new CopyOnWriteArrayList<>();
        Thread asking = Thread.ofVirtual()
                .start(() -> seen.add(faultOf(() -> toFaulty()
                                .get("/")
                                .within(Duration.ofSeconds(25))
                                .json(JsonNode.class))
                        .fault()));
        while (faulty.requests() == 0) {
            Thread.onSpinWait();
        }

        asking.interrupt();

        assertThat(asking.join(Duration.ofSeconds(10))).isTrue();
        assertThat(seen).containsExactly(Fault.TIMED_OUT);
    }

    private Optional<Instant> retryAt(String header, String body) {
        server.stop(0);
        server = emptyServer();
        server.start();
        answer("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", header);
            reply(exchange, 429, body);
        });
        return faultOf(() -> toServer().get("/").json(JsonNode.class)).retryAt();
    }

    private ServiceHttp toFaulty() {
        return outbound.to(SERVICE, faulty.url(), Authorization.bearer(() -> "the-token"));
    }

    private ServiceHttp toServer() {
        return outbound.to(
                SERVICE,
                url(),
                Authorization.none(),
                body -> Optional.of(body.path("retry_after_ms"))
                        .filter(JsonNode::isNumber)
                        .map(ms -> Duration.ofMillis(ms.asLong())));
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/");
    }

    private static HttpServer emptyServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(String path, com.sun.net.httpserver.HttpHandler handler) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().toString());
            handler.handle(exchange);
        });
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static int copy(Body body) {
        try {
            byte[] buffer = new byte[8192];
            int all = 0;
            for (int n = body.content().read(buffer); n >= 0; n = body.content().read(buffer)) {
                all += n;
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceFault faultOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ServiceFault.class, call);
    }
}
