package cloud.maidan.portal.blueprints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The blueprints of this process; web and operator each read their own. */
public final class Blueprints {

    /** Where those that come with the portal are. */
    public static final String OURS = "classpath:/blueprints/*.yaml";

    private final Map<String, Blueprint> known = new TreeMap<>();

    /**
     * @param pattern of resources, such as {@link #OURS} or {@code file:/etc/maidan/*.yaml}
     * @throws BlueprintFault when one of them says what it may not, or two are of one service
     */
    public static Blueprints at(String pattern) {
        Blueprints blueprints = new Blueprints();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                String name = String.valueOf(file.getFilename());
                Blueprint read = new BlueprintFile(name, file.getContentAsString(StandardCharsets.UTF_8)).read();
                if (!name.equals(read.service() + ".yaml")) {
                    throw new BlueprintFault(name + ": must be called as its service: " + read.service() + ".yaml");
                }
                blueprints.known.put(read.service(), read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blueprints;
    }

    public Optional<Blueprint> of(String service) {
        return Optional.ofNullable(known.get(service));
    }

    /** By the names of their services. */
    public Collection<Blueprint> all() {
        return java.util.Collections.unmodifiableCollection(known.values());
    }
}
