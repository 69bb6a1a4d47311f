package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class BlueprintFileTests {

    private static final String SMALL = text();

    @Test
    void itIsReadToItsLastWord() {
        Blueprint small = new BlueprintFile("small.yaml", SMALL).read();

        assertThat(small.parts().keySet()).containsExactly("store", "web");
        assertThat(small.parameters().get("greeting"))
                .isEqualTo(new Parameter(Parameter.Type.WORD, "what it says", java.util.Optional.of("hello")));
        assertThat(small.ran()).contains("in the tests, on Docker Engine 20.10");
        assertThat(small.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void commentsAndBlanksDoNotCountAndEverythingElseDoes() {
        String hash = new BlueprintFile("small.yaml", SMALL).read().hash();

        assertThat(new BlueprintFile("small.yaml", "# reviewed\n" + SMALL)
                        .read()
                        .hash())
                .isEqualTo(hash);
        assertThat(new BlueprintFile("small.yaml", SMALL.replace("pids: 16", "pids: 17"))
                        .read()
                        .hash())
                .isNotEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user: "65534:65534"          | privileged: yes              | small.yaml: containers.store.privileged is refused: no container of ours is privileged
            user: "65534:65534"          | cap_add: [NET_ADMIN]         | cap_add is refused: no container of ours gets capabilities
            user: "65534:65534"          | network_mode: host           | network_mode is refused: each service has a network of its own
            user: "65534:65534"          | pid: host                    | pid is refused
            user: "65534:65534"          | devices: [/dev/kvm]          | devices is refused
            user: "65534:65534"          | binds: [/etc:/etc]           | binds is refused: only named volumes
            user: "65534:65534"          | restart: always              | restart is refused
            user: "65534:65534"          | colour: blue                 | small.yaml: containers.store.colour means nothing here
            """)
    void whatNoContainerMaySayIsRefusedWithAReason(String at, String added, String said) {
        refused(SMALL.replaceFirst(at, at + "\n    " + added), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user: "65534:65534"          | user: "0:0"                  | user is refused: 0:0 must be two numbers above zero
            user: "65534:65534"          | user: root                   | user is refused
            volumes: {data: /data}       | volumes: {/etc: /data}       | only named volumes are mounted, never folders of the host
            volumes: {data: /data}       | volumes: {data: /run/docker.sock} | not a folder inside a container
            volumes: {data: /data}       | volumes: {data: /data/../etc} | not a folder inside a container
            maidan-small:1               | maidan-small:latest          | image is refused
            docker.io/library/maidan-small:1 | maidan-small:1           | must name registry and version
            memory: 32MB,                | ''                           | small.yaml: containers.store.limits.memory is missing
            cpus: "0.5",                 | cpus: "0",                   | cpus must be above zero
            pids: 16                     | pids: many                   | containers.store.limits.pids: many is not understood
            test: [/busybox, touch, /data/there], | test: [],           | a health check needs a program
            greeting}                    | nobody}                      | environment.GREETING: there is no nobody
            ${greeting}                  | ${secret.password}           | environment.GREETING is refused: a secret belongs into a file
            ${secret.password}           | ${secret.other}              | there is no secret.other
            /busybox, sleep              | /busybox, /var/run/docker.sock | reaches the engine's socket
            front: 8080                  | front: 80                    | 80 is not understood
            front: 8080                  | way-out: yes                 | way-out is refused: the blueprint declares no egress
            front: 8080                  | reaches: [../etc]            | ../etc is not the name of a service
            front: 8080                  | when: greeting               | small.yaml: containers.web.when: there is no switch greeting
            version: "1"                 | ''                           | small.yaml: version is missing
            type: word, meaning: what    | type: image, meaning: what   | type: image is not understood
            default: hello               | default: a b                 | default is not of its type
            service: small               | service: ../small            | is not a plain lower-case name
            """)
    void whatIsMissingOrWrongIsSaidWithItsPlace(String there, String instead, String said) {
        assertThat(SMALL).contains(there);
        refused(SMALL.replace(there, instead), said);
    }

    @Test
    void trickyYamlIsNoBlueprint() {
        refused("", "is empty");
        refused("- a\n- b", "must have named values");
        refused(SMALL + "\nservice: large\n", "is no YAML that a blueprint may be");
        refused("a: &x [1]\nb: *x\n", "small.yaml:");
        refused("service: !!java.io.File /etc/passwd\n", "is no YAML that a blueprint may be");
        refused("x: ".repeat(100_000), "small.yaml:");
        refused("{".repeat(500), "is no YAML that a blueprint may be");
    }

    @Test
    void valuesFitTheirTypesOrAreNamed() {
        Blueprint open =
                Blueprints.at("classpath:/test-blueprints/open.yaml").of("open").orElseThrow();

        assertThat(open.faulty(Map.of("port", "8080"))).isEmpty();
        for (String port : List.of("", "0", "65536", "8080 ", "80;80", "-1", "8080\n")) {
            assertThat(open.faulty(Map.of("port", port))).as(port).containsExactly("port");
        }
        for (String address : List.of("0.0.0.0", "1.2.3", "::", "256.1.1.1", "$(id)")) {
            assertThat(open.faulty(Map.of("port", "1", "address", address)))
                    .as(address)
                    .containsExactly("address");
        }
    }

    private static void refused(String yaml, String said) {
        assertThatThrownBy(() -> new BlueprintFile("small.yaml", yaml).read())
                .isInstanceOf(BlueprintFault.class)
                .hasMessageContaining(said);
    }

    private static String text() {
        try {
            return new ClassPathResource("test-blueprints/small.yaml").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
