package cloud.maidan.portal.rights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The clocks of all laws we know, in every version. */
@Component
class ClockProfiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, List<ClockProfile>> versions = new HashMap<>();

    ClockProfiles() {
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:clocks/*.yaml")) {
                List<ClockProfile> read = read(file);
                versions.put(read.getFirst().id(), read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record File(String id, List<Map<String, Object>> versions) {}

    Set<String> ids() {
        return new TreeSet<>(versions.keySet());
    }

    /** The version in force on that day; the oldest for days before it. @throws IllegalArgumentException for no law of ours */
    ClockProfile on(String id, LocalDate day) {
        List<ClockProfile> known = versions.get(id);
        if (known == null) {
            throw new IllegalArgumentException("portal.rights.profile must be one of " + ids() + ", not " + id);
        }
        return known.stream()
                .filter(version -> !version.inForce().isAfter(day))
                .reduce((older, newer) -> newer)
                .orElseGet(known::getFirst);
    }

    private static List<ClockProfile> read(Resource resource) throws IOException {
        try (InputStream content = resource.getInputStream()) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(content);
            File file = JSON.convertValue(tree, File.class);
            return file.versions().stream()
                    .map(version -> {
                        Map<String, Object> whole = new HashMap<>(version);
                        whole.put("id", file.id());
                        return JSON.convertValue(whole, ClockProfile.class);
                    })
                    .sorted(Comparator.comparing(ClockProfile::inForce))
                    .toList();
        }
    }
}
