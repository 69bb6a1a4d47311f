package cloud.maidan.portal.archive;

import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Key of an archive; the same as the export's that it belongs to. */
@Embeddable
public record ArchiveId(UUID value) implements Serializable {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Empty unless the text is a key in its usual form. */
    static Optional<ArchiveId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ArchiveId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
