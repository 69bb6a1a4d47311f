package cloud.maidan.portal.blueprints;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What texts of one file may refer to. */
record References(String file, Set<String> parameters, Set<String> secrets) {

    static final String SECRET = "secret.";
    static final String HEX = ".hex-";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    /** A text of a container's environment or arguments, which others can read. */
    String open(String place, String text) {
        return checked(place, text, false);
    }

    /** A text that becomes a file. */
    String closed(String place, String text) {
        return checked(place, text, true);
    }

    /** Puts values in. */
    static String filled(String text, Function<String, String> value) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }

    private String checked(String place, String text, boolean secretly) {
        if (text.contains("docker.sock")) {
            throw new BlueprintFault(place + " is refused: no container of ours reaches the engine's socket");
        }
        Matcher found = REFERENCE.matcher(text);
        while (found.find()) {
            String name = found.group(1);
            boolean secret = name.startsWith(SECRET);
            if (secret && !secretly) {
                throw new BlueprintFault(
                        place + " is refused: a secret belongs into a file, not into what others can read");
            }
            if (!(secret
                    ? secrets.contains(name.substring(SECRET.length()).replaceFirst("\\.hex-(16|32)$", ""))
                    : parameters.contains(name))) {
                throw new BlueprintFault(place + ": there is no " + name);
            }
        }
        return text;
    }
}
