package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a member wants an export handed over, as a form says it; what it says wrongly counts as not said.
 *
 * @param form name of an {@link Archives.Form}
 * @param pieces greatest size of one piece in gigabytes
 * @param every name of a {@link Rhythm}
 * @param again the passphrase once more
 */
record Delivery(
        @Nullable String form,
        @Nullable String pieces,
        @Nullable String every,
        @Nullable String passphrase,
        @Nullable String again) {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;
    static final List<Integer> SIZES = List.of(1, 2, 5, 10);

    private static final long GIGABYTE = 1_000_000_000;

    public Archives.Form kind() {
        return Arrays.stream(Archives.Form.values())
                .filter(kind -> kind.name().equals(form))
                .findFirst()
                .orElse(Archives.Form.ZIP);
    }

    /** In gigabytes; 0 for one piece. */
    public int size() {
        return SIZES.stream()
                .filter(size -> size.toString().equals(pieces))
                .findFirst()
                .orElse(0);
    }

    public @Nullable Rhythm rhythm() {
        return Arrays.stream(Rhythm.values())
                .filter(rhythm -> rhythm.name().equals(every))
                .findFirst()
                .orElse(null);
    }

    boolean protects() {
        return passphrase != null && !passphrase.isEmpty();
    }

    /** What is wrong with the passphrase. */
    Optional<Text> fault() {
        if (passphrase == null || passphrase.isEmpty() && (again == null || again.isEmpty())) {
            return Optional.empty();
        }
        int length = passphrase.codePointCount(0, passphrase.length());
        if (length < SHORTEST) {
            return Optional.of(Text.of("requests.form.passphrase.short", SHORTEST));
        }
        if (length > LONGEST) {
            return Optional.of(Text.of("requests.form.passphrase.long", LONGEST));
        }
        return passphrase.equals(again) ? Optional.empty() : Optional.of(Text.of("requests.form.passphrase.differs"));
    }

    /** @param passphrase null for none */
    Packaging packaging(@Nullable String passphrase) {
        return new Packaging(kind(), size() * GIGABYTE, passphrase);
    }

    @Override
    public String toString() {
        return kind() + "/" + size();
    }
}
