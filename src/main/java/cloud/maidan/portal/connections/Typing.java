package cloud.maidan.portal.connections;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator typed about a service at one time.
 *
 * @param address null: it stays as it is
 * @param secrets by their names; those left out stay as they are
 */
record Typing(@Nullable URI address, Map<String, String> secrets) {

    Typing {
        secrets = Map.copyOf(secrets);
    }

    boolean nothing() {
        return address == null && secrets.isEmpty();
    }

    /** Names alone. */
    List<String> what() {
        return Stream.concat(
                        address == null ? Stream.empty() : Stream.of(TypedRows.ADDRESS),
                        secrets.keySet().stream().sorted())
                .toList();
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Typing" + what();
    }
}
