package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Set;

/**
 * What an error page says.
 *
 * @param saved whether the last step was saved, as far as we can know
 * @param retry the page to try again; empty when trying again cannot help
 */
record ErrorPage(int status, Text title, Text what, Text saved, String number, Instant at, String retry) {

    private static final Set<Integer> WITH_WORDS = Set.of(400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503);
    private static final Set<Integer> REFUSED_AT_THE_DOOR = Set.of(401, 403, 405, 413, 415, 429);
    private static final Set<Integer> WORTH_TRYING_AGAIN = Set.of(429, 500, 502, 503, 504);
    private static final Set<String> ONLY_LOOKING = Set.of("GET", "HEAD", "OPTIONS");

    static ErrorPage of(HttpServletRequest request, int status, Instant at) {
        int known = WITH_WORDS.contains(status) ? status : status >= 500 ? 500 : 400;
        String key = "site.error." + known;
        boolean looking = ONLY_LOOKING.contains(request.getMethod());
        Object reason = request.getAttribute(Refusals.REASON);
        String saved = looking
                ? "site.error.saved.looking"
                : reason != null || REFUSED_AT_THE_DOOR.contains(status)
                        ? "site.error.saved.no"
                        : "site.error.saved.unknown";
        return new ErrorPage(
                status,
                Text.of(key + ".title"),
                reason instanceof Text text ? text : Text.of(key + ".text"),
                Text.of(saved),
                RequestNumber.of(request),
                at,
                looking && WORTH_TRYING_AGAIN.contains(status) ? path(request) : "");
    }

    private static String path(HttpServletRequest request) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return path == null ? "" : LanguageController.safe(path.toString());
    }
}
