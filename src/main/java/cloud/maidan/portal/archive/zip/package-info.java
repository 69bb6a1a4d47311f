/** Writes ZIP64 files piece by piece: headers, directory, names that every extractor takes, compression. */
@ApplicationModule(
        displayName = "archive.zip",
        allowedDependencies = {})
@NullMarked
package cloud.maidan.portal.archive.zip;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
