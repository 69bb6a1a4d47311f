/** The words every module shares about people: who acts, about whom, what of theirs is kept. */
@ApplicationModule(
        displayName = "subject",
        allowedDependencies = {})
@NullMarked
package cloud.maidan.portal.subject;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
