package cloud.maidan.portal.erasure;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** Only within its window can an erasure be cancelled or brought forward. */
class TooLate extends RuleRefused {

    TooLate(String reference) {
        super(HttpStatus.CONFLICT, Text.of("erasure.refused.too-late", reference));
    }
}
