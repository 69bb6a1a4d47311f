package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.LibreChatDatabase;
import cloud.maidan.demo.LibreChatDatabase.Answer;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the adapter makes of faults of the database. Those of the application's own door are tried with all other
 * services.
 */
class LibreChatFaultsTests {

    private static final LibreChatStandIn STAND_IN = LibreChatStandIn.start(0, Assistant.ISSUER);
    private static final Duration SHORT = Duration.ofMillis(1200);

    private final Assistant assistant = Assistant.at(STAND_IN);

    /** What a wire can do to a client, whatever the protocol. */
    enum Wire {
        REFUSED_CONNECTION(Fault.UNREACHABLE),
        SILENCE(Fault.TIMED_OUT),
        ONE_BYTE_A_SECOND(Fault.TIMED_OUT),
        GARBAGE(Fault.UNREADABLE),
        WEB_SERVER(Fault.UNREADABLE),
        TRUNCATED(Fault.UNREADABLE),
        ENDLESS(Fault.UNREADABLE);

        private final Fault expected;

        Wire(Fault expected) {
            this.expected = expected;
        }
    }

    @AfterEach
    void answer() {
        STAND_IN.database().answer(Answer.AS_IT_IS);
    }

    @AfterAll
    static void stop() {
        STAND_IN.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultOfTheWireHasItsNameWhateverIsAsked(Wire wire) {
        try (Server server = new Server(wire)) {
            LibreChatAdapter adapter = assistant
                    .mongo(LibreChatDatabase.uri(server.port, LibreChatDatabase.PASSWORD))
                    .patience(SHORT)
                    .adapter();

            everythingFails(adapter, wire.expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ALLOWED, REFUSED",
        "TOO_MANY_REQUESTS, RATE_LIMITED",
        "SHUTTING_DOWN, BROKEN",
        "TOO_SLOW, TIMED_OUT"
    })
    void whatTheServerAnswersHasItsName(Answer answer, Fault expected) {
        LibreChatAdapter adapter = assistant.adapter();
        STAND_IN.database().answer(answer);

        everythingFails(adapter, expected);
    }

    @Test
    void aWrongPasswordIsARefusal() {
        everythingFails(
                assistant
                        .mongo(LibreChatDatabase.uri(STAND_IN.database().port(), "wrong"))
                        .adapter(),
                Fault.REFUSED);
    }

    @Test
    void anotherServerThatTheServerNamesIsNotAsked() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                LibreChatStandIn pointing = LibreChatStandIn.start(0, Assistant.ISSUER)) {
            AtomicInteger visitors = new AtomicInteger();
            Thread.ofVirtual().start(() -> count(elsewhere, visitors));
            pointing.database().pointTo("127.0.0.1:" + elsewhere.getLocalPort());

            assertThat(Assistant.at(pointing)
                            .adapter()
                            .view(Assistant.account())
                            .items())
                    .isPositive();
            assertThat(visitors).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_CONNECTION", "SILENCE"})
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        try (FaultyServer between = FaultyServer.inFrontOf(
                URI.create("http://127.0.0.1:" + STAND_IN.database().port()))) {
            LibreChatAdapter adapter = assistant
                    .mongo(LibreChatDatabase.uri(between.url().getPort(), LibreChatDatabase.PASSWORD))
                    .patience(Duration.ofMillis(2500))
                    .adapter();
            RecordedSink whole = Assistant.exported(adapter);
            int half = whole.cursors.size() / 2;
            RecordedSink cut = new RecordedSink() {
                @Override
                public void reached(Cursor cursor) {
                    super.reached(cursor);
                    if (cursors.size() == half) {
                        between.fail(trouble);
                    }
                }
            };

            ServiceFault fault = fault(() -> adapter.export(Assistant.account(), Cursor.START, cut));
            between.heal();
            RecordedSink rest = new RecordedSink();
            eventually(() -> adapter.export(Assistant.account(), cut.cursors.getLast(), rest));

            assertThat(fault.fault().worthRetrying()).isTrue();
            assertThat(whole.cursors).startsWith(cut.cursors.toArray(Cursor[]::new));
            assertThat(rest.entries.keySet())
                    .containsExactlyElementsOf(whole.entries.keySet().stream()
                            .skip(cut.entriesAtCursor.getLast())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://portal:hush@a.example,b.example/LibreChat",
                "mongodb+srv://portal:hush@a.example/LibreChat",
                "mongodb://portal:hush@a.example/LibreChat?replicaSet=rs0",
                "portal:hush@a.example"
            })
    void onlyOneServerCanBeNamedAndItsPasswordIsNotQuoted(String uri) {
        ServiceFault fault =
                fault(() -> assistant.mongo(uri).adapter().find(Assistant.member(DemoAccount.MEMBER.subject(), null)));

        assertThat(fault.fault()).isEqualTo(Fault.REFUSED);
        assertThat(fault)
                .hasMessageContaining("mongo-uri of librechat")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    /** Asks everything at once: each waits as long as it may. */
    private static void everythingFails(LibreChatAdapter adapter, Fault expected) {
        RecordedSink sink = new RecordedSink();
        Map<String, ThrowingCallable> questions = Map.of(
                "find", () -> adapter.find(Assistant.member(DemoAccount.MEMBER.subject(), null)),
                "accounts", () -> adapter.accounts(Cursor.START),
                "view", () -> adapter.view(Assistant.account()),
                "export", () -> adapter.export(Assistant.account(), Cursor.START, sink));
        Map<String, Fault> faults = new ConcurrentHashMap<>();
        AtomicReference<Health> health = new AtomicReference<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            questions.forEach((name, question) -> threads.execute(() -> faults.put(name, faultOf(question))));
            threads.execute(() -> health.set(adapter.check()));
        }

        assertThat(faults)
                .containsOnlyKeys(questions.keySet())
                .allSatisfy((name, fault) -> assertThat(fault).as(name).isEqualTo(expected));
        assertThat(health).hasValue(new Health.Unreachable(expected));
        assertThat(sink.entries).isEmpty();
        assertThat(sink.cursors).isEmpty();
    }

    private static Fault faultOf(ThrowingCallable call) {
        return fault(call).fault();
    }

    private static ServiceFault fault(ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).isNotNull();
        assertThat(fault.toString()).doesNotContain("secret words");
        return fault;
    }

    /** The driver looks for a server that went away every now and then only. */
    private static void eventually(Runnable run) {
        for (int round = 0; ; round++) {
            try {
                run.run();
                return;
            } catch (ServiceFault stillAway) {
                if (round == 20) {
                    throw stillAway;
                }
            }
        }
    }

    private static void count(ServerSocket socket, AtomicInteger visitors) {
        try {
            while (true) {
                socket.accept().close();
                visitors.incrementAndGet();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** Answers whatever is asked with bytes that no database sends. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket socket;
        private final Wire wire;
        private final int port;

        Server(Wire wire) {
            this.wire = wire;
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                port = socket.getLocalPort();
                if (wire == Wire.REFUSED_CONNECTION) {
                    socket.close();
                } else {
                    Thread.ofVirtual().start(this::accept);
                }
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private void serve(Socket client) {
            try (client) {
                client.getInputStream().read(new byte[8192]);
                OutputStream out = client.getOutputStream();
                switch (wire) {
                    case REFUSED_CONNECTION -> {}
                    case SILENCE -> Thread.sleep(30_000);
                    case ONE_BYTE_A_SECOND -> {
                        for (int b : new int[] {60, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0}) {
                            out.write(b);
                            out.flush();
                            Thread.sleep(1000);
                        }
                    }
                    case GARBAGE -> out.write("\u0000<<%%{no document at all, but quite some bytes".getBytes());
                    case WEB_SERVER -> out.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".getBytes());
                    case TRUNCATED -> out.write(new byte[] {60, 1, 0, 0, 1, 0, 0, 0, 1, 0});
                    case ENDLESS -> {
                        out.write(new byte[] {-1, -1, -1, 127, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0});
                        byte[] more = new byte[16384];
                        while (true) {
                            out.write(more);
                        }
                    }
                }
                out.flush();
            } catch (IOException | InterruptedException gone) {
                // the client left, which is what most faults are about
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
