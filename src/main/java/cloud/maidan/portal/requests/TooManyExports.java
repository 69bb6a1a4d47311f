package cloud.maidan.portal.requests;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import org.springframework.http.HttpStatus;

/** A member has begun as many exports as one may within a day. */
class TooManyExports extends RuleRefused {

    TooManyExports(int perDay, Instant nextAt) {
        super(HttpStatus.TOO_MANY_REQUESTS, Text.of("requests.refused.too-many", perDay, nextAt.toString()));
    }
}
