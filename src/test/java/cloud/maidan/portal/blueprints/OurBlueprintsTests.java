package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.ContainerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The blueprints that come with the portal, as far as it can be said without their images. */
class OurBlueprintsTests {

    @TempDir
    Path folder;

    private final Blueprints ours = Blueprints.at(Blueprints.OURS);

    @Test
    void theirServicesAreKnown() {
        assertThat(ours.all())
                .extracting(Blueprint::service)
                .containsExactly(
                        "authentik",
                        "cryptpad",
                        "librechat",
                        "mail",
                        "matrix",
                        "nextcloud",
                        "peertube",
                        "proxy",
                        "vaultwarden");
    }

    @Test
    void eachBecomesContainersThatKeepEveryRule() {
        for (Blueprint blueprint : ours.all()) {
            Map<String, String> values = blueprint.filled(samples(blueprint));
            assertThat(blueprint.faulty(values)).as(blueprint.service()).isEmpty();
            Assembly assembly = new Assembly(blueprint, values, new OperatorKey(folder.resolve("key")));
            for (String part : blueprint.parts().keySet()) {
                Wanted wanted = assembly.wanted(part, "sha256:" + "0".repeat(64));
                ContainerSpec spec = wanted.spec();
                assertThat(spec.name()).isEqualTo("maidan-" + blueprint.service() + "-" + part);
                assertThat(spec.networks().keySet()).isEqualTo(networks(blueprint, part));
                assertThat(spec.toString()).doesNotContain("${");
                wanted.files()
                        .ifPresent(files -> assertThat(files.files().toString()).doesNotContain("${"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatIsAskedForIsSaidInEachLanguage(String language) {
        ResourceBundle messages = ResourceBundle.getBundle("messages.blueprints", Locale.of(language));
        Set<String> wanted = new TreeSet<>();
        for (Blueprint blueprint : ours.all()) {
            for (String parameter : blueprint.parameters().keySet()) {
                String key = "blueprints.parameter." + blueprint.service() + "." + parameter;
                wanted.addAll(List.of(key, key + ".meaning"));
            }
        }
        assertThat(messages.keySet().stream().filter(key -> key.startsWith("blueprints.parameter.")))
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyStepAndWhatItChangesIsSaidInEachLanguage(String language) {
        ResourceBundle steps = ResourceBundle.getBundle("messages.blueprints", Locale.of(language));
        ResourceBundle changes = ResourceBundle.getBundle("messages.provisioning", Locale.of(language));
        for (PlanStep.Kind kind : PlanStep.Kind.values()) {
            assertThat(steps.containsKey(new PlanStep(kind, "", "").said().key()))
                    .as(kind.name())
                    .isTrue();
            assertThat(changes.containsKey("provisioning.change." + kind.change()))
                    .as(kind.name())
                    .isTrue();
        }
    }

    @Test
    void onlyTheProxyAndTheRelayReachOutsideOrOtherServices() {
        assertThat(ours.all())
                .filteredOn(blueprint -> blueprint.parts().values().stream()
                        .anyMatch(part -> part.wayOut() || !part.reaches().isEmpty()))
                .extracting(Blueprint::service)
                .containsExactly("mail", "proxy");
        assertThat(Objects.requireNonNull(ours.of("proxy").orElseThrow().parts().get("server"))
                        .reaches())
                .containsExactlyElementsOf(ours.all().stream()
                        .filter(blueprint -> blueprint.parts().values().stream()
                                .anyMatch(part -> part.front().isPresent()))
                        .map(Blueprint::service)
                        .toList());
    }

    @Test
    void theProxyKnowsEveryFrontByNameAndPort() {
        String routes = Objects.requireNonNull(
                Objects.requireNonNull(ours.of("proxy").orElseThrow().parts().get("server"))
                        .files()
                        .orElseThrow()
                        .contents()
                        .get("routes.yaml"));
        for (Blueprint blueprint : ours.all()) {
            blueprint
                    .parts()
                    .forEach((name, part) -> part.front()
                            .ifPresent(port -> assertThat(routes)
                                    .contains("\"http://" + Names.container(blueprint.service(), name) + ":" + port
                                            + "\"")));
        }
    }

    @Test
    void thoseThatMembersSignInToThroughAuthentikNameItAndItReadsOfThem() {
        assertThat(ours.all())
                .filteredOn(blueprint -> blueprint.signIn().isPresent())
                .allSatisfy(each -> assertThat(each.client(samples(each))).isPresent())
                .allSatisfy(each -> assertThat(each.client(Map.of())).isEmpty())
                .extracting(Blueprint::service)
                .containsExactly("librechat", "matrix", "vaultwarden");
        Part worker = Objects.requireNonNull(
                ours.of(SignInClients.AUTHENTIK).orElseThrow().parts().get(SignInClients.WORKER));
        assertThat(worker.volumes()).containsEntry(SignInClients.VOLUME, SignInClients.FOLDER);
        assertThat(worker.user()).isEqualTo(SignInClients.OWNER);
    }

    @Test
    void servicesFindAuthentikAtTheProxyInTheirOwnNetworks() {
        Blueprint proxy = ours.of("proxy").orElseThrow();
        OperatorKey key = new OperatorKey(folder.resolve("key"));
        Map<String, String> values = proxy.filled(Map.of("mail", "a@example.org", "authentik", "auth.example.org"));

        assertThat(new Assembly(proxy, values, key)
                        .wanted("server", "sha256:0")
                        .spec()
                        .networks())
                .containsEntry("maidan-matrix", List.of("auth.example.org"))
                .containsEntry("maidan-proxy", List.of("server"));
        assertThat(new Assembly(proxy, proxy.filled(Map.of()), key)
                        .wanted("server", "sha256:0")
                        .spec()
                        .networks())
                .containsEntry("maidan-matrix", List.of());
    }

    @Test
    void ollamaIsThereWhenAnAdministratorSwitchesItOn() {
        Blueprint librechat = ours.of("librechat").orElseThrow();

        assertThat(librechat.chosen(Map.of()).parts()).containsOnlyKeys("database", "server");
        assertThat(librechat.chosen(Map.of("ollama", "no")).parts()).doesNotContainKey("ollama");
        assertThat(librechat.chosen(Map.of("ollama", "yes")).parts()).containsOnlyKeys("database", "ollama", "server");
        assertThat(librechat.faulty(Map.of("domain", "chat.example.org", "ollama", "maybe")))
                .containsExactly("ollama");
    }

    @Test
    void libreChatGetsKeysOfTheLengthsItTakes() {
        OperatorKey key = new OperatorKey(folder.resolve("key"));
        Assembly assembly = new Assembly(
                ours.of("librechat").orElseThrow(), Map.of("domain", "chat.example.org", "ollama", "no"), key);

        assertThat(assembly.wanted("server", "sha256:0").files().orElseThrow().files())
                .filteredOn(file -> file.name().equals("environment"))
                .singleElement()
                .satisfies(file -> assertThat(file.content())
                        .containsPattern("(?m)^CREDS_KEY=[0-9a-f]{64}$")
                        .containsPattern("(?m)^CREDS_IV=[0-9a-f]{32}$"));
        String written = key.written("librechat", "credentials.hex-32");
        assertThat(new SecretMask(ours.of("librechat").orElseThrow(), key).masked("key " + written + " end"))
                .isEqualTo("key ••• end");
    }

    private static Set<String> networks(Blueprint blueprint, String name) {
        Part part = Objects.requireNonNull(blueprint.parts().get(name));
        Set<String> networks = new TreeSet<>(Set.of("maidan-" + blueprint.service()));
        if (part.wayOut()) {
            networks.add("maidan-" + blueprint.service() + "-out");
        }
        part.reaches().forEach(service -> networks.add("maidan-" + service));
        return networks;
    }

    @Test
    void everySecretEndsInAFileAndNoneInSight() {
        for (Blueprint blueprint : ours.all()) {
            OperatorKey key = new OperatorKey(folder.resolve("key"));
            Assembly assembly = new Assembly(blueprint, blueprint.filled(samples(blueprint)), key);
            StringBuilder files = new StringBuilder();
            StringBuilder open = new StringBuilder();
            for (String part : blueprint.parts().keySet()) {
                Wanted wanted = assembly.wanted(part, "sha256:0");
                open.append(wanted.spec());
                wanted.files().ifPresent(each -> files.append(each.files()));
            }
            for (String secret : blueprint.secrets()) {
                List<String> written = Stream.of("", ".hex-32", ".hex-16")
                        .map(form -> key.written(blueprint.service(), secret + form))
                        .toList();
                assertThat(written)
                        .as(secret)
                        .anyMatch(value -> files.toString().contains(value));
                assertThat(open.toString()).as(secret).doesNotContain(written);
            }
        }
    }

    @Test
    void noneClaimsToHaveRunThatNeverDid() {
        assertThat(ours.all()).allSatisfy(each -> assertThat(each.ran()).isEmpty());
    }

    private static Map<String, String> samples(Blueprint blueprint) {
        Map<String, String> samples = new TreeMap<>();
        blueprint
                .parameters()
                .forEach((name, parameter) -> samples.put(
                        name,
                        switch (parameter.type()) {
                            case HOSTNAME -> name + ".example.org";
                            case ADDRESS -> "127.0.0.1";
                            case PORT, NUMBER -> "8443";
                            case MAIL -> "admin@example.org";
                            case WORD -> "word";
                            case SWITCH -> "yes";
                        }));
        return samples;
    }
}
