package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whom each service talked to when it was last asked. */
@Component
public class FederationReach {

    private final DriftRows rows;

    FederationReach(DriftRows rows) {
        this.rows = rows;
    }

    /** A sentence for each service that ever said; one query. */
    public Map<ServiceId, Text> lastKnown() {
        Map<ServiceId, Text> known = new HashMap<>();
        rows.checks().forEach(check -> {
            if (check.reach() != null) {
                known.put(new ServiceId(check.service()), check.reach());
            }
        });
        return known;
    }
}
