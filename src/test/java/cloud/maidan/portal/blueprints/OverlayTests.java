package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

/** What policies may write into a service, and how it is written. */
class OverlayTests {

    private static final String TUNED = text();

    private final Blueprint tuned = new BlueprintFile("tuned.yaml", TUNED).read();

    @Test
    void valuesOfTheirKindsPassAndNothingElse() {
        Map<Overlay.Kind, List<String>> good = Map.of(
                Overlay.Kind.DAYS, List.of("1d", "36500d"),
                Overlay.Kind.DAYS_IN_WORDS, List.of("'30 days'"),
                Overlay.Kind.AUTO_DAYS, List.of("'auto, 30'"),
                Overlay.Kind.NUMBER, List.of("7"),
                Overlay.Kind.FLAG, List.of("true", "false"),
                Overlay.Kind.HOSTS, List.of("[]", "[\"a.example\"]", "[\"a.example\", \"b.example:8448\"]"));
        for (Overlay.Kind kind : Overlay.Kind.values()) {
            Overlay.Key key = new Overlay.Key(kind, java.util.Optional.empty(), java.util.Optional.empty());
            assertThat(Objects.requireNonNull(good.get(kind))).allMatch(key::fits);
            for (String bad : List.of(
                    "0d",
                    "30",
                    "30d\n",
                    "30d\nadmin: true",
                    "$(id)",
                    "`id`",
                    "'30 days'; id",
                    "'auto, 30', x",
                    "yes",
                    "[\"a.example\", evil]",
                    "[\"a.example\"]\nx: y",
                    "[\"*\"]",
                    "[\"a.example\",]",
                    "[\"\"]",
                    "&a",
                    "!!python/object",
                    "{}",
                    " ")) {
                boolean number = kind == Overlay.Kind.NUMBER && bad.equals("30");
                assertThat(key.fits(bad)).as("%s as %s", bad, kind).isEqualTo(number);
            }
        }
        assertThat(new Overlay.Key(Overlay.Kind.HOSTS, java.util.Optional.empty(), java.util.Optional.empty())
                        .fits("[" + "\"a.example\", ".repeat(5000) + "\"b.example\"]"))
                .isTrue();
    }

    @Test
    void aTopLevelKeyIsWrittenWhole() {
        Overlay overlay = Objects.requireNonNull(tuned.overlays().get("server.yaml"));

        assertThat(overlay.yaml(Map.of())).isEqualTo("hosts: []\n");
        assertThat(overlay.yaml(Map.of("keep.rows", "'30 days'", "keep.files", "7d", "hosts", "[\"a.example\"]")))
                .isEqualTo("hosts: [\"a.example\"]\nkeep:\n  files: 7d\n  rows: '30 days'\n");
        assertThat(overlay.yaml(Map.of("hosts", "")))
                .as("it must stand nowhere")
                .isEmpty();
        assertThat(overlay.yaml(Map.of("keep.files", "7d\nevil: yes", "evil", "yes")))
                .as("even when a row says so")
                .isEqualTo("hosts: []\n");
    }

    @Test
    void aCommandTakesItsArgumentsOfTheirTypesAndNothingElse() {
        Allowed command = Objects.requireNonNull(tuned.commands().get("keep-trash"));

        assertThat(command.takes(Map.of("days", "30"))).isTrue();
        assertThat(command.filled(Map.of("days", "30"))).containsExactly("/busybox", "echo", "auto, 30");
        for (String bad : List.of("", "30; id", "30\n", "$(id)", "`id`", "-1", "--help", "30 31", "x")) {
            assertThat(command.takes(Map.of("days", bad))).as(bad).isFalse();
        }
        assertThat(command.takes(Map.of())).isFalse();
        assertThat(command.takes(Map.of("days", "30", "more", "1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write: 90-maidan.yaml        | write: password              | password is no new file beside those of web
            write: 90-maidan.yaml        | write: ../homeserver.yaml    | is no new file
            write: 90-maidan.yaml        | at: 90-maidan.yaml           | tuned.yaml: overlays.server.yaml.write is missing
            form: environment            | form: shell                  | overlays.the environment.form: shell is not understood
            kind: number}                | kind: text}                  | kind: text is not understood
            KEEP_DAYS:                   | KEEP DAYS:                   | KEEP DAYS is not the name of a setting
            run: keep-trash              | run: drop-all                | there is no command drop-all of one argument
            default: "[]"                | default: "evil"              | default is not of its kind
            container: web\\n    run     | container: api\\n    run     | there is no container api
            "auto, ${days}"              | "auto, ${weeks}"             | there is no weeks
            "auto, ${days}"              | "${secret.password}"         | a secret belongs into a file
            [/busybox, echo,             | ["${days}", echo,            | must begin with a program
            days: number                 | days: anything               | anything is no type
            """)
    void whatItMayNotSayIsRefusedWithItsPlace(String there, String instead, String said) {
        String from = there.replace("\\n", "\n");
        assertThat(TUNED).contains(from);
        assertThatThrownBy(() ->
                        new BlueprintFile("tuned.yaml", TUNED.replace(from, instead.replace("\\n", "\n"))).read())
                .isInstanceOf(BlueprintFault.class)
                .hasMessageContaining(said);
    }

    @Test
    void ourOwnSayWhereTheAdaptersLook() {
        Blueprints ours = Blueprints.at(Blueprints.OURS);

        assertThat(ours.of("matrix").orElseThrow().overlays().get("homeserver.yaml"))
                .isNotNull()
                .satisfies(overlay -> assertThat(overlay.yaml(Map.of("user_ips_max_age", "7d")))
                        .isEqualTo("""
                                federation_domain_whitelist: []
                                federation_whitelist_endpoint_enabled: true
                                user_ips_max_age: 7d
                                """));
        Blueprint nextcloud = ours.of("nextcloud").orElseThrow();
        assertThat(Objects.requireNonNull(nextcloud.commands().get("keep-trash"))
                        .filled(Map.of("days", "30")))
                .containsExactly(
                        "php",
                        "/var/www/html/occ",
                        "config:system:set",
                        "trashbin_retention_obligation",
                        "--value=auto, 30");
    }

    private static String text() {
        try {
            return new ClassPathResource("test-blueprints/tuned.yaml").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
