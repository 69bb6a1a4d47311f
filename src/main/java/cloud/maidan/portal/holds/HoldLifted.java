package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** What was held may go again. @param about nobody when the member is not to know, or is gone */
public record HoldLifted(Hold hold, Actor actor, Optional<MemberId> about, Map<String, String> details)
        implements Auditable {

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return "holds.lifted";
    }
}
