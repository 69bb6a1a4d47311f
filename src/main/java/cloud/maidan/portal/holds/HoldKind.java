package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be held. */
enum HoldKind {
    MESSAGE,
    CONVERSATION,
    FILE,
    DOCUMENT,
    VIDEO,
    COMMENT,
    EVENT,
    ENTRY,
    /** All of it. */
    ACCOUNT;

    /** As in {@code subject.Holds}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Text title() {
        return Text.of("holds.kind." + word());
    }

    static Optional<HoldKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
