package cloud.maidan.portal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PortalTest
@Import(Workshop.class)
class HostileNamesTests {

    private static final List<String> PIECES = List.of(
            "..",
            ".",
            "",
            "/",
            "//",
            "../../etc/passwd",
            "/etc/passwd",
            "C:\\Windows\\system32",
            "c:",
            "\\\\server\\share",
            "\u0000",
            "a\u0000b",
            "\r\n",
            "\t",
            "\u001b[31m",
            "\u0085",
            "CON",
            "nul.txt",
            "Aux",
            "com1",
            "LPT9.log",
            "COM\u00b9",
            "con .txt",
            "trailing.",
            "trailing ",
            "trailing. . ",
            " leading",
            "~",
            "~root",
            "$HOME",
            "${PATH}",
            "%PATH%",
            "%00",
            "`id`",
            "$(id)",
            "-rf",
            "--help",
            "*",
            "?",
            "a|b",
            "<x>",
            "\"",
            "'",
            "a;b",
            "a&b",
            "\u202egnp.exe",
            "\u200b",
            "\ufeff",
            "\u2028",
            "\u2066x\u2069",
            "\ud800",
            "\udc00x",
            "\ufffd",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d\udc68\u200d\ud83d\udc69",
            "caf\u00e9",
            "cafe\u0301",
            "CAFE\u0301",
            "stra\u00dfe",
            "STRASSE",
            "\u0130",
            "i\u0307",
            "\ufb01le",
            "file",
            "FILE",
            "File",
            "\u212a",
            "k",
            "K",
            "\u03c3",
            "\u03c2",
            "\uff0e\uff0e\uff0f",
            "\u2215",
            "x".repeat(300),
            "\u00fc".repeat(200),
            "\u0430".repeat(128) + ".jpeg",
            "\ud83d\ude00".repeat(80),
            ".hidden",
            "...",
            "a.b.c",
            "thumbs.db",
            "desktop.ini",
            "@eaDir",
            "#recycle",
            "[x]",
            "{a,b}",
            "a=b",
            "!x");

    @TempDir
    Path folder;

    @Autowired
    Workshop workshop;

    private StoredArchives archives;
    private Member mira;

    @BeforeEach
    void openWorkshop() {
        archives = workshop.archives(workshop.properties);
        mira = workshop.member();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unzip -q %s", "bsdtar -xf %s", "python3 -m zipfile -e %s ."})
    void everyFileComesOutInsideTheTargetWithItsContent(String extractor) throws Exception {
        Map<String, byte[]> hostile = hostile();
        Path zip = workshop.file(archives, workshop.archiveOf(archives, mira, hostile), folder);
        Path outside = Files.createDirectories(folder.resolve("a/b/c/d"));
        Path target = Files.createDirectories(outside.resolve("target"));
        Tools.succeeds(target, String.format(Locale.ROOT, extractor, zip).split(" "));

        assertThat(Tools.tree(folder).keySet())
                .allMatch(f -> f.endsWith(".zip") || f.startsWith("a/b/c/d/target/maidan-"));
        Path bag;
        try (var inside = Files.list(target)) {
            bag = inside.toList().getFirst();
        }
        Map<String, Path> files = Tools.tree(bag.resolve("data/matrix"));
        Map<String, String> originals = originals(bag);
        Set<String> contents = new HashSet<>();
        for (var file : files.entrySet()) {
            String content = Files.readString(file.getValue());
            String original = originals.getOrDefault("data/matrix/" + file.getKey(), file.getKey());
            assertThat(contents.add(content)).as(file.getKey()).isTrue();
            assertThat(original).isEqualTo(wellFormed(unescaped(content)));
        }
        assertThat(contents)
                .isEqualTo(hostile.values().stream().map(String::new).collect(Collectors.toSet()));
        Tools.succeeds(bag, "sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt");
        Bags.assertValid(bag);
    }

    @Test
    void aValidatorThatNobodyHereWroteAcceptsTheNames() throws Exception {
        String python = Tools.pythonWith("bagit");
        Path zip = workshop.file(archives, workshop.archiveOf(archives, mira, hostile()), folder);

        Tools.succeeds(
                folder,
                python,
                "-m",
                "bagit",
                "--validate",
                Bags.extracted(zip, folder).toString());
    }

    @Test
    void noTwoNamesClashWhereCapitalsAndAccentsAreNotToldApart() throws Exception {
        Map<String, byte[]> hostile = hostile();
        Path zip = workshop.file(archives, workshop.archiveOf(archives, mira, hostile), folder);
        Path bag = Bags.extracted(zip, folder);
        Set<String> seen = new HashSet<>();

        for (String file : Tools.tree(bag.resolve("data/matrix")).keySet()) {
            assertThat(seen.add(folded(file))).as(file).isTrue();
            for (String name : file.split("/")) {
                assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 255);
            }
        }
        for (String file : List.copyOf(seen)) {
            for (int slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
                assertThat(seen).doesNotContain(file.substring(0, slash));
            }
        }
    }

    /** 600 different paths made of what breaks extractors, each file holding the path it was given. */
    private static Map<String, byte[]> hostile() {
        Random random = new Random(500);
        Set<String> paths = new LinkedHashSet<>(PIECES);
        while (paths.size() < 600) {
            List<String> names = new ArrayList<>();
            for (int depth = 1 + random.nextInt(6); depth > 0; depth--) {
                String name = PIECES.get(random.nextInt(PIECES.size()));
                names.add(random.nextInt(3) == 0 ? name + PIECES.get(random.nextInt(PIECES.size())) : name);
            }
            paths.add(String.join(random.nextInt(8) == 0 ? "\\" : "/", names));
        }
        Map<String, byte[]> hostile = new LinkedHashMap<>();
        paths.forEach(path -> hostile.put(path, Workshop.bytes(escaped(path))));
        return hostile;
    }

    private static String escaped(String path) {
        StringBuilder escaped = new StringBuilder();
        path.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "%04x", c)));
        return escaped.toString();
    }

    private static String unescaped(String content) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < content.length(); i += 4) {
            path.append((char) Integer.parseInt(content.substring(i, i + 4), 16));
        }
        return path.toString();
    }

    /** Half characters cannot be written down: they are recorded as question marks. */
    private static String wellFormed(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Map<String, String> originals(Path bag) {
        Map<String, String> originals = new HashMap<>();
        for (JsonNode renamed :
                JsonMapper.shared().readTree(bag.resolve("manifest.json")).get("renamed")) {
            originals.put(
                    renamed.get("path").asString(), renamed.get("original").asString());
        }
        return originals;
    }

    private static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
