package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.provisioning.RequestRow.Result;
import cloud.maidan.portal.subject.Text;
import java.util.Optional;

/** How a request ends. @param why empty when it is done */
record RequestEnd(Result result, Optional<Text> why) {

    static RequestEnd done() {
        return new RequestEnd(Result.DONE, Optional.empty());
    }

    static RequestEnd of(Result result, String why, Object... args) {
        return new RequestEnd(result, Optional.of(Text.of(why, args)));
    }

    /** The operator's own blueprint does not know it. */
    static RequestEnd notAllowed(RequestRow request) {
        return of(Result.REFUSED, "provisioning.request.not-allowed", request.service());
    }
}
