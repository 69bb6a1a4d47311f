package cloud.maidan.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to a server that stays at its address while the server behind it is exchanged. Each request that may change
 * something passes it at three moments: before the server sees it, when it is done and nobody knows, and when it was
 * answered.
 */
public final class TollGate implements AutoCloseable {

    /** Called on the thread that carries the request, which goes on when it returns. */
    public interface Keeper {
        void passing(String moment) throws InterruptedException;
    }

    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.1");
    private static final List<String> HARMLESS = List.of("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT");
    /** Identifying oneself, and asking, in services that ask with POST. */
    private static final Pattern QUESTION =
            Pattern.compile("/api/v1/users/token.*|/admin/?|/api/auth/.*|/_matrix/client/v3/login|.*/search");

    private final String name;
    private final Keeper keeper;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile URI server;

    public TollGate(String name, URI server, Keeper keeper) {
        this.name = name;
        this.server = server;
        this.keeper = keeper;
        try {
            listening = new ServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** Whoever is on the way has to come again. */
    public void leadTo(URI other) {
        server = other;
        open.forEach(TollGate::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        open.add(client);
        URI now = server;
        try (client;
                Socket behind = new Socket(now.getHost(), now.getPort())) {
            Carriage carriage = new Carriage();
            Thread back = Thread.ofVirtual().start(() -> copy(behind, client, carriage::answer));
            copy(client, behind, carriage::request);
            back.join();
        } catch (IOException e) {
            // whoever came was killed, or the server is being exchanged
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private interface Leg {
        void carry(byte[] bytes, int length, Socket to) throws IOException, InterruptedException;
    }

    /** One connection: its client asks again only when it was answered. */
    private final class Carriage {

        private volatile String under = "";

        void request(byte[] bytes, int length, Socket to) throws IOException, InterruptedException {
            Matcher line = REQUEST.matcher(new String(bytes, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1));
            if (line.lookingAt()) {
                boolean changes = !HARMLESS.contains(line.group(1))
                        && !QUESTION.matcher(line.group(2)).matches();
                under = changes ? name + " " + line.group(1) : "";
                if (changes) {
                    keeper.passing(under + " arrives");
                }
            }
            to.getOutputStream().write(bytes, 0, length);
        }

        void answer(byte[] bytes, int length, Socket to) throws IOException, InterruptedException {
            String what = under;
            under = "";
            if (!what.isEmpty()) {
                keeper.passing(what + " is done");
            }
            to.getOutputStream().write(bytes, 0, length);
            if (!what.isEmpty()) {
                keeper.passing(what + " is answered");
            }
        }
    }

    private static void copy(Socket from, Socket to, Leg leg) {
        byte[] bytes = new byte[16_384];
        try {
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                leg.carry(bytes, read, to);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }
}
