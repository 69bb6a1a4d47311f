package cloud.maidan.portal.blueprints;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes secrets out of what containers write: those we made by their value, others by how they are introduced. */
public final class SecretMask {

    private static final String MASKED = "•••";

    /** A name that promises a secret, and what follows it. */
    private static final Pattern INTRODUCED = Pattern.compile(
            "(?i)((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|authorization|cookie|session)[\"']?\\s*[=:]\\s*"
                    + "(?:bearer\\s+|basic\\s+)?[\"']?)([^\\s\"',;&]{4,})");

    /** A scheme's user and password within an address. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/\\s:@]+:)([^@\\s/]+)(@)");

    private final List<String> known;

    public SecretMask(Blueprint blueprint, OperatorKey key) {
        this.known = key.named()
                ? blueprint.secrets().stream()
                        .flatMap(name -> Stream.of(name, name + ".hex-32", name + ".hex-16"))
                        .map(name -> key.written(blueprint.service(), name))
                        .toList()
                : List.of();
    }

    public String masked(String line) {
        String masked = line;
        for (String secret : known) {
            masked = masked.replace(secret, MASKED);
        }
        masked = IN_ADDRESS.matcher(masked).replaceAll("$1" + MASKED + "$3");
        return INTRODUCED.matcher(masked).replaceAll("$1" + MASKED);
    }
}
