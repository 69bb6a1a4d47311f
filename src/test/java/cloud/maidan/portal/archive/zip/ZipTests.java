package cloud.maidan.portal.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTests {

    private static final int GIB = 1 << 30;

    @TempDir
    Path folder;

    @Test
    void moreEntriesThanAnOldZipCanCount() throws Exception {
        Path file = folder.resolve("many.zip");
        int count = 70_000;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            List<ZipRecord> records = new ArrayList<>();
            long at = 0;
            for (int i = 0; i < count; i++) {
                byte[] content = ("" + i).getBytes(StandardCharsets.UTF_8);
                ZipRecord entry = new ZipRecord(
                        "n/" + i, ZipRecord.STORED, crc(content), content.length, content.length, null, at);
                at += write(out, ZipFormat.localHeader(entry)) + write(out, content);
                records.add(entry);
            }
            finish(out, records, at);
        }

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(count);
            assertThat(zip.getInputStream(zip.getEntry("n/69999")).readAllBytes())
                    .asString()
                    .isEqualTo("69999");
        }
        assertExit(
                0,
                "python3",
                "-c",
                "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None and len(z.namelist())==70000",
                file.toString());
        assertExit(0, "unzip", "-tqq", file.toString());
    }

    /** The file has holes, so that its five gibibytes need no disk; unzip reads all of them with {@code -Dportal.test.thorough=true}. */
    @Test
    void largerThanAnOldZipCanSay() throws Exception {
        Path file = folder.resolve("large.zip");
        long size = 5L * GIB;
        List<ZipRecord> records = new ArrayList<>();
        byte[] tail = "behind four gibibytes".getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ZipRecord large = new ZipRecord("large", ZipRecord.STORED, crcOfZeros(size), size, size, null, 0);
            int header = channel.write(ByteBuffer.wrap(ZipFormat.localHeader(large)));
            records.add(large);
            long at = header + size;
            ZipRecord small = new ZipRecord("small", ZipRecord.STORED, crc(tail), tail.length, tail.length, null, at);
            records.add(small);
            channel.position(at);
            at += channel.write(ByteBuffer.wrap(ZipFormat.localHeader(small))) + channel.write(ByteBuffer.wrap(tail));
            OutputStream out = Channels.newOutputStream(channel);
            finish(out, records, at);
        }

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.getEntry("large").getSize()).isEqualTo(size);
            assertThat(zip.getInputStream(zip.getEntry("small")).readAllBytes()).isEqualTo(tail);
        }
        assertExit(
                0,
                "python3",
                "-c",
                "import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.getinfo('large').file_size==5<<30 and z.read('small')==b'behind four gibibytes'",
                file.toString());
        assertExit(0, "unzip", "-p", file.toString(), "small");
        if (Boolean.getBoolean("portal.test.thorough")) {
            assertExit(0, "unzip", "-tqq", file.toString());
        }
    }

    @Test
    void smallFilesUseNoZip64() {
        ZipRecord entry = new ZipRecord("n", ZipRecord.STORED, 0, 0, 0, null, 0);

        assertThat(ZipFormat.localHeader(entry)).hasSize(30 + 1);
        assertThat(ZipFormat.directoryHeader(entry)).hasSize(46 + 1);
        assertThat(ZipFormat.end(1, 31, 47)).hasSize(22);
    }

    @Test
    void whatEitherCompressionPacksUnpacksToTheSame() throws Exception {
        Random random = new Random(3);
        for (Compression compression : List.of(Compression.fastest(), new Compression.OfTheJdk())) {
            try (compression) {
                for (int size : new int[] {1, 2, 100, 65_536, 3_000_000, 70, 8 << 20}) {
                    byte[] raw = new byte[size];
                    for (int i = 0; i < size; i++) {
                        raw[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a');
                    }
                    byte[] packed = new byte[size + 1000];
                    int length = compression.deflate(raw, size, packed, packed.length);
                    assertThat(inflated(packed, length, size)).isEqualTo(raw);
                    assertThat(compression.deflate(raw, size, packed, Math.min(length - 1, 1)))
                            .isZero();
                }
            }
        }
    }

    @Test
    void safeNamesStaySafeAndTheSame() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                path.append((char)
                        (random.nextInt(3) == 0
                                ? "./\\: ~\u0000\u202e".charAt(random.nextInt(8))
                                : random.nextInt(0x10000)));
            }
            String safe = EntryNames.safe(path.toString());

            assertThat(EntryNames.safe(safe)).isEqualTo(safe);
            assertThat(safe)
                    .isNotEmpty()
                    .doesNotStartWith("/")
                    .doesNotEndWith("/")
                    .doesNotContain("//", "\\", "\u0000", "\u202e");
            assertThat(safe.split("/"))
                    .noneMatch(
                            name -> name.equals(".") || name.equals("..") || name.endsWith(" ") || name.endsWith("."));
        }
    }

    @Test
    void ordinaryNamesAreLeftAlone() {
        for (String name : List.of(
                "native/rooms/general.json",
                "Звіт за 2025 рік.docx",
                "写真/猫.jpg",
                "a b (1).txt",
                ".hidden",
                "naïve.md",
                "x_y-z~1.tar.gz")) {
            assertThat(EntryNames.safe(name)).isEqualTo(name);
        }
    }

    @Test
    void aMillionNamesFitIntoLittleMemoryAndStayApart() {
        NameRegister register = new NameRegister();
        Set<String> sample = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            String name = register.choose("Folder/" + (i % 2 == 0 ? "NAME" : "name") + i / 2);
            register.take(name);
            if (i % 100 < 2) {
                assertThat(sample.add(name.toLowerCase(Locale.ROOT))).as(name).isTrue();
            }
        }
    }

    @Test
    void aFolderNeverTakesTheNameOfAFile() {
        NameRegister register = new NameRegister();
        for (String path : List.of("a", "A/x", "a/y", "b/x", "B")) {
            register.take(register.choose(path));
        }
        String first = register.choose("A/z");

        assertThat(first).startsWith("A~").endsWith("/z");
        assertThat(register.choose("A/w")).startsWith(first.substring(0, first.indexOf('/') + 1));
        assertThat(register.choose("b")).isNotEqualToIgnoringCase("b");
    }

    private static void finish(OutputStream out, List<ZipRecord> records, long at) throws IOException {
        long size = 0;
        for (ZipRecord entry : records) {
            size += write(out, ZipFormat.directoryHeader(entry));
        }
        write(out, ZipFormat.end(records.size(), at, size));
        out.flush();
    }

    private static int write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        return bytes.length;
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static long crcOfZeros(long size) {
        CRC32 crc = new CRC32();
        byte[] zeros = new byte[1 << 20];
        for (long left = size; left > 0; left -= zeros.length) {
            crc.update(zeros);
        }
        return crc.getValue();
    }

    private static byte[] inflated(byte[] packed, int length, int size) throws Exception {
        Inflater inflater = new Inflater(true);
        try {
            byte[] out = new byte[size];
            inflater.setInput(packed, 0, length);
            assertThat(inflater.inflate(out)).isEqualTo(size);
            return out;
        } finally {
            inflater.end();
        }
    }

    private void assertExit(int exit, String... command) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, command[0]))),
                () -> command[0] + " is not installed");
        Path output = folder.resolve("output");
        int got = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(got).as(Files.readString(output)).isEqualTo(exit);
    }
}
