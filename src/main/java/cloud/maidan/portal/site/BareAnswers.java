package cloud.maidan.portal.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** Answers what the web server refuses before the portal sees it: malformed addresses, forbidden methods. */
public class BareAnswers extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        byte[] page = page(response.getStatus(), RequestNumber.fresh()).getBytes(StandardCharsets.UTF_8);
        try {
            Armour.bare().forEach(response::setHeader);
            response.setContentType("text/html;charset=UTF-8");
            response.getOutputStream().write(page);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            ExceptionUtils.handleThrowable(e);
        }
    }

    /** A page that needs nothing: no template, no sentence, no database. */
    static String page(int status, String number) {
        String what = status >= 500
                ? "Something broke on our side. It was not you. We do not know yet whether your last step was saved."
                : "The portal could not read this request. Nothing was changed.";
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + status
                + "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body><main><h1>"
                + status + "</h1><p>" + what + "</p><p>Reference: <code>" + number
                + "</code></p><p><a href=\"/\">Start page</a></p></main></body></html>";
    }
}
