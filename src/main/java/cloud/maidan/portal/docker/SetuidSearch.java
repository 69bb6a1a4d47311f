package cloud.maidan.portal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Looks through a tar stream of a file system for files with set-user-id or set-group-id. */
final class SetuidSearch {

    private static final int SETUID_OR_SETGID = 06000;
    private static final int MOST_ENTRIES = 2_000_000;
    private static final int NAMED = 20;

    private SetuidSearch() {}

    static SetuidFiles in(InputStream files) throws IOException {
        List<String> found = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(files)) {
            int entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && (entry.getMode() & SETUID_OR_SETGID) != 0) {
                    found.add("/" + entry.getName());
                }
                if (found.size() == NAMED || ++entries == MOST_ENTRIES) {
                    return new SetuidFiles(found, false);
                }
            }
            return new SetuidFiles(found, true);
        } catch (BoundedTransport.Exceeded enough) {
            return new SetuidFiles(found, false);
        }
    }
}
