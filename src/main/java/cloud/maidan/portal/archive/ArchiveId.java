package cloud.maidan.portal.archive;

import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** Key of an archive; the same as the export's that it belongs to. */
@Embeddable
public record ArchiveId(UUID value) implements Serializable {}
