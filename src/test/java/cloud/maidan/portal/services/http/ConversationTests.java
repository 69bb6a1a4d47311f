package cloud.maidan.portal.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ConversationTests {

    private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

    private final OutboundHttp outbound = new OutboundHttp(
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), DataSize.ofKilobytes(64)),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final FaultyServer faulty = FaultyServer.alone();

    @AfterEach
    void stop() {
        faulty.close();
        outbound.close();
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
        "ENDLESS, UNREADABLE",
        "REDIRECT_LOOP, REDIRECTED",
        "REDIRECT_TO_LINK_LOCAL, REDIRECTED"
    })
    void everyFaultHasItsNameAndARefusalOfAnyLengthIsNotRead(Trouble trouble, Fault fault) {
        faulty.fail(trouble);

        ServiceFault seen = faultOf(() -> converse(faulty.url(), Duration.ofMillis(500)));

        assertThat(seen.fault()).isEqualTo(fault);
        assertThat(seen.retryAt())
                .isEqualTo(
                        trouble == Trouble.RATE_LIMITED
                                ? java.util.Optional.of(NOW.plusSeconds(FaultyServer.RETRY_AFTER_SECONDS))
                                : java.util.Optional.empty());
        assertThat(seen).hasNoCause();
        assertThat(seen.getMessage()).startsWith("cryptpad: WebSocket /socket").doesNotContain("secret body");
        assertThat(faulty.requests()).isEqualTo(trouble == Trouble.REFUSED_CONNECTION ? 0 : 1);
    }

    @Test
    void aMessageInPiecesIsOneAndAPingBetweenIsAnswered() {
        try (var server = Raw.saying("0103" + hex("abc") + "8900" + "8003" + hex("def"));
                Conversation talk = converse(server.url(), Duration.ofSeconds(5))) {
            assertThat(talk.hear()).isEqualTo("abcdef");
            talk.say("x".repeat(70_000));
        }
    }

    @Test
    void aServerThatDoesNotProveThatItUnderstoodIsNotListenedTo() {
        try (var server = Raw.claiming("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")) {
            assertThat(faultOf(() -> converse(server.url(), Duration.ofSeconds(5)))
                            .fault())
                    .isEqualTo(Fault.UNREADABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a length of 4 EB,             817f4000000000000000, TOO_LARGE",
        "a message over the size,      817f0000000000010001, TOO_LARGE",
        "an end within a message,      810561,               UNREADABLE",
        "an end between messages,      '',                   BROKEN",
        "a goodbye,                    880203e8,             BROKEN",
        "a masked frame,               818100000000,         UNREADABLE",
        "a binary message,             8201ff,               UNREADABLE",
        "a compression not agreed on,  c10161,               UNREADABLE",
        "a continuation of nothing,    800161,               UNREADABLE",
        "a ping in pieces,             0900,                 UNREADABLE"
    })
    void whatAServerMustNotSayEndsTheConversation(String what, String frame, Fault fault) {
        try (var server = Raw.saying(frame);
                Conversation talk = converse(server.url(), Duration.ofSeconds(5))) {
            assertThat(faultOf(talk::hear).fault()).as(what).isEqualTo(fault);
        }
    }

    @Test
    void manySmallMessagesAreBoundedTogether() {
        try (var server =
                        Raw.saying(("81 7d" + "61".repeat(125)).replace(" ", "").repeat(600));
                Conversation talk = converse(server.url(), Duration.ofSeconds(5))) {
            assertThat(faultOf(() -> {
                                for (int i = 0; i < 600; i++) {
                                    talk.hear();
                                }
                            })
                            .fault())
                    .isEqualTo(Fault.TOO_LARGE);
        }
    }

    @Test
    void silenceEndsAtTheDeadlineThatCountsFromTheBeginning() {
        try (var server = Raw.silent();
                Conversation talk = converse(server.url(), Duration.ofMillis(300))) {
            assertThat(faultOf(talk::hear).fault()).isEqualTo(Fault.TIMED_OUT);
        }
    }

    private Conversation converse(URI address, Duration within) {
        return outbound.to(new ServiceId("cryptpad"), address, Authorization.bearer(() -> "the-token"))
                .converse("/socket", within);
    }

    private static ServiceFault faultOf(ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).isNotNull();
        return fault;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Agrees to a WebSocket and then says the given bytes. */
    private record Raw(ServerSocket socket) implements AutoCloseable {

        static Raw saying(String hex) {
            return start("", hex, true);
        }

        static Raw silent() {
            return start("", "", false);
        }

        static Raw claiming(String accept) {
            return start(accept, "", true);
        }

        private static Raw start(String accept, String hex, boolean ending) {
            try {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Thread.ofVirtual().start(() -> serve(socket, accept, hex, ending));
                return new Raw(socket);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void serve(ServerSocket socket, String accept, String hex, boolean ending) {
            try (Socket client = socket.accept()) {
                InputStream in = client.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                String key = head.toString()
                        .lines()
                        .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                        .map(line -> line.substring("Sec-WebSocket-Key: ".length()))
                        .findFirst()
                        .orElse("");
                OutputStream out = client.getOutputStream();
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + (accept.isEmpty() ? proof(key) : accept) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(HexFormat.of().parseHex(hex));
                out.flush();
                if (ending) {
                    client.shutdownOutput();
                }
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException | NoSuchAlgorithmException e) {
                // the client left
            }
        }

        private static String proof(String key) throws NoSuchAlgorithmException {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
