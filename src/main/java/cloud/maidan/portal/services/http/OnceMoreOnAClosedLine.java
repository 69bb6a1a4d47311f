package cloud.maidan.portal.services.http;

import java.io.IOException;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * A server may close a connection that was kept open just as we use it again: a GET then tries a new one. What fails on
 * a new connection has failed, and no answer is asked for twice.
 */
class OnceMoreOnAClosedLine extends DefaultHttpRequestRetryStrategy {

    OnceMoreOnAClosedLine() {
        super(1, TimeValue.ZERO_MILLISECONDS);
    }

    /** WebDAV's questions change nothing either. */
    @Override
    protected boolean handleAsIdempotent(HttpRequest request) {
        return super.handleAsIdempotent(request)
                || request.getMethod().equals("PROPFIND")
                || request.getMethod().equals("REPORT");
    }

    @Override
    public boolean retryRequest(HttpRequest request, IOException failure, int tries, HttpContext context) {
        var line = HttpCoreContext.cast(context).getEndpointDetails();
        return line != null
                && line.getRequestCount() > 1
                && !Thread.currentThread().isInterrupted()
                && super.retryRequest(request, failure, tries, context);
    }

    @Override
    public boolean retryRequest(HttpResponse answer, int tries, HttpContext context) {
        return false;
    }
}
