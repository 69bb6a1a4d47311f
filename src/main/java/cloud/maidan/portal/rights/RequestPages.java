package cloud.maidan.portal.rights;

import cloud.maidan.portal.site.NotHere;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gathers what a request's page shows. */
@Component
class RequestPages {

    private final Timeline timeline;
    private final Corrections corrections;
    private final RestrictionRows restrictions;
    private final Timekeeping time;

    RequestPages(Timeline timeline, Corrections corrections, RestrictionRows restrictions, Timekeeping time) {
        this.timeline = timeline;
        this.corrections = corrections;
        this.restrictions = restrictions;
        this.time = time;
    }

    RequestPage page(DataSubjectRequest request, boolean office) {
        return new RequestPage(
                request,
                timeline.of(request),
                corrections.of(request.getId()),
                restrictions.of(request),
                request.extendable(time),
                office,
                time.now());
    }

    RequestPage line(DataSubjectRequest request, boolean office) {
        return RequestPage.line(request, office, time.now());
    }

    /** @throws NotHere when it can be none */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }
}
