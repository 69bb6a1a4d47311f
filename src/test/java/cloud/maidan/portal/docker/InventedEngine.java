package cloud.maidan.portal.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something behind a socket that answers as it is told: an engine of any version, or nothing like one. */
final class InventedEngine implements AutoCloseable {

    /** Writes one answer, its head included. */
    interface Answer {

        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** Answers whatever no answer was given for before. */
    interface Listener {

        /** @param path without its leading version */
        Answer hear(String method, String path, String body);
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<SocketChannel> lines = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Listener listener = (method, path, body) -> json(404, "{}");

    InventedEngine(Path folder) throws IOException {
        this.socket = folder.resolve("engine.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::listen);
    }

    static Answer json(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(head(status, "Content-Length: " + bytes.length));
            out.write(bytes);
        };
    }

    /** What a program wrote to its output, in one frame. */
    static Answer framed(String said) {
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(head(200, "Content-Length: " + (8 + bytes.length)));
            out.write(new byte[] {1, 0, 0, 0, 0, 0, 0, (byte) bytes.length});
            out.write(bytes);
        };
    }

    /**
     * A body that never ends.
     *
     * @param pauseMillis between two pieces of it
     */
    static Answer endless(String piece, int pauseMillis) {
        return out -> {
            out.write(head(200, "Connection: close"));
            while (true) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(pauseMillis);
            }
        };
    }

    static Answer silence() {
        return out -> Thread.sleep(60_000);
    }

    /** A path without its leading version. */
    InventedEngine on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    InventedEngine otherwise(Listener heard) {
        listener = heard;
        return this;
    }

    InventedEngine ofVersion(String newest, String oldest) {
        return on("/version", json(200, """
                        {"Version": "99.1", "ApiVersion": "%s", "MinAPIVersion": "%s"}""".formatted(newest, oldest))).on("/info", json(200, """
                        {"SecurityOptions": ["name=seccomp,profile=default"]}"""));
    }

    String host() {
        return "unix://" + socket;
    }

    /** Paths as they were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel line : lines) {
                line.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try {
            while (server.isOpen()) {
                SocketChannel line = server.accept();
                lines.add(line);
                Thread.ofVirtual().start(() -> serve(line));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(SocketChannel line) {
        try (line;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(line), StandardCharsets.US_ASCII));
                OutputStream out = Channels.newOutputStream(line)) {
            for (String first = in.readLine(); first != null; first = in.readLine()) {
                boolean chunked = false;
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                    chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
                }
                String body = chunked ? body(in) : "";
                String asking = first.split(" ")[1];
                asked.add(asking);
                String path = asking.replaceFirst("^/v1\\.\\d+", "");
                Answer known = answers.get(path);
                Answer answer = known == null ? listener.hear(first.split(" ")[0], path, body) : known;
                answer.write(out);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // whoever asked went away
        }
    }

    private static String body(BufferedReader in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = size(in); size > 0; size = size(in)) {
            for (int read = 0; read < size; read++) {
                body.append((char) in.read());
            }
            in.readLine();
        }
        in.readLine();
        return body.toString();
    }

    private static int size(BufferedReader in) throws IOException {
        return Integer.parseInt(in.readLine(), 16);
    }

    private static byte[] head(int status, String header) {
        return ("HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
