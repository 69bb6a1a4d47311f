package cloud.maidan.portal.provisioning;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** As much of a registry as an engine needs to fetch an image of one layer (OCI distribution, 1.1: pull). */
final class InventedRegistry implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final HttpServer server;
    private final Map<String, byte[]> answers = new HashMap<>();
    private volatile long cutAfter = Long.MAX_VALUE;

    private InventedRegistry(HttpServer server) {
        this.server = server;
    }

    static InventedRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        InventedRegistry registry = new InventedRegistry(server);
        server.createContext("/v2/", registry::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return registry;
    }

    /** Puts an image there. @return how an engine of this machine names it */
    String image(String name, int megabytes) throws Exception {
        byte[] files = files(megabytes);
        byte[] layer = packed(files);
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\"" + digest(files)
                        + "\"]},\"history\":[{\"created\":\"2026-11-22T00:00:00Z\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.docker.container.image.v1+json\",\"size\":" + config.length
                        + ",\"digest\":\"" + digest(config) + "\"},\"layers\":[{\"mediaType\":"
                        + "\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":" + layer.length
                        + ",\"digest\":\"" + digest(layer) + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        answers.put("/v2/" + name + "/manifests/1", manifest);
        answers.put("/v2/" + name + "/manifests/" + digest(manifest), manifest);
        answers.put("/v2/" + name + "/blobs/" + digest(config), config);
        answers.put("/v2/" + name + "/blobs/" + digest(layer), layer);
        return address() + "/" + name + ":1";
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on each answer breaks off after so many bytes. */
    void breaksOffAfter(long bytes) {
        cutAfter = bytes;
    }

    String digestOf(String name) throws GeneralSecurityException {
        return digest(Objects.requireNonNull(answers.get("/v2/" + name + "/manifests/1")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = path.equals("/v2/") ? new byte[0] : answers.get(path);
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            if (body == null) {
                byte[] unknown = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                boolean told = exchange.getRequestMethod().equals("GET");
                exchange.sendResponseHeaders(404, told ? unknown.length : -1);
                if (told) {
                    exchange.getResponseBody().write(unknown);
                }
                return;
            }
            if (path.contains("/manifests/")) {
                exchange.getResponseHeaders().set("Content-Type", MANIFEST);
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest(body));
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body, 0, (int) Math.min(body.length, cutAfter));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] files(int megabytes) throws IOException {
        byte[] noise = new byte[megabytes << 20];
        new Random(megabytes).nextBytes(noise);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream files = new TarArchiveOutputStream(tar)) {
            TarArchiveEntry file = new TarArchiveEntry("noise");
            file.setSize(noise.length);
            files.putArchiveEntry(file);
            files.write(noise);
            files.closeArchiveEntry();
        }
        return tar.toByteArray();
    }

    private static byte[] packed(byte[] files) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(files);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] bytes) throws GeneralSecurityException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
