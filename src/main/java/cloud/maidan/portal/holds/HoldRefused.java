package cloud.maidan.portal.holds;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** The hold was lifted already. */
class HoldRefused extends RuleRefused {

    HoldRefused(String reference) {
        super(HttpStatus.CONFLICT, Text.of("holds.refused.lifted", reference));
    }
}
