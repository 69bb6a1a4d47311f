/** Writes tar files (POSIX.1-2001) as frames of Zstandard, piece by piece. */
@ApplicationModule(
        displayName = "archive.tar",
        allowedDependencies = {})
@NullMarked
package cloud.maidan.portal.archive.tar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
