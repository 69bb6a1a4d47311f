package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an archive's own pages and manifest say beside what its sections hold. */
public record ArchiveDescription(String community, Member member, List<Part> services) {

    public ArchiveDescription {
        services = List.copyOf(services);
    }

    /** @param leftOut why the service is not in the archive; null when it is */
    public record Part(
            String service,
            String product,
            Text name,
            @Nullable Text leftOut) {}
}
