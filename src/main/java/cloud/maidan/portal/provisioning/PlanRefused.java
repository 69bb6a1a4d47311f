package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** A plan cannot be asked for, or not be confirmed as it stands. */
class PlanRefused extends RuleRefused {

    PlanRefused(String key) {
        super(HttpStatus.CONFLICT, Text.of(key));
    }
}
