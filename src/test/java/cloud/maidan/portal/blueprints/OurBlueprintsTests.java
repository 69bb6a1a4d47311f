package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.ContainerSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blueprints that come with the portal, as far as it can be said without their images. */
class OurBlueprintsTests {

    @TempDir
    Path folder;

    private final Blueprints ours = Blueprints.at(Blueprints.OURS);

    @Test
    void theirServicesAreKnown() {
        assertThat(ours.all())
                .extracting(Blueprint::service)
                .containsExactly("authentik", "cryptpad", "matrix", "peertube", "vaultwarden");
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
                assertThat(spec.networks()).containsOnlyKeys("maidan-" + blueprint.service());
                assertThat(spec.toString()).doesNotContain("${");
                wanted.files()
                        .ifPresent(files -> assertThat(files.files().toString()).doesNotContain("${"));
            }
        }
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
                String value = key.secret(blueprint.service(), secret);
                assertThat(files.toString()).as(secret).contains(value);
                assertThat(open.toString()).as(secret).doesNotContain(value);
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
                        }));
        return samples;
    }
}
