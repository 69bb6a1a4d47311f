package cloud.maidan.portal.site;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks once per request who is looking. Somebody we cannot look up is treated as a guest, so that pages still appear. */
@Component
class Onlooker {

    private static final Logger LOG = LoggerFactory.getLogger(Onlooker.class);
    private static final String KNOWN = Onlooker.class.getName();

    private final ObjectProvider<CurrentViewer> current;

    Onlooker(ObjectProvider<CurrentViewer> current) {
        this.current = current;
    }

    @SuppressWarnings("unchecked")
    Optional<Viewer> viewer(HttpServletRequest request) {
        Object known = request.getAttribute(KNOWN);
        if (known != null) {
            return (Optional<Viewer>) known;
        }
        Optional<Viewer> viewer = lookUp();
        request.setAttribute(KNOWN, viewer);
        return viewer;
    }

    private Optional<Viewer> lookUp() {
        CurrentViewer source = current.getIfAvailable();
        try {
            return source == null ? Optional.empty() : source.viewer();
        } catch (org.springframework.dao.DataAccessException e) {
            LOG.warn("Nobody can be looked up: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
