package cloud.maidan.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in front of another one, or of none, that can be made to fail in twelve ways while it runs. What it does
 * is done on the bare socket, since a well-behaved server library could not.
 */
public final class FaultyServer implements AutoCloseable {

    /** The twelve faults that every connected service's adapter is tried with. */
    public enum Trouble {
        REFUSED_CONNECTION,
        SILENCE,
        ONE_BYTE_A_SECOND,
        UNAUTHORIZED,
        FORBIDDEN,
        RATE_LIMITED,
        SERVER_ERROR,
        GARBAGE,
        TRUNCATED,
        ENDLESS,
        REDIRECT_LOOP,
        REDIRECT_TO_LINK_LOCAL
    }

    /** What {@link Trouble#RATE_LIMITED} asks for. */
    public static final int RETRY_AFTER_SECONDS = 30;

    private static final Pattern REQUEST = Pattern.compile("[A-Z]+ \\S+ HTTP/1\\.1\\s*");
    private static final int LONGEST_LINE = 8192;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final @Nullable URI behind;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable ServerSocket listening;
    private @Nullable Thread accepting;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable String redirect;

    private FaultyServer(@Nullable URI behind) {
        this.behind = behind;
        ServerSocket socket = listen(0);
        this.port = socket.getLocalPort();
    }

    /** Hands everything over to another server as long as it is healthy. */
    public static FaultyServer inFrontOf(URI server) {
        return new FaultyServer(server);
    }

    /** With nothing behind it; answers {@code {}} as long as it is healthy. */
    public static FaultyServer alone() {
        return new FaultyServer(null);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * The first line of each HTTP request that was handed over, in order; a request whose body makes the difference
     * looks like another one.
     */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void forgetAsked() {
        asked.clear();
    }

    /** Requests that were answered with a fault, or at all when there is nothing behind. */
    public int requests() {
        return requests.get();
    }

    public synchronized void fail(Trouble how) {
        trouble = how;
        redirect = null;
        if (how == Trouble.REFUSED_CONNECTION) {
            stopListening();
        } else {
            keepListening();
        }
        endConnections();
    }

    /** Redirects everything, including the credentials that a client sends on by mistake, to the address. */
    public synchronized void redirectTo(URI elsewhere) {
        fail(Trouble.REDIRECT_LOOP);
        redirect = elsewhere.toString();
    }

    public synchronized void heal() {
        trouble = null;
        redirect = null;
        keepListening();
        endConnections();
    }

    @Override
    public synchronized void close() {
        stopListening();
        endConnections();
    }

    private void keepListening() {
        if (listening == null) {
            listen(port);
        }
    }

    private ServerSocket listen(int at) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at), 200);
            listening = socket;
            accepting = Thread.ofVirtual().name("faulty-server").start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopListening() {
        ServerSocket socket = listening;
        listening = null;
        close(socket);
        Thread waiting = accepting;
        if (waiting != null) {
            try {
                waiting.join(); // only then is the port really closed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endConnections() {
        open.forEach(FaultyServer::close);
        open.clear();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Trouble now = trouble;
            if (now == null && behind != null) {
                pass(client, behind);
            } else if (readHead(client.getInputStream())) {
                requests.incrementAndGet();
                answer(now, client.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // the client left, which is what most faults are about
        } finally {
            open.remove(client);
        }
    }

    private void pass(Socket client, URI server) throws IOException, InterruptedException {
        int serverPort = server.getPort() < 0 ? 80 : server.getPort();
        try (Socket upstream = new Socket(server.getHost(), serverPort)) {
            open.add(upstream);
            Thread back = Thread.ofVirtual().start(() -> copy(upstream, client, bytes -> {}));
            copy(client, upstream, new Listener());
            back.join();
            open.remove(upstream);
        }
    }

    /** Picks the request lines out of what a client sends. */
    private final class Listener implements Consumer<byte[]> {

        private final StringBuilder line = new StringBuilder();

        @Override
        public void accept(byte[] bytes) {
            for (byte b : bytes) {
                if (b == '\n') {
                    if (REQUEST.matcher(line).matches()) {
                        asked.add(line.toString().strip());
                    }
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) (b & 0xff));
                }
            }
        }
    }

    private static void copy(Socket from, Socket to, Consumer<byte[]> listener) {
        try {
            byte[] bytes = new byte[8192];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                listener.accept(Arrays.copyOf(bytes, read));
                to.getOutputStream().write(bytes, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                return true;
            }
        }
        return false;
    }

    private void answer(@Nullable Trouble how, OutputStream out) throws IOException, InterruptedException {
        switch (how) {
            case null -> say(out, "200 OK", "Content-Type: application/json\r\n", "{}");
            case REFUSED_CONNECTION -> {}
            case SILENCE -> Thread.sleep(30_000);
            case ONE_BYTE_A_SECOND -> trickle(out);
            case UNAUTHORIZED ->
                say(out, "401 Unauthorized", "", "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"secret body\"}");
            case FORBIDDEN -> say(out, "403 Forbidden", "", "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"secret body\"}");
            case RATE_LIMITED ->
                say(
                        out,
                        "429 Too Many Requests",
                        "Retry-After: " + RETRY_AFTER_SECONDS + "\r\n",
                        "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":" + RETRY_AFTER_SECONDS * 1000 + "}");
            case SERVER_ERROR -> say(out, "500 Internal Server Error", "", "secret body");
            case GARBAGE -> say(out, "200 OK", "Content-Type: application/json\r\n", "\u0000<<%%{not json");
            case TRUNCATED -> {
                write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"name\":\"");
                out.flush();
            }
            case ENDLESS -> flood(out);
            case REDIRECT_LOOP -> {
                String elsewhere = redirect;
                say(out, "302 Found", "Location: " + (elsewhere == null ? url() + "/again" : elsewhere) + "\r\n", "");
            }
            case REDIRECT_TO_LINK_LOCAL ->
                say(out, "307 Temporary Redirect", "Location: http://169.254.169.254/latest/meta-data/\r\n", "");
        }
    }

    private static void trickle(OutputStream out) throws IOException, InterruptedException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
        for (byte b : (answer + " ".repeat(500)).getBytes(StandardCharsets.US_ASCII)) {
            out.write(b);
            out.flush();
            Thread.sleep(1000);
        }
    }

    private static void flood(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        write(out, "1\r\n{\r\n");
        byte[] chunk = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        while (true) {
            out.write(chunk);
        }
    }

    private static void say(OutputStream out, String status, String headers, String body) throws IOException {
        write(
                out,
                "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void close(@Nullable AutoCloseable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (Exception e) {
            // it is closed enough
        }
    }
}
