package cloud.maidan.portal.site;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such thing, or it is not yours: the same page for both, without a hint. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public class NotHere extends RuntimeException {

    public NotHere() {
        super("not here", null, false, false);
    }
}
