/** Starts, inspects and stops containers of one Docker Engine; the only place docker-java exists. */
@ApplicationModule(
        displayName = "docker",
        allowedDependencies = {"subject"})
@NullMarked
package cloud.maidan.portal.docker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
