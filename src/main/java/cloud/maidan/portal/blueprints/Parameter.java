package cloud.maidan.portal.blueprints;

import java.util.Locale;
import java.util.Optional;

/**
 * Something an administrator chooses about a service; it becomes part of a setting, never an image, mount or flag.
 *
 * @param meaning in English, as the file says it
 */
public record Parameter(Type type, String meaning, Optional<String> fallback) {

    /** What a value may look like; none lets in a blank, a quote or a line's end. */
    public enum Type {
        HOSTNAME("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"),
        /** An IPv4 address of this machine. */
        ADDRESS("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)") {
            @Override
            boolean fits(String value) {
                return super.fits(value) && !value.equals("0.0.0.0");
            }
        },
        PORT("[1-9]\\d{0,4}") {
            @Override
            boolean fits(String value) {
                return super.fits(value) && Integer.parseInt(value) <= 65_535;
            }
        },
        NUMBER("0|[1-9]\\d{0,8}"),
        MAIL("[a-z0-9._+-]{1,64}@[a-z0-9.-]{1,190}"),
        /** Whether a part is wanted. */
        SWITCH("yes|no"),
        WORD("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

        private final String pattern;

        Type(String pattern) {
            this.pattern = pattern;
        }

        boolean fits(String value) {
            return value.matches(pattern);
        }

        static Optional<Type> named(String name) {
            return java.util.Arrays.stream(values())
                    .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }
}
