package cloud.maidan.portal.blueprints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of a service that policies of the portal reach, and nothing else of it: only these keys, only values of their
 * kind.
 *
 * @param file as the service's adapter calls what a person would write them into
 * @param part the container that reads them
 * @param write name of the file beside the part's others; empty unless they are written as YAML
 * @param keys by name; a dot leads into a mapping
 */
public record Overlay(String file, String part, Form form, String write, Map<String, Key> keys) {

    public Overlay {
        keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** How a service learns them. */
    public enum Form {
        /** A file of their own, read after the service's other ones; what it says of a top-level key is all of it. */
        YAML,
        /** The environment of the container. */
        ENVIRONMENT,
        /** A command for each, while the service runs. */
        COMMANDS
    }

    /**
     * @param fallback as long as nobody set it; empty: it stands nowhere then
     * @param command that sets it; empty unless the form is commands
     */
    public record Key(Kind kind, Optional<String> fallback, Optional<String> command) {

        /** An empty value means that the key must stand nowhere, which no command says. */
        public boolean fits(String value) {
            return value.isEmpty() ? command.isEmpty() : bare(value).isPresent();
        }

        /** The value without what surrounds it in a file; empty when it is not of its kind. */
        public Optional<String> bare(String value) {
            return kind.bare(value);
        }
    }

    /** What a value looks like as a person would write it; none lets in a line's end or what a shell or YAML expands. */
    public enum Kind {
        /** {@code 30d} */
        DAYS("([1-9]\\d{0,4})d"),
        /** {@code '30 days'} */
        DAYS_IN_WORDS("'([1-9]\\d{0,4}) days'"),
        /** {@code 'auto, 30'} */
        AUTO_DAYS("'auto, ([1-9]\\d{0,4})'"),
        NUMBER("([1-9]\\d{0,4})"),
        FLAG("(true|false)"),
        /** {@code ["one.example", "two.example"]} */
        HOSTS("(\\[[a-z0-9\", :.-]{0,100000}])") {
            @Override
            Optional<String> bare(String value) {
                return super.bare(value).filter(Kind::hosts);
            }
        };

        private final Pattern pattern;

        Kind(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }

        /** The value without what surrounds it in a file; empty when it is not of this kind. */
        Optional<String> bare(String value) {
            Matcher found = pattern.matcher(value);
            return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
        }

        static Optional<Kind> named(String name) {
            return java.util.Arrays.stream(values())
                    .filter(kind -> kind.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(name))
                    .findFirst();
        }

        private static boolean hosts(String list) {
            return list.equals("[]")
                    || List.of(list.substring(1, list.length() - 1).split(", ", -1)).stream()
                            .allMatch(Kind::quotedHost);
        }

        private static boolean quotedHost(String text) {
            return text.length() > 2
                    && text.startsWith("\"")
                    && text.endsWith("\"")
                    && Parameter.Type.HOSTNAME.fits(
                            text.substring(1, text.length() - 1).replaceFirst(":[1-9]\\d{0,4}$", ""));
        }
    }

    /** What stands there. @param set by key; a fallback steps in for what is not set */
    Map<String, String> standing(Map<String, String> set) {
        Map<String, String> standing = new TreeMap<>();
        keys.forEach((name, key) -> {
            String value = set.getOrDefault(name, key.fallback().orElse(""));
            if (!value.isEmpty() && key.fits(value)) {
                standing.put(name, value);
            }
        });
        return standing;
    }

    /** The file, its keys in order; empty when nothing stands there. */
    String yaml(Map<String, String> set) {
        Map<String, Object> tree = new TreeMap<>();
        standing(set).forEach((name, value) -> hang(tree, List.of(name.split("\\.")), value));
        StringBuilder text = new StringBuilder();
        print(tree, "", text);
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private static void hang(Map<String, Object> tree, List<String> path, String value) {
        if (path.size() == 1) {
            tree.put(path.getFirst(), value);
        } else {
            Object below = Objects.requireNonNull(tree.computeIfAbsent(path.getFirst(), name -> new TreeMap<>()));
            hang((Map<String, Object>) below, path.subList(1, path.size()), value);
        }
    }

    private static void print(Map<?, ?> tree, String indent, StringBuilder text) {
        tree.forEach((name, value) -> {
            if (value instanceof Map<?, ?> below) {
                text.append(indent).append(name).append(":\n");
                print(below, indent + "  ", text);
            } else {
                text.append(indent).append(name).append(": ").append(value).append('\n');
            }
        });
    }
}
