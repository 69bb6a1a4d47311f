package cloud.maidan.portal.blueprints;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a file that must be read to its last key. */
final class Section {

    /** Keys of Docker and Compose that somebody might try, and why each is refused. */
    private static final Map<String, String> FORBIDDEN = Map.ofEntries(
            Map.entry("privileged", "no container of ours is privileged: root inside would be root on the host"),
            Map.entry("cap_add", "no container of ours gets capabilities"),
            Map.entry("capabilities", "no container of ours gets capabilities"),
            Map.entry("network_mode", "each service has a network of its own, never the host's"),
            Map.entry("network", "each service has a network of its own, never the host's"),
            Map.entry("pid", "no container of ours shares the host's processes"),
            Map.entry("ipc", "no container of ours shares the host's memory"),
            Map.entry("uts", "no container of ours shares the host's name"),
            Map.entry("userns_mode", "no container of ours shares the host's user namespace"),
            Map.entry("devices", "no container of ours reaches devices of the host"),
            Map.entry("security_opt", "seccomp, AppArmor and no-new-privileges stay as the portal sets them"),
            Map.entry("read_only", "the root file system is always read-only"),
            Map.entry("mounts", "only named volumes are mounted, never folders of the host"),
            Map.entry("binds", "only named volumes are mounted, never folders of the host"),
            Map.entry("restart", "restarts are always bounded"));

    private final String place;
    private final Map<?, ?> values;
    private final Set<String> read = new HashSet<>();

    private Section(String place, Map<?, ?> values) {
        this.place = place;
        this.values = values;
    }

    static Section of(String place, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().stream()
                    .filter(key -> !(key instanceof String))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new BlueprintFault(place + ": every key must be a plain word");
                    });
            return new Section(place, map);
        }
        throw new BlueprintFault(place + " must have named values");
    }

    String text(String key) {
        return maybe(key).orElseThrow(() -> new BlueprintFault(at(key) + " is missing"));
    }

    Optional<String> maybe(String key) {
        Object value = value(key);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw new BlueprintFault(at(key) + " must be one text");
    }

    List<String> list(String key) {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new BlueprintFault(at(key) + " must be a list of texts");
    }

    /** A section that must be there. */
    Section section(String key) {
        if (value(key) == null) {
            throw new BlueprintFault(at(key) + " is missing");
        }
        return of(at(key), value(key));
    }

    Optional<Section> maybeSection(String key) {
        return value(key) == null ? Optional.empty() : Optional.of(section(key));
    }

    /** Sections by name; empty when there are none. */
    Map<String, Section> sections(String key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        maybeSection(key)
                .ifPresent(all -> all.values.forEach(
                        (name, value) -> sections.put((String) name, of(all.at((String) name), value))));
        return sections;
    }

    /** Texts by name; empty when there are none. */
    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        maybeSection(key)
                .ifPresent(all ->
                        all.values.keySet().forEach(name -> texts.put((String) name, all.text((String) name))));
        return texts;
    }

    /** What a value means; a fault names the place. */
    <T> T as(String key, Function<String, T> meaning) {
        String text = text(key);
        try {
            return meaning.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new BlueprintFault(at(key) + ": " + text + " is not understood");
        }
    }

    /** A rule of what was read; a fault names the place. */
    <T> T checked(java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw new BlueprintFault(place + ": " + wrong.getMessage());
        }
    }

    /** A key that nobody read is a fault. */
    void end() {
        values.keySet().stream()
                .map(String.class::cast)
                .filter(key -> !read.contains(key))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    String why = FORBIDDEN.get(key);
                    throw new BlueprintFault(at(key) + (why == null ? " means nothing here" : " is refused: " + why));
                });
    }

    String at(String key) {
        return place + (place.endsWith(":") ? " " : ".") + key;
    }

    private @Nullable Object value(String key) {
        read.add(key);
        return values.get(key);
    }
}
