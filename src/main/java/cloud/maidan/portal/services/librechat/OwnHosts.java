package cloud.maidan.portal.services.librechat;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hosts that are ours: what is sent to them does not leave. Every other one is another's, whatever it looks like. */
class OwnHosts {

    private static final Pattern CONTAINER = Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._-]+)(?::\\d*)?");

    private final Set<String> names;

    OwnHosts(Set<String> names) {
        this.names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** @param address a path alone stays where it is */
    boolean holds(String address) {
        return address.startsWith("/") && !address.startsWith("//") || names.contains(host(address));
    }

    /** The address's host in small letters; a question mark when it has none that can be read. */
    static String host(String address) {
        String text = address.strip();
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            String host = uri.getHost() == null ? container(uri.getRawAuthority()) : uri.getHost();
            return host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "?";
        }
    }

    /** Names of containers may have an underscore, which names of hosts may not. */
    private static String container(@Nullable String authority) {
        Matcher matcher = CONTAINER.matcher(authority == null ? "" : authority);
        return matcher.matches() ? matcher.group(1) : "?";
    }
}
