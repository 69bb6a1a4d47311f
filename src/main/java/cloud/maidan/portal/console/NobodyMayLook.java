package cloud.maidan.portal.console;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** The member's data may only be stored for now, GDPR Art. 18(2). */
class NobodyMayLook extends RuleRefused {

    NobodyMayLook() {
        super(HttpStatus.CONFLICT, Text.of("console.restricted"));
    }
}
