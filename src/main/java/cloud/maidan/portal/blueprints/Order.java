package cloud.maidan.portal.blueprints;

import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody wants done with one service. It names a blueprint and values for its parameters, nothing else: no
 * image, no mount, no flag.
 *
 * @param hash of the blueprint that was looked at when it was asked for
 * @param settings by the names of parameters; empty unless it is to be brought up
 */
public record Order(String service, Deed deed, String hash, Map<String, String> settings) {

    /** What is done. */
    public enum Deed {
        /** As the blueprint says: whatever is missing is made, whatever differs is replaced. */
        UP,
        START,
        STOP,
        /** Its containers and networks go; its volumes, and so its data, stay. */
        REMOVE
    }

    public Order {
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }
}
