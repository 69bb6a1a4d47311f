package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** A rule of a module refuses a request; shown as a page that says why and what to do. Subclasses name the rule. */
public abstract class RuleRefused extends RuntimeException {

    private final HttpStatus status;
    private final transient Text reason;

    protected RuleRefused(HttpStatus status, Text reason) {
        super(reason.key());
        this.status = status;
        this.reason = reason;
    }

    public HttpStatus status() {
        return status;
    }

    /** What happened and what to do next, as one or two sentences. */
    public Text reason() {
        return reason;
    }
}
