package cloud.maidan.portal.archive;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.archive.Archives.Form;
import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The portal's side of docs/benchmarks/archive.sh; started with memory as the script says, in the role of a worker.
 *
 * <pre>
 * corpus FOLDER                           writes the same files each time
 * pack FORM FOLDER OUT PASSPHRASE PARENT  archives a folder; - for no passphrase; parts lie below PARENT
 * large GIGABYTES PARENT                  one archive with so much content
 * many FILES PARENT                       one archive with so many files
 * serve MEGABYTES PARENT                  keeps two archives, one under a passphrase, ready for download until it is told
 *                                         to stop
 * </pre>
 */
public final class ArchiveBenchmark {

    private static final int MEGABYTE = 1_000_000;
    private static final String WORDS =
            "the of and to in is that for it as was with be by on not he his but at are this"
                    + " have from or had an they which one you were all her she there would their we him been has when who will"
                    + " no more if out so said what up its about into than them can only other new some could time these two may"
                    + " then do first any my now such like our over man me even most made after also did many before must through"
                    + " square river bend meeting garden kitchen bicycle library market lantern thursday bread photograph";

    private ArchiveBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "corpus" -> corpus(Path.of(arguments[1]));
            case "pack" -> pack(arguments);
            case "large" -> large(Long.parseLong(arguments[1]), Path.of(arguments[2]));
            case "many" -> many(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            case "serve" -> serve(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static void corpus(Path folder) throws IOException {
        Random random = new Random(20261121);
        for (int i = 0; i < 130; i++) {
            write(folder.resolve("media/%03d.jpg".formatted(i)), random, 3 * MEGABYTE, ArchiveBenchmark::noise);
        }
        for (int i = 0; i < 380; i++) {
            write(folder.resolve("chat/%03d.ndjson".formatted(i)), random, MEGABYTE, ArchiveBenchmark::chat);
        }
        for (int i = 0; i < 340; i++) {
            write(folder.resolve("files/%03d.bin".formatted(i)), random, 1_300_000, ArchiveBenchmark::table);
        }
    }

    private interface Kind {
        byte[] some(Random random);
    }

    private static void write(Path file, Random random, int length, Kind kind) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int written = 0; written < length; ) {
                byte[] bytes = kind.some(random);
                out.write(bytes, 0, Math.min(bytes.length, length - written));
                written += bytes.length;
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1 << 16];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] chat(Random random) {
        String[] words = WORDS.split(" ");
        StringBuilder line = new StringBuilder("{\"type\":\"m.room.message\",\"sender\":\"@mira:riverbend.example\","
                + "\"event_id\":\"$" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
                + "\",\"origin_server_ts\":" + (1_700_000_000_000L + random.nextInt()) + ",\"content\":{\"body\":\"");
        for (int i = random.nextInt(30); i >= 0; i--) {
            line.append(words[(int) (words.length * random.nextDouble() * random.nextDouble())])
                    .append(' ');
        }
        return line.append("\",\"msgtype\":\"m.text\"}}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Records as programs and documents have them: fields that repeat beside fields that do not. */
    private static byte[] table(Random random) {
        byte[] bytes = new byte[4096];
        byte[] odd = new byte[14];
        for (int at = 0; at + 48 < bytes.length; at += 48) {
            random.nextBytes(odd);
            System.arraycopy(odd, 0, bytes, at + 8, odd.length);
            bytes[at] = (byte) (at / 48);
            bytes[at + 30] = (byte) random.nextInt(4);
            bytes[at + 40] = (byte) random.nextInt(16);
        }
        return bytes;
    }

    private static void pack(String[] arguments) throws Exception {
        Path corpus = Path.of(arguments[2]);
        String passphrase = arguments[4].equals("-") ? null : arguments[4];
        try (Portal portal = new Portal(Path.of(arguments[5]), false)) {
            List<Path> files;
            try (Stream<Path> tree = Files.walk(corpus)) {
                files = tree.filter(Files::isRegularFile).sorted().toList();
            }
            // once to warm up, on a tenth
            portal.make(new Packaging(Form.valueOf(arguments[1]), 0, passphrase), sink -> {
                for (int i = 0; i < files.size(); i += 10) {
                    add(sink, corpus, files.get(i));
                }
            });
            Start start = Start.now();
            ArchiveId id = portal.make(new Packaging(Form.valueOf(arguments[1]), 0, passphrase), sink -> {
                for (Path file : files) {
                    add(sink, corpus, file);
                }
            });
            portal.report("pack", start, id);
            if (!arguments[3].equals("-")) {
                portal.copy(id, Path.of(arguments[3]));
            }
        }
    }

    private static void add(ExportSink sink, Path corpus, Path file) {
        String path = corpus.relativize(file).toString();
        ExportSink.Form form = path.endsWith(".jpg") ? ExportSink.Form.MEDIA : ExportSink.Form.TEXT;
        try (InputStream in = Files.newInputStream(file)) {
            sink.entry("native/" + path, form, null, in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        sink.reached(new Cursor(path));
    }

    private static void large(long gigabytes, Path parent) throws Exception {
        try (Portal portal = new Portal(parent, true)) {
            Start start = Start.now();
            ArchiveId id = portal.make(Packaging.USUAL, sink -> {
                for (int i = 0; i < gigabytes; i++) {
                    Random random = new Random(i);
                    byte[] some = new byte[1 << 20];
                    random.nextBytes(some);
                    sink.resumable(
                            "native/film-" + i,
                            ExportSink.Form.MEDIA,
                            null,
                            "1",
                            (offset, taker) -> taker.accept(new Repeated(some, 1_000_000_000L - offset)));
                    sink.reached(new Cursor("" + i));
                }
            });
            portal.report("large", start, id);
        }
    }

    private static void many(int files, Path parent) throws Exception {
        try (Portal portal = new Portal(parent, true)) {
            Start start = Start.now();
            ArchiveId id = portal.make(Packaging.USUAL, sink -> {
                for (int i = 0; i < files; i++) {
                    byte[] note = ("note " + i + " of many, and a few words to go with it\n")
                            .getBytes(StandardCharsets.UTF_8);
                    sink.entry(
                            "native/notes/" + i / 1000 + "/" + i + ".txt",
                            ExportSink.Form.TEXT,
                            null,
                            new ByteArrayInputStream(note));
                    sink.reached(new Cursor("" + i));
                }
            });
            portal.report("many", start, id);
        }
    }

    private static void serve(int megabytes, Path parent) throws Exception {
        DemoProvider provider = TestProvider.provider();
        try (Portal portal = new Portal(
                parent,
                false,
                "--portal.members.issuer=" + provider.issuer(),
                "--portal.members.client-id=" + provider.clientId(),
                "--portal.members.client-secret=" + provider.clientSecret())) {
            int port = portal.port();
            Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
            MemberId member = portal.memberOf(DemoAccount.MEMBER);
            System.out.println("url " + served(portal, port, Packaging.USUAL, member, megabytes));
            System.out.println("sealed "
                    + served(
                            portal, port, new Packaging(Form.ZIP, 0, "four words without meaning"), member, megabytes));
            System.out.println("cookie PORTAL_SESSION=" + mira.cookie("PORTAL_SESSION"));
            System.out.println("ready");
            System.in.read();
        }
    }

    private static String served(Portal portal, int port, Packaging packaging, MemberId member, int megabytes)
            throws Exception {
        byte[] some = new byte[1 << 20];
        new Random(1).nextBytes(some);
        ArchiveId id = portal.make(packaging, member, sink -> {
            sink.entry("native/film", ExportSink.Form.MEDIA, null, new Repeated(some, (long) megabytes * MEGABYTE));
            sink.reached(new Cursor("1"));
        });
        return "http://localhost:" + port + "/me/exports/" + id + "/archive";
    }

    /** The same bytes again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] some;
        private long left;

        Repeated(byte[] some, long length) {
            this.some = some;
            this.left = length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int now = (int) Math.min(Math.min(length, left), some.length);
            System.arraycopy(some, 0, bytes, offset, now);
            left -= now;
            return now;
        }
    }

    /** @param cpu time of all threads; both in nanoseconds */
    private record Start(long time, long cpu) {

        static Start now() {
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Start(System.nanoTime(), system.getProcessCpuTime());
        }
    }

    private interface Filling {
        void into(ExportSink sink) throws Exception;
    }

    /** A whole portal with an empty database. */
    private static final class Portal implements AutoCloseable {

        private final ConfigurableApplicationContext context;
        private final Path folder;
        private final AtomicLong largest = new AtomicLong();
        private final @Nullable Thread watching;
        private final Workshop workshop;

        Portal(Path parent, boolean watched, String... settings) throws IOException {
            folder = Files.createTempDirectory(parent, "parts");
            context = new SpringApplicationBuilder(PortalApplication.class, Workshop.class)
                    .profiles("test")
                    .properties(
                            "spring.datasource.url=" + EmbeddedDatabase.newDatabase(),
                            "server.port=0",
                            "spring.main.allow-bean-definition-overriding=true",
                            "logging.level.root=WARN")
                    .run(Stream.concat(Stream.of("--portal.archive.folder=" + folder), Stream.of(settings))
                            .toArray(String[]::new));
            workshop = context.getBean(Workshop.class);
            watching = watched ? Thread.ofPlatform().daemon().start(this::watch) : null;
        }

        int port() {
            return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
        }

        MemberId memberOf(DemoAccount account) {
            return new MemberId(context.getBean(JdbcClient.class)
                    .sql("select id from member where subject = ?")
                    .param(account.subject())
                    .query(UUID.class)
                    .single());
        }

        ArchiveId make(Packaging packaging, Filling filling) throws Exception {
            return make(packaging, workshop.member().id(), filling);
        }

        ArchiveId make(Packaging packaging, MemberId owner, Filling filling) throws Exception {
            StoredArchives archives = context.getBean(StoredArchives.class);
            Member member = new Member(owner, "", "", "mira", "Mira", null, false, Locale.ENGLISH, ZoneOffset.UTC);
            ArchiveId id = workshop.begin(archives, member, packaging);
            try (ArchiveSection section = archives.section(id, "matrix", workshop.run())) {
                filling.into(section);
                section.finish();
            }
            archives.complete(id, Workshop.described(member, "matrix"), workshop.run());
            return id;
        }

        void copy(ArchiveId id, Path out) throws Exception {
            StoredArchives archives = context.getBean(StoredArchives.class);
            ArchiveRegister register = context.getBean(ArchiveRegister.class);
            WholeArchive whole = archives.whole(
                    register.find(id).orElseThrow(),
                    context.getBean(PieceRegister.class).of(id).getFirst());
            try (OutputStream file = Files.newOutputStream(out)) {
                whole.copy(0, whole.size(), file);
            }
        }

        void report(String what, Start start, ArchiveId id) throws IOException {
            Start end = Start.now();
            double seconds = (end.time() - start.time()) / 1e9;
            double cpu = (end.cpu() - start.cpu()) / 1e9;
            Archives.ArchiveState state =
                    context.getBean(Archives.class).state(id).orElseThrow();
            long rss = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
            long payload = state.sections().getFirst().bytes();
            System.out.printf(
                    Locale.ROOT,
                    "%s seconds %.2f cpu-seconds %.2f content %d bytes %d MB/s %.0f peak-rss-MiB %d beyond-output-MiB %d%n",
                    what,
                    seconds,
                    cpu,
                    payload,
                    state.bytes(),
                    payload / seconds / 1e6,
                    rss,
                    watching == null ? 0 : (largest.get() - state.bytes()) >> 20);
        }

        private void watch() {
            while (!Thread.currentThread().isInterrupted()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    long size = files.mapToLong(file -> file.toFile().length()).sum();
                    largest.accumulateAndGet(size, Math::max);
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                } catch (IOException | RuntimeException e) {
                    // files come and go
                }
            }
        }

        @Override
        public void close() throws IOException {
            context.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
