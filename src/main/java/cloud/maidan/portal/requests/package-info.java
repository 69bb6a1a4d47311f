/** The rights of GDPR Art. 15 to 22 as durable work; in this release access and portability. */
@ApplicationModule(
        displayName = "requests",
        allowedDependencies = {
            "subject",
            "keys",
            "members",
            "services",
            "audit",
            "mail",
            "work",
            "site",
            "archive",
            "rights"
        })
@NullMarked
package cloud.maidan.portal.requests;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
