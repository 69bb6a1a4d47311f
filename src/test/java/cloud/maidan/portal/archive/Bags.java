package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads RFC 8493 strictly: a validator that needs nothing installed. */
final class Bags {

    private Bags() {}

    /** Extracts with unzip and gives the one folder that came out. */
    static Path extracted(Path zip, Path folder) throws Exception {
        Path target = Files.createTempDirectory(folder, "out");
        Tools.succeeds(target, "unzip", "-q", zip.toString());
        try (Stream<Path> inside = Files.list(target)) {
            return inside.toList().getFirst();
        }
    }

    static void assertValid(Path bag) throws Exception {
        Map<String, Path> tree = Tools.tree(bag);
        Map<String, String> payload = manifest(bag.resolve("manifest-sha256.txt"));
        Map<String, String> tags = manifest(bag.resolve("tagmanifest-sha256.txt"));

        assertThat(bag.resolve("bagit.txt"))
                .content()
                .isEqualTo("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        assertThat(bag.resolve("data")).isDirectory();
        assertThat(tree.keySet())
                .filteredOn(name -> name.startsWith("data/"))
                .containsExactlyElementsOf(payload.keySet());
        assertThat(tree.keySet())
                .filteredOn(name -> !name.startsWith("data/")
                        && !name.startsWith("pieces/")
                        && !name.equals("tagmanifest-sha256.txt"))
                .containsExactlyElementsOf(tags.keySet());
        long bytes = 0;
        for (String name : payload.keySet()) {
            bytes += Files.size(bag.resolve(name));
            assertThat(sha256(bag.resolve(name))).as(name).isEqualTo(payload.get(name));
        }
        for (String name : tags.keySet()) {
            assertThat(sha256(bag.resolve(name))).as(name).isEqualTo(tags.get(name));
        }
        assertThat(bag.resolve("bag-info.txt"))
                .content()
                .contains("Payload-Oxum: " + bytes + "." + payload.size() + "\n");
    }

    private static Map<String, String> manifest(Path file) throws Exception {
        Map<String, String> checksums = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            assertThat(line).matches("[0-9a-f]{64}  \\S.*");
            String name = line.substring(66);
            assertThat(name).doesNotContain("%", "\\").doesNotStartWith("/").doesNotContainPattern("(^|/)\\.\\.?(/|$)");
            assertThat(checksums.put(name, line.substring(0, 64)))
                    .as("named once: " + name)
                    .isNull();
        }
        return checksums;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(Digests.sha256().digest(Files.readAllBytes(file)));
    }
}
