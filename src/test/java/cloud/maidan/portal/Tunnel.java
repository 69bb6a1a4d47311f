package cloud.maidan.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Leads every connection to one address, whatever name was asked for: a name service for one client alone. */
record Tunnel(ServerSocket door, String address) implements AutoCloseable {

    static Tunnel to(String address) throws IOException {
        Tunnel tunnel = new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), address);
        Thread.ofVirtual().start(tunnel::serve);
        return tunnel;
    }

    ProxySelector selector() {
        return ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.getLocalPort()));
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try (near;
                Socket far = new Socket()) {
            String asked = line(near.getInputStream());
            String target = asked.split(" ")[1];
            far.connect(
                    new InetSocketAddress(address, Integer.parseInt(target.substring(target.lastIndexOf(':') + 1))));
            near.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> pour(far, near));
            pour(near, far);
            back.join();
        } catch (IOException | InterruptedException gone) {
            // whoever waits at the other end is told by the closed connection
        }
    }

    /** The first line of the request; all lines are read, and nothing after them. */
    private static String line(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void pour(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException closed) {
            // the same
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
