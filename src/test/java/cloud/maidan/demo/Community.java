package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The stand-ins of all services on free ports, each behind a server that can be made to fail. */
public final class Community implements AutoCloseable {

    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = DemoService.class))
    static class Services {}

    private record Part(DemoService.Running running, FaultyServer server) {}

    private final AnnotationConfigApplicationContext found = new AnnotationConfigApplicationContext();
    private final Map<String, Part> parts = new TreeMap<>();
    private final Map<String, Planted> planted = new TreeMap<>();

    private Community(DemoProvider provider, String marker) {
        found.getBeanFactory().registerSingleton("provider", provider); // it goes on when this community ends
        found.register(Services.class);
        found.refresh();
        found.getBeansOfType(DemoService.class).values().forEach(service -> {
            DemoService.Running running = service.start(0);
            if (!marker.isEmpty()) {
                planted.put(service.name(), running.standIn().plant(marker));
            }
            parts.put(service.name(), new Part(running, FaultyServer.inFrontOf(URI.create(running.url()))));
        });
    }

    public static Community start(DemoProvider provider) {
        return start(provider, "");
    }

    /** @param marker with it begins a word of its own in each field of what the services hold of the member */
    public static Community start(DemoProvider provider, String marker) {
        return new Community(provider, marker);
    }

    /** What was put into the fields of the services, by their names; empty without a marker. */
    public Map<String, Planted> planted() {
        return Map.copyOf(planted);
    }

    /** Where the services hold a word, by their names. */
    public Map<String, Set<String>> where(String word) {
        Map<String, Set<String>> where = new TreeMap<>();
        parts.keySet().forEach(name -> where.put(name, where(name, word)));
        return where;
    }

    /** Where one of the services holds a word. */
    public Set<String> where(String service, String word) {
        return new TreeSet<>(
                Objects.requireNonNull(parts.get(service)).running().standIn().where(word));
    }

    /** What stands in every secret field of every service, and what the portal identifies itself with. */
    public List<String> secrets() {
        return parts.values().stream()
                .flatMap(part -> Stream.concat(
                        part.running().standIn().secretWords().stream(), part.running().secrets().values().stream()))
                .distinct()
                .toList();
    }

    /** What the portal identifies itself with at a service, by name. */
    public Map<String, String> credentials(String service) {
        return Objects.requireNonNull(parts.get(service)).running().secrets();
    }

    /** The stand-in of that class itself, to change things behind the portal's back. */
    public <T extends Marked> T standIn(Class<T> type) {
        return parts.values().stream()
                .map(part -> part.running().standIn())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** By the services' names, in their order. */
    public Map<String, FaultyServer> servers() {
        Map<String, FaultyServer> servers = new TreeMap<>();
        parts.forEach((name, part) -> servers.put(name, part.server()));
        return servers;
    }

    public void heal() {
        parts.values().forEach(part -> part.server().heal());
    }

    /** Tells a portal where the services are and how it identifies itself there. */
    public void connect(DynamicPropertyRegistry registry) {
        parts.forEach((name, part) -> {
            String below = "portal.services." + name + ".";
            registry.add(below + "url", part.server()::url);
            part.running().settings().forEach((key, value) -> registry.add(below + key, () -> value));
            part.running().secrets().forEach((key, secret) -> {
                Path file = secretFile(secret);
                registry.add(below + key + "-file", file::toString);
            });
        });
    }

    @Override
    public void close() {
        parts.values().forEach(part -> {
            part.server().close();
            try {
                part.running().standIn().close();
            } catch (Exception stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        found.close();
    }

    private static Path secretFile(String secret) {
        try {
            Path file = Fleeting.file("maidan-secret-", secret);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
