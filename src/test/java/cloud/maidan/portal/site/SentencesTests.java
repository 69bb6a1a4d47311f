package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.Part;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence exists in every language, can be said, and is asked for by its right name. */
class SentencesTests {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");
    private static final Pattern FILE = Pattern.compile("([a-z]+)_([a-z]{2})\\.properties");
    private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-zA-Z0-9._-]+)[}(]");
    private static final Pattern IN_CODE = Pattern.compile("Text\\s*\\.of\\(\\s*\"([a-z][a-zA-Z0-9._-]+)\"\\s*[,)]");
    private static final Pattern AS_LABEL = Pattern.compile("new NavigationLink\\([^;]*?\"/[^\"]*\",\\s*\"([^\"]+)\"");

    @Test
    void everySentenceIsThereInEveryLanguage() throws IOException {
        Map<String, Map<String, Set<String>>> keys = new TreeMap<>();
        for (Path file : files(MESSAGES)) {
            var name = FILE.matcher(file.getFileName().toString());
            assertThat(name.matches()).as("name of " + file).isTrue();
            keys.computeIfAbsent(name.group(1), module -> new TreeMap<>())
                    .put(name.group(2), new TreeSet<>(read(file).stringPropertyNames()));
        }

        keys.forEach((module, languages) -> {
            assertThat(languages.keySet()).as(module).containsExactlyInAnyOrderElementsOf(tags());
            languages.forEach((language, there) ->
                    assertThat(there).as(module + " in " + language).isEqualTo(languages.get("en")));
        });
    }

    @Test
    void aSentenceTakesTheSameArgumentsInEveryLanguage() throws IOException {
        Map<String, Map<String, Set<Integer>>> arguments = new TreeMap<>();
        for (Path file : files(MESSAGES)) {
            String language = language(file);
            read(file)
                    .forEach((key, sentence) -> arguments
                            .computeIfAbsent(key.toString(), any -> new TreeMap<>())
                            .put(language, arguments(sentence.toString())));
        }

        arguments.forEach((key, languages) -> assertThat(Set.copyOf(languages.values()))
                .as(key + " " + languages)
                .hasSize(1));
    }

    @Test
    void everySentenceCanBeSaid() throws IOException {
        for (Path file : files(MESSAGES)) {
            Locale language = Locale.forLanguageTag(language(file));
            read(file)
                    .forEach((key, sentence) -> assertThat(Phrase.parse(sentence.toString(), language))
                            .as(key.toString())
                            .isNotNull());
        }
    }

    @Test
    void noTwoModulesSayDifferentThingsUnderOneName() throws IOException {
        Map<String, String> owners = new HashMap<>();
        for (Path file : files(MESSAGES)) {
            for (String key : read(file).stringPropertyNames()) {
                String before = owners.put(
                        language(file) + " " + key, file.getFileName().toString());
                assertThat(before).as(key + " in " + file).isNull();
            }
        }
    }

    @Test
    void everySentenceThatIsAskedForIsThere() throws IOException {
        Set<String> there = new TreeSet<>();
        for (Path file : files(MESSAGES)) {
            there.addAll(read(file).stringPropertyNames());
        }

        Set<String> asked = new TreeSet<>();
        asked.addAll(mentioned(Path.of("src/main/resources/templates"), IN_TEMPLATE));
        asked.addAll(mentioned(Path.of("src/main/java"), IN_CODE));
        asked.addAll(mentioned(Path.of("src/main/java"), AS_LABEL));

        assertThat(asked).hasSizeGreaterThan(50);
        assertThat(there).containsAll(asked);
    }

    private static Set<String> mentioned(Path root, Pattern pattern) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                var matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }

    private static Set<Integer> arguments(String sentence) {
        MessagePattern parts = new MessagePattern(sentence);
        Set<Integer> numbers = new TreeSet<>();
        for (int i = 0; i < parts.countParts(); i++) {
            if (parts.getPartType(i) == Part.Type.ARG_NUMBER) {
                numbers.add(parts.getPart(i).getValue());
            }
        }
        return numbers;
    }

    private static Set<String> tags() {
        return PhraseBook.LANGUAGES.stream().map(Locale::toLanguageTag).collect(Collectors.toSet());
    }

    private static String language(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('_') + 1, name.lastIndexOf('.'));
    }

    private static Iterable<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties sentences = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            sentences.load(reader);
        }
        return sentences;
    }
}
