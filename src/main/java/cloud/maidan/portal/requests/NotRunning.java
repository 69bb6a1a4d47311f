package cloud.maidan.portal.requests;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** Only an export that is being made can be changed. */
class NotRunning extends RuleRefused {

    NotRunning(String reference) {
        super(HttpStatus.CONFLICT, Text.of("requests.refused.not-running", reference));
    }
}
