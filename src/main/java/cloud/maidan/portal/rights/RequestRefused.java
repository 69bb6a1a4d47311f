package cloud.maidan.portal.rights;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import org.springframework.http.HttpStatus;

/** Something cannot be done with a request, or cannot be done any more. */
class RequestRefused extends RuleRefused {

    private RequestRefused(HttpStatus status, Text reason) {
        super(status, reason);
    }

    /** Somebody else was faster: what was sent was decided without knowing that. */
    static RequestRefused changedMeanwhile(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.changed-meanwhile", reference));
    }

    static RequestRefused ended(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.ended", reference));
    }

    static RequestRefused notNow(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.not-now", reference));
    }

    static RequestRefused ledElsewhere(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.led-elsewhere", reference));
    }

    /** GDPR Art. 12(3): once, with a reason, told within the first period. */
    static RequestRefused notExtendable(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.not-extendable", reference));
    }

    static RequestRefused full(String reference) {
        return new RequestRefused(HttpStatus.CONFLICT, Text.of("rights.refused.full", reference));
    }

    static RequestRefused tooMany(int perDay, Instant next) {
        return new RequestRefused(
                HttpStatus.TOO_MANY_REQUESTS, Text.of("rights.refused.too-many", perDay, next.toString()));
    }
}
