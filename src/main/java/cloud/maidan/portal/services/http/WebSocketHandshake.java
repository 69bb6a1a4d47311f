package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** How a WebSocket begins: a question over HTTP that must be answered with 101 (RFC 6455 section 4). */
final class WebSocketHandshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})( .*)?");
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI address;
    private final String key;
    private final Authorization authorization;

    /** @param address with {@code http} or {@code https}, as all addresses of services */
    WebSocketHandshake(URI address, Authorization authorization) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        this.address = address;
        this.key = Base64.getEncoder().encodeToString(nonce);
        this.authorization = authorization;
    }

    Socket connect(Socket socket, Duration within) throws IOException {
        boolean sealed = "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : sealed ? 443 : 80;
        var there = new InetSocketAddress(Hosts.lookUp(address.getHost()).getFirst(), port);
        socket.connect(there, (int) within.toMillis());
        socket.setTcpNoDelay(true);
        return sealed ? sealed(socket, port) : socket;
    }

    private Socket sealed(Socket socket, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var tls = (SSLSocket) factory.createSocket(socket, address.getHost(), port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    void agree(Heard heard, OutputStream out, String name, Clock clock) throws IOException {
        out.write(Heard.ascii(question()));
        out.flush();
        Matcher status = STATUS.matcher(heard.line(LONGEST_LINE, true));
        heard.mustBe(status.matches());
        int answered = Integer.parseInt(status.group(1));
        Map<String, String> headers = headers(heard);
        if (answered != 101) {
            throw refused(answered, headers, name, clock);
        }
        heard.mustBe("websocket".equalsIgnoreCase(headers.get("upgrade"))
                && expected().equals(headers.get("sec-websocket-accept"))
                && !headers.containsKey("sec-websocket-extensions"));
    }

    private String question() {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String host = address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
        return "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nUser-Agent: Maidan-Portal\r\nSec-WebSocket-Key: "
                + key
                + "\r\nSec-WebSocket-Version: 13\r\n"
                + authorization
                        .header()
                        .map(value -> "Authorization: " + value + "\r\n")
                        .orElse("")
                + "\r\n";
    }

    private static Map<String, String> headers(Heard heard) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String line = heard.line(LONGEST_LINE, false);
        for (int lines = 0; !line.isEmpty(); lines++) {
            int colon = line.indexOf(':');
            heard.mustBe(colon > 0 && lines < MOST_HEADERS);
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
            line = heard.line(LONGEST_LINE, false);
        }
        return headers;
    }

    private static ServiceFault refused(int status, Map<String, String> headers, String name, Clock clock) {
        if (status >= 300 && status < 400) {
            return new ServiceFault(Fault.REDIRECTED, null, name + " answered " + status, null);
        }
        Instant retryAt = status == 429 || status == 503
                ? RetryAfter.at(headers.get("retry-after"), Optional.empty(), clock.instant())
                        .orElse(null)
                : null;
        return Faults.ofStatus(status, retryAt, name);
    }

    private String expected() {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // RFC 6455 asks for it; nothing rests on it
            return Base64.getEncoder().encodeToString(sha1.digest(Heard.ascii(key + GUID)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
