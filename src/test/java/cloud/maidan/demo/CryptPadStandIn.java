package cloud.maidan.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers like CryptPad 2026.2.2: its configuration is a script, everything else goes over a WebSocket by signed
 * messages (shared sheet {@code services/cryptpad.md}, section 1).
 */
public final class CryptPadStandIn implements Marked {

    /** Stands in everything that the portal must not keep. */
    public static final String MARKER = CryptPadWorld.MARKER;

    public static final String VERSION = "2026.2.2";
    /** Key of an account that the server knows nothing of but what it stores. */
    public static final String UNNAMED = CryptPadWorld.key("nobody");

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HISTORY_KEEPER = "0123456789abcdef";

    /** What was signed, as the server wrote it anew. */
    public record Signed(String publicKey, String signature, String text) {}

    private final ServerSocket server;
    private final CryptPadWorld world;
    private final CryptPadAnswers answers;
    private final KeyPair pair;
    private final String secretKey;
    private final String publicKey;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private CryptPadStandIn(ServerSocket server, CryptPadWorld world, KeyPair pair) {
        this.server = server;
        this.world = world;
        this.pair = pair;
        byte[] encoded = pair.getPublic().getEncoded();
        this.publicKey =
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        this.secretKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        this.answers = new CryptPadAnswers(world, publicKey);
        Thread.ofVirtual().name("cryptpad-stand-in").start(this::accept);
    }

    public static CryptPadStandIn start(int port) {
        return start(port, 23);
    }

    /** @param documents how many things the member stored */
    public static CryptPadStandIn start(int port, int documents) {
        return start(port, documents, keyPair());
    }

    /** With the same administrator, and nothing of what happened at this one. */
    public CryptPadStandIn anew() {
        return start(0, 23, pair);
    }

