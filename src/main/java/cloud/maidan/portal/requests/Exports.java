package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.MemberId;
import java.util.Optional;

/** Tells other modules about a member's exports. */
public interface Exports {

    /** The export that is being made; empty when none is. */
    Optional<ExportSummary> running(MemberId member);
}
