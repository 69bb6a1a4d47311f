package cloud.maidan.portal.connections;

import cloud.maidan.portal.services.Credential;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Member;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's address and secrets come from, as a page shows it: never a secret itself.
 *
 * @param version of what was typed
 * @param ownNetwork whether plain http is taken beyond this machine
 * @param typed whether anything typed is stored, used or not
 */
record AccessPage(
        ServiceProfile profile, int version, Place address, List<Field> secrets, boolean ownNetwork, boolean typed) {

    enum Source {
        /** Files and configuration win: nothing can be typed. */
        FILE,
        TYPED,
        NONE;

        /** Message key. */
        public String key() {
            return "connections.access." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** When it was typed and by whom. @param by null when that member is gone */
    record Entry(Instant at, @Nullable Member by) {}

    /**
     * @param open whether it may be typed
     * @param entry null unless it was typed
     */
    record Place(
            Source source,
            boolean open,
            @Nullable URI address,
            @Nullable Entry entry) {}

    /** @param entry null unless it was typed @param replaces whether the one before is kept until this one works */
    record Field(
            Credential credential, Source source, @Nullable Entry entry, boolean replaces) {

        /** Of the field to type into. */
        public String type() {
            return switch (credential.kind()) {
                case SECRET -> "password";
                case NAME -> "text";
                case ADDRESS -> "url";
            };
        }

        public boolean open() {
            return source != Source.FILE;
        }

        /** As the form calls it. */
        public String field() {
            return "secret-" + credential.name();
        }
    }

    AccessPage {
        secrets = List.copyOf(secrets);
    }

    /** Whether one that was in use before can be taken again. */
    public boolean replaces() {
        return secrets.stream().anyMatch(Field::replaces);
    }

    /** Whether there is a field to type into. */
    public boolean open() {
        return address.open() || secrets.stream().anyMatch(Field::open);
    }
}