    private static CryptPadStandIn start(int port, int documents, KeyPair pair) {
        try {
            return new CryptPadStandIn(
                    new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1")), new CryptPadWorld(documents), pair);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The administrator's key, as OpenSSL writes it. */
    public String secretKey() {
        return secretKey;
    }

    public String publicKey() {
        return publicKey;
    }

    public Path ssoBlocks() {
        return world.data.resolve("sso_block");
    }

    /** The part of its disk that the SSO plugin writes. */
    public Path data() {
        return world.data;
    }

    /** Told before and after each command that changes something, on the thread that carries it out. */
    public void watch(Consumer<String> witness) {
        answers.deeds().witness = witness;
    }

    /** The public key of an invented person's account. */
    public static String accountOf(DemoAccount person) {
        return CryptPadWorld.key(person.username());
    }

    /** Request lines and commands of administrators, in order. */
    public List<String> calls() {
        return Stream.concat(calls.stream(), answers.commands.stream()).toList();
    }

    public List<Signed> signed() {
        return List.copyOf(answers.signed);
    }

    public void forgetSessions() {
        answers.forgetSessions();
    }

    /** What administrators changed, in order; a command that changed nothing is not among it. */
    public List<String> effects() {
        return List.copyOf(answers.deeds().effects);
    }

    /** Says yes to whatever is to be erased, and keeps it. */
    public void keepWhatIsErased() {
        answers.deeds().keeping = true;
    }

    /** Archives an account only when told to, long after whoever asked has left. */
    public CountDownLatch archiveSlowly() {
        CountDownLatch latch = new CountDownLatch(1);
        answers.deeds().archiving = latch;
        return latch;
    }

    /** The same word in all folders that hold something about an account. */
    public void plant(String word, String account) {
        answers.deeds().plant(folder -> word, account);
    }

    /** Also into each folder, and what lies in them as files. */
    @Override
    public Planted plant(String word) {
        String account = accountOf(DemoAccount.MEMBER);
        FieldWords words = FieldWords.of("cryptpad", word);
        answers.deeds().plant(folder -> words.text(folder, ""), account);
        return new Planting(words, (path, entity) -> world.isOf(account, path, entity)).into(world, answers.deeds());
    }

    /** Folders of the server's disk that hold a word. */
    @Override
    public List<String> where(String word) {
        Set<String> where = new TreeSet<>(answers.deeds().where(word));
        Map.of("users", world.known, "invitations", world.invitations).forEach((folder, files) -> {
            if (files.toString().contains(word)) {
                where.add(folder);
            }
        });
        return List.copyOf(where);
    }

    @Override
    public List<String> secretWords() {
        return List.of(MARKER);
    }

    /** The account's list of what it stores names its log-in block, as lists of newer accounts do. */
    public void nameBlockInPinLog(DemoAccount person) {
        String key = accountOf(person);
        answers.deeds()
                .nameBlockInPinLog(
                        key,
                        java.util.Objects.requireNonNull(java.util.Objects.requireNonNull(world.people.get(key))
                                .block()));
    }

    /** The list of known users loses an account. */
    public void forget(DemoAccount person) {
        world.known.remove(CryptPadWorld.escaped(accountOf(person)));
    }

    /** An entry of the list of known users. */
    public @Nullable Map<String, @Nullable Object> known(DemoAccount person) {
        return world.known.get(CryptPadWorld.escaped(accountOf(person)));
    }

    public void rule(String name, @Nullable Object value) {
        world.rules.put(name, value);
    }

    public void configure(String name, @Nullable Object value) {
        world.configuration.put(name, value);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(world.data)) {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException stopped) {
            throw new UncheckedIOException(stopped);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String line = head.lines().findFirst().orElse("");
                calls.add(line);
                if (line.startsWith("GET /cryptpad_websocket ")) {
                    new Conversation(in, client.getOutputStream()).run(head);
                    return;
                }
                answer(line, client.getOutputStream());
            }
        } catch (IOException gone) {
            // whoever asked has left
        } finally {
            open.remove(client);
        }
    }

    private void answer(String line, OutputStream out) throws IOException {
        boolean known = line.startsWith("GET /api/config ");
        // a script for browsers, with a semicolon that JSON would not have
        byte[] body = (known
                        ? "define(function(){;\nreturn " + JSON.writeValueAsString(world.configuration) + ";\n});"
                        : "Not found")
                .getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + (known ? "200 OK" : "404 Not Found")
                        + "\r\nContent-Type: application/javascript; charset=utf-8\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One WebSocket, from the server's side. */
    private final class Conversation {

        private final InputStream in;
        private final OutputStream out;
        private final String id = random(16);

        Conversation(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void run(String head) throws IOException {
            String key = head.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            say(Arrays.asList(0, "", "IDENT", id));
            for (String text = hear(); text != null; text = hear()) {
                JsonNode message = JSON.readTree(text);
                int sequence = message.path(0).asInt();
                switch (message.path(1).asString("")) {
                    case "JOIN" -> {
                        String channel = message.path(2).asString("");
                        say(Arrays.asList(sequence, "JACK", channel));
                        say(Arrays.asList(0, HISTORY_KEEPER, "JOIN", channel));
                    }
                    case "MSG" -> {
                        say(Arrays.asList(sequence, "ACK"));
                        say(Arrays.asList(
                                0,
                                HISTORY_KEEPER,
                                "MSG",
                                id,
                                answers.to(message.path(3).asString(""))));
                    }
                    default -> say(Arrays.asList(sequence, "ERROR", "EINVAL", ""));
                }
            }
        }

        /** Long messages come in two pieces, with a ping between. */
        private void say(List<?> message) throws IOException {
            byte[] text = JSON.writeValueAsBytes(message);
            if (text.length < 200) {
                frame(0x81, text);
            } else {
                frame(0x01, Arrays.copyOf(text, 100));
                frame(0x89, new byte[] {1, 2, 3});
                frame(0x80, Arrays.copyOfRange(text, 100, text.length));
            }
            out.flush();
        }

        private void frame(int first, byte[] content) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (content.length < 126) {
                frame.write(content.length);
            } else if (content.length < 65536) {
                frame.write(126);
                frame.write(content.length >> 8);
                frame.write(content.length);
            } else {
                frame.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) content.length >> shift));
                }
            }
            frame.writeBytes(content);
            frame.writeTo(out);
        }

        /** Null at the end. */
        private @Nullable String hear() throws IOException {
            while (true) {
                int first = in.read();
                if (first < 0) {
                    return null;
                }
                int second = next();
                if ((second & 0x80) == 0) {
                    throw new IOException("a client has to mask");
                }
                int length = second & 0x7f;
                if (length == 126) {
                    length = next() << 8 | next();
                } else if (length == 127) {
                    throw new IOException("too long for a stand-in");
                }
                byte[] mask = in.readNBytes(4);
                byte[] content = in.readNBytes(length);
                for (int i = 0; i < content.length; i++) {
                    content[i] ^= mask[i % 4];
                }
                switch (first) {
                    case 0x81 -> {
                        return new String(content, StandardCharsets.UTF_8);
                    }
                    case 0x8a -> {
                        if (!Arrays.equals(content, new byte[] {1, 2, 3})) {
                            throw new IOException("another pong than the ping");
                        }
                    }
                    default -> {
                        return null;
                    }
                }
            }
        }

        private int next() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            return next;
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1")
                                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                        .getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static final class InTheDemo implements DemoService {

        @Override
        public String name() {
            return "cryptpad";
        }

        @Override
        public int port() {
            return 9105;
        }

        @Override
        public Running start(int port) {
            CryptPadStandIn cryptpad = CryptPadStandIn.start(port);
            return new Running(
                    cryptpad,
                    cryptpad.url(),
                    Map.of("key", cryptpad.secretKey()),
                    Map.of(
                            "sso-block-folder",
                            cryptpad.ssoBlocks().toString(),
                            "public-url",
                            "https://pads.riverbend.example"));
        }
    }
}
