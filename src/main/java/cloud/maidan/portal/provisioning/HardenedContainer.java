package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.provisioning.Finding.Result;
import java.time.Instant;
import java.util.List;

/**
 * What the last look found of one container.
 *
 * @param id the engine's
 * @param managed whether it was made from one of our blueprints
 */
record HardenedContainer(
        String id,
        String name,
        String image,
        boolean managed,
        boolean running,
        Instant lookedAt,
        List<Finding> findings) {

    HardenedContainer {
        findings = List.copyOf(findings);
    }

    public int passed() {
        return of(Result.PASS).size();
    }

    /** How many checks apply. */
    public int checks() {
        return findings.size() - of(Result.NOT_APPLICABLE).size();
    }

    public List<Finding> wrong() {
        return of(Result.WARN);
    }

    public List<Finding> notApplicable() {
        return of(Result.NOT_APPLICABLE);
    }

    private List<Finding> of(Result result) {
        return findings.stream().filter(finding -> finding.result() == result).toList();
    }
}
