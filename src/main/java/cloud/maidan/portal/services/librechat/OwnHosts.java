package cloud.maidan.portal.services.librechat;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts that are ours: what is sent to them does not leave. Every other one is another's, whatever it looks like. */
class OwnHosts {

    private final Set<String> names;

    OwnHosts(Set<String> names) {
        this.names = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    boolean holds(String address) {
        return names.contains(host(address));
    }

    /** The address's host in small letters; a question mark when it has none that can be read. */
    static String host(String address) {
        String text = address.strip();
        try {
            String host =
                    URI.create(text.contains("://") ? text : "http://" + text).getHost();
            return host == null ? "?" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "?";
        }
    }
}
