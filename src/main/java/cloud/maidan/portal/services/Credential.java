package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.Optional;

/**
 * What identifies the portal at a service, or belongs to that: a secret is the content of a file that
 * {@code portal.services.<service>.<name>-file} names, anything else stands in {@code portal.services.<service>.<name>};
 * or it was typed in the portal.
 *
 * @param name such as {@code token}
 * @param required whether the service is not connected without it
 */
public record Credential(ServiceId service, String name, boolean required, Kind kind) {

    private static final int LONGEST = 16 * 1024;

    public enum Kind {
        SECRET,
        /** A user name or the like, for which the portal has a usual one. */
        NAME,
        /** Where members find the service, if that is not where the portal reaches it. */
        ADDRESS
    }

    /** What cannot be a secret, whatever it is for. */
    public enum Flaw {
        EMPTY("empty"),
        TOO_LONG("too long"),
        SEVERAL_LINES("more than one line");

        private final String said;

        Flaw(String said) {
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    /** What it is called: the message {@code <service>.credential.<name>}. */
    public Text label() {
        return Text.of(service + ".credential." + name);
    }

    /** What it is and which right it has to give: the message {@code <service>.credential.<name>.right}. */
    public Text right() {
        return Text.of(service + ".credential." + name + ".right");
    }

    /** Empty when nothing speaks against the text. */
    public static Optional<Flaw> flaw(String text) {
        if (text.isEmpty()) {
            return Optional.of(Flaw.EMPTY);
        }
        if (text.length() > LONGEST) {
            return Optional.of(Flaw.TOO_LONG);
        }
        return text.chars().anyMatch(Character::isISOControl) ? Optional.of(Flaw.SEVERAL_LINES) : Optional.empty();
    }
}
