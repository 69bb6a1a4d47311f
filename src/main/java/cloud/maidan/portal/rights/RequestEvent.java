package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Something happened to a request. */
record RequestEvent(Actor actor, Optional<MemberId> about, What what, String reference) implements Auditable {

    enum What {
        RECEIVED,
        NOTED,
        SEEN,
        IDENTIFIED,
        ASKED,
        ANSWERED,
        EXTENDED,
        CORRECTED,
        FULFILLED,
        REFUSED,
        WITHDRAWN,
        RESTRICTED,
        RESTRICTION_ENDING
    }

    static RequestEvent of(DataSubjectRequest request, What what, Actor actor) {
        return new RequestEvent(actor, request.member(), what, request.reference());
    }

    @Override
    public Kind kind() {
        return what == What.SEEN ? Kind.ACCESS : Kind.CHANGE;
    }

    @Override
    public String action() {
        return "rights." + what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Map<String, String> details() {
        return Map.of("request", reference);
    }
}
