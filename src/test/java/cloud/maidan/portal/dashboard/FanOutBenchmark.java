package cloud.maidan.portal.dashboard;

import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * What asking six services at once costs beyond the slowest of them, its answer stored, in the whole portal: the stubs
 * are HTTP servers on loopback of which the slowest answers after 100 ms. Run by {@code docs/benchmarks/fan-out.sh};
 * arguments: rounds of one member alone, members at once, rounds of each.
 */
final class FanOutBenchmark {

    private static final int[] MILLIS = {10, 20, 30, 50, 70, 100};

    private FanOutBenchmark() {}

    /** Not marked as a configuration, so that only this benchmark finds it. */
    static class Stubs {

        private static HttpServer server() throws Exception {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1000);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try {
                    Thread.sleep(
                            Long.parseLong(exchange.getRequestURI().getPath().substring(1)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                byte[] body = "{\"count\":42,\"bytes\":1000}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        }

        @Bean
        Stub stub10(OutboundHttp http) throws Exception {
            return new Stub(0, http, server());
        }

        @Bean
        Stub stub20(OutboundHttp http) throws Exception {
            return new Stub(1, http, server());
        }

        @Bean
        Stub stub30(OutboundHttp http) throws Exception {
            return new Stub(2, http, server());
        }

        @Bean
        Stub stub50(OutboundHttp http) throws Exception {
            return new Stub(3, http, server());
        }

        @Bean
        Stub stub70(OutboundHttp http) throws Exception {
            return new Stub(4, http, server());
        }

        @Bean
        Stub stub100(OutboundHttp http) throws Exception {
            return new Stub(5, http, server());
        }
    }

    /** Knows everybody and answers after its time. */
    static final class Stub implements ServiceAdapter, DataView {

        private final ServiceProfile profile;
        private final OutboundHttp http;
        private final URI address;
        private final int millis;

        Stub(int number, OutboundHttp http, HttpServer server) {
            this.profile = ServiceProfile.of("stub" + number, "Stub", "folder", number);
            this.http = http;
            this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            this.millis = MILLIS[number];
        }

        @Override
        public ServiceProfile profile() {
            return profile;
        }

        @Override
        public boolean configured() {
            return true;
        }

        @Override
        public Lookup find(Member member) {
            return new Lookup.Found(member.subject(), Evidence.SUBJECT);
        }

        @Override
        public AccountPage accounts(Cursor from) {
            return new AccountPage(List.of(), Optional.empty());
        }

        @Override
        public Health check() {
            return new Health.Well("stub");
        }

        @Override
        public DataSummary view(ServiceAccount account) {
            JsonNode answer = http.to(profile.id(), address, Authorization.none())
                    .get("/" + millis)
                    .json(JsonNode.class);
            Text text = Text.of("dashboard.overview");
            return new DataSummary(
                    text,
                    List.of(),
                    List.of(new Category(
                            "things",
                            text,
                            null,
                            answer.path("count").asLong(),
                            answer.path("bytes").asLong(),
                            null,
                            null,
                            text,
                            LegalBasis.CONTRACT,
                            text,
                            text,
                            false,
                            null)),
                    List.of(),
                    List.of(),
                    null);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int alone = Integer.parseInt(arguments[0]);
        int together = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        try (var portal = new SpringApplicationBuilder(PortalApplication.class, Stubs.class)
                .profiles("test")
                .run(
                        "--spring.datasource.url=" + EmbeddedDatabase.newDatabase(),
                        "--portal.services.asking.every=0s",
                        "--logging.level.root=WARN",
                        "--server.port=0")) {
            List<MemberId> members = members(portal.getBean(JdbcClient.class), together);
            ServiceCatalog services = portal.getBean(ServiceCatalog.class);
            run(services, members.subList(0, 1), 200);
            run(services, members, 20);
            tell("slowest service alone", slowest(portal, alone));
            tell("all six, 1 member", run(services, members.subList(0, 1), alone));
            tell("all six, " + together + " members at once", run(services, members, rounds));
            tell("last known answers, no service asked", lastKnown(services, members.getFirst(), alone * 10));
        }
        System.exit(0);
    }

    private static long[] slowest(ConfigurableApplicationContext portal, int rounds) {
        Stub stub = portal.getBean("stub100", Stub.class);
        LongStream.Builder took = LongStream.builder();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            stub.http
                    .to(stub.profile.id(), stub.address, Authorization.none())
                    .get("/" + stub.millis)
                    .json(JsonNode.class);
            took.add(System.nanoTime() - start);
        }
        return took.build().sorted().toArray();
    }

    private static long[] run(ServiceCatalog services, List<MemberId> members, int rounds) throws Exception {
        List<Callable<long[]>> each = members.stream()
                .<Callable<long[]>>map(member -> () -> {
                    LongStream.Builder took = LongStream.builder();
                    for (int round = 0; round < rounds; round++) {
                        long start = System.nanoTime();
                        services.askAll(member);
                        took.add(System.nanoTime() - start);
                    }
                    return took.build().toArray();
                })
                .toList();
        List<long[]> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<long[]> done : threads.invokeAll(each)) {
                all.add(done.get());
            }
        }
        return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static long[] lastKnown(ServiceCatalog services, MemberId member, int rounds) {
        return IntStream.range(0, rounds)
                .mapToLong(round -> {
                    long start = System.nanoTime();
                    services.lastKnown(member);
                    return System.nanoTime() - start;
                })
                .sorted()
                .toArray();
    }

    private static void tell(String what, long[] took) {
        System.out.printf(
                "%s: p50 %.1f ms, p99 %.1f ms (%d)%n",
                what, took[took.length / 2] / 1e6, took[took.length * 99 / 100] / 1e6, took.length);
    }

    private static List<MemberId> members(JdbcClient jdbc, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    UUID id = UUID.randomUUID();
                    jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                                    + " values (?, 'http://issuer/', ?, 'x', 'x', now(), now())")
                            .params(id, id.toString())
                            .update();
                    return new MemberId(id);
                })
                .toList();
    }
}
