package cloud.maidan.portal.services;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** The member's data may only be stored for now, GDPR Art. 18(2). */
class DataRestricted extends RuleRefused {

    DataRestricted() {
        super(HttpStatus.CONFLICT, Text.of("services.refused.restricted"));
    }
}
