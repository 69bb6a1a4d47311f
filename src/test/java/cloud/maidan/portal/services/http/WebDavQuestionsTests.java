package cloud.maidan.portal.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.stream.XMLStreamConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDavQuestionsTests {

    private final OutboundHttp outbound =
            new OutboundHttp(HttpLimits.standard(), Clock.fixed(Instant.parse("2026-11-21T05:00:00Z"), ZoneOffset.UTC));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private int status = 207;
    private String answer = "<a><b>1</b><b>2</b></a>";

    WebDavQuestionsTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    }

    @BeforeEach
    void listen() {
        server.createContext("/dav", this::reply);
        server.createContext("/secret", exchange -> {
            elsewhere.add("read");
            reply(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        outbound.close();
        server.stop(0);
    }

    @Test
    void aQuestionCarriesItsMethodItsHeadersAndItsXml() {
        List<String> read = line().propfind("/dav/{user}", "mira ü")
                .saying("Depth", 1)
                .sending("<x>ü</x>", "application/xml")
                .xml((xml, body) -> texts(xml, body.header("X-Total").orElse("")));

        assertThat(read).containsExactly("1", "2", "17");
        assertThat(asked)
                .containsExactly("PROPFIND /dav/mira%20%C3%BC depth=1 type=application/xml; charset=UTF-8 <x>ü</x>");
    }

    @Test
    void notFoundIsAValueWhereItIsExpected() {
        status = 404;

        assertThat(line().report("/dav").xmlIfPresent((xml, body) -> "read")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a><b>1</b>",
                "no xml",
                "",
                "<a>&undefined;</a>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY e \"boom\">]><a>&e;</a>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"{elsewhere}\">]><a>&e;</a>",
                "<!DOCTYPE a SYSTEM \"{elsewhere}\"><a/>"
            })
    void whatIsNoPlainXmlIsUnreadableAndFetchesNothing(String content) {
        answer = content.replace("{elsewhere}", url() + "/secret");

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class, () -> line().propfind("/dav").xml((xml, body) -> texts(xml, "")));

        assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE);
        assertThat(fault).hasNoCause();
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void whatFollowsAReadPartMustBeWholeToo() {
        answer = "<a><b>1</b><b>";

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class, () -> line().propfind("/dav").xml((xml, body) -> xml.next()));

        assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE);
    }

    @Test
    void aStatusBelowFourHundredMayBeAnAnswerWhereItIsExpected() {
        status = 304;

        assertThat(line().get("/dav").accepting(304).answer().status()).isEqualTo(304);
        assertThat(catchThrowableOfType(
                                ServiceFault.class, () -> line().get("/dav").answer())
                        .fault())
                .isEqualTo(Fault.REDIRECTED);
    }

    @Test
    void headersOfAnAnswerAreFoundHoweverTheyAreWritten() {
        status = 204;

        Answer answer = line().get("/dav").answer();

        assertThat(answer.header("x-TOTAL")).contains("17");
        assertThat(answer.header("X-Other")).isEmpty();
    }

    private static List<String> texts(javax.xml.stream.XMLStreamReader xml, String last)
            throws javax.xml.stream.XMLStreamException {
        List<String> texts = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.CHARACTERS) {
                texts.add(xml.getText());
            }
        }
        texts.add(last);
        return texts;
    }

    private ServiceHttp line() {
        return outbound.to(new ServiceId("nextcloud"), URI.create(url()), Authorization.none());
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void reply(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " depth="
                    + exchange.getRequestHeaders().getFirst("Depth") + " type="
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("X-Total", "17");
            byte[] content = answer.getBytes(StandardCharsets.UTF_8);
            boolean empty = status == 204 || status == 304 || content.length == 0;
            exchange.sendResponseHeaders(status, empty ? -1 : content.length);
            if (!empty) {
                exchange.getResponseBody().write(content);
            }
        }
    }
}
