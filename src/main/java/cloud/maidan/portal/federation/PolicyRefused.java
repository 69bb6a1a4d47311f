package cloud.maidan.portal.federation;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** Somebody else was faster: what was sent was decided without knowing that. */
class PolicyRefused extends RuleRefused {

    private PolicyRefused(Text reason) {
        super(HttpStatus.CONFLICT, reason);
    }

    static PolicyRefused changedMeanwhile() {
        return new PolicyRefused(Text.of("federation.refused.changed-meanwhile"));
    }

    static PolicyRefused acceptedBefore() {
        return new PolicyRefused(Text.of("federation.refused.accepted-before"));
    }
}
