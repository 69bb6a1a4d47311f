package cloud.maidan.portal.blueprints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command of a service that the operator may run, and the only way it runs one. Run twice it does no more than once.
 *
 * @param part the container it runs in, as that container's user
 * @param line program and arguments, without a shell; they may hold <code>${argument}</code>
 * @param arguments by name
 */
public record Allowed(String part, List<String> line, Map<String, Parameter.Type> arguments) {

    public Allowed {
        line = List.copyOf(line);
        arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** Whether these are its arguments, each of its type. */
    public boolean takes(Map<String, String> given) {
        return given.keySet().equals(arguments.keySet())
                && arguments.entrySet().stream()
                        .allMatch(each -> each.getValue().fits(given.getOrDefault(each.getKey(), "")));
    }

    /** @param given such as it {@link #takes} */
    public List<String> filled(Map<String, String> given) {
        return line.stream()
                .map(text -> References.filled(text, name -> given.getOrDefault(name, "")))
                .toList();
    }
}
