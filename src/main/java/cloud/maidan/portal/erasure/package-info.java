/** The way to have one's data erased everywhere: dry run, window, ledger, service by service, receipt, second look. */
@ApplicationModule(
        displayName = "erasure",
        allowedDependencies = {
            "subject",
            "keys",
            "members",
            "services",
            "audit",
            "mail",
            "work",
            "site",
            "rights",
            "requests",
            "holds"
        })
@NullMarked
package cloud.maidan.portal.erasure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
