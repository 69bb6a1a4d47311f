package cloud.maidan.portal.services;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** A member may not claim this account; the reason does not tell whether it exists or is somebody else's. */
class ClaimRefused extends RuleRefused {

    ClaimRefused() {
        super(HttpStatus.CONFLICT, Text.of("services.claim.refused"));
    }
}
