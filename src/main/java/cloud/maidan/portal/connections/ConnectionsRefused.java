package cloud.maidan.portal.connections;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** What was typed about a service cannot be kept as things are now. */
class ConnectionsRefused extends RuleRefused {

    private ConnectionsRefused(String why) {
        super(HttpStatus.CONFLICT, Text.of("connections.refused." + why));
    }

    /** Somebody else was faster: what was sent was decided without knowing that. */
    static ConnectionsRefused changedMeanwhile() {
        return new ConnectionsRefused("changed-meanwhile");
    }
}
