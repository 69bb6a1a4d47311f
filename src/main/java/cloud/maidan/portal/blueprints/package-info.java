/** Keeps what each service may look like on an engine, as reviewed files, and brings an engine there step by step. */
@ApplicationModule(
        displayName = "blueprints",
        allowedDependencies = {"subject", "docker"})
@NullMarked
package cloud.maidan.portal.blueprints;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
