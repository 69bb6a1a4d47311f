package cloud.maidan.portal.services;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whom the community's services may talk to.
 *
 * @param servers names in ASCII (IDNA) and small letters, sorted; {@code *.} in front stands for whatever is before the
 *     dot, but not for nothing. Whom an open policy denies, or an allow list admits; none in a closed one
 * @param lifted names that a policy before this one denied and this one admits, sorted: where a service still shuts them
 *     out that is ours to end
 */
public record FederationPolicy(Stance stance, List<String> servers, List<String> lifted) {

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final String ANYTHING = "*.";

    public enum Stance {
        OPEN,
        ALLOW_LIST,
        CLOSED
    }

    public FederationPolicy {
        servers = List.copyOf(new TreeSet<>(servers));
        if (stance == Stance.CLOSED && !servers.isEmpty()) {
            throw new IllegalArgumentException("a closed policy names nobody");
        }
        lifted = List.copyOf(new TreeSet<>(lifted));
    }

    /** The first of its kind: nothing was denied before. */
    public FederationPolicy(Stance stance, List<String> servers) {
        this(stance, servers, List.of());
    }

    /** The same policy after others that denied those names. */
    public FederationPolicy after(Collection<String> denied) {
        return new FederationPolicy(
                stance, servers, denied.stream().filter(this::admits).toList());
    }

    /** Whether a server may be talked to; its port plays no part. */
    public boolean admits(String server) {
        return switch (stance) {
            case OPEN -> !names(server);
            case ALLOW_LIST -> names(server);
            case CLOSED -> false;
        };
    }

    /** Entries that stand for more than one server. */
    public List<String> patterns() {
        return servers.stream().filter(FederationPolicy::pattern).toList();
    }

    /** Entries that stand for one server each. */
    public List<String> single() {
        return servers.stream().filter(server -> !pattern(server)).toList();
    }

    private static boolean pattern(String entry) {
        return entry.startsWith(ANYTHING);
    }

    private boolean names(String server) {
        String name = PORT.matcher(server.toLowerCase(Locale.ROOT)).replaceFirst("");
        if (Collections.binarySearch(servers, name) >= 0) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            if (Collections.binarySearch(servers, ANYTHING + name.substring(dot + 1)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
