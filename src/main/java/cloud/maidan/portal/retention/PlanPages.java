package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Kind;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what the pages about plans show. */
@Component
class PlanPages {

    private static final int NEWEST = 5;

    private final PlanRows rows;
    private final Kinds kinds;
    private final PlanSeal seal;
    private final RetentionProperties properties;

    PlanPages(PlanRows rows, Kinds kinds, PlanSeal seal, RetentionProperties properties) {
        this.rows = rows;
        this.kinds = kinds;
        this.seal = seal;
        this.properties = properties;
    }

    /**
     * @param what the kind in words; its id when the service is not connected any more
     * @param large whether one administrator is not enough for it
     * @param found how the service was set; null for what the portal deletes
     * @param outcome what came of setting the service; null before
     */
    record Line(
            PlanLine line,
            String product,
            Text what,
            boolean large,
            @Nullable Text found,
            @Nullable Text outcome) {}

    /** @param token null unless the person may confirm it @param confirmed whether they did already */
    record Page(
            Plan plan,
            List<Line> lines,
            int confirmations,
            boolean confirmed,
            @Nullable String token) {

        public boolean large() {
            return plan.needed() > 1;
        }
    }

    Page page(String id, MemberId admin) {
        Plan plan = find(id);
        boolean confirmed = rows.confirmedBy(plan.id(), admin);
        return new Page(
                plan,
                plan.lines().stream().map(this::line).toList(),
                rows.confirmations(plan.id()),
                confirmed,
                plan.waiting() && !confirmed ? seal.token(plan) : null);
    }

    List<Plan> newest() {
        return rows.before(null, NEWEST);
    }

    /** @param last id of the plan before which to go on; empty for the newest */
    List<Plan> before(String last, int most) {
        return rows.before(last.isEmpty() ? null : find(last), most);
    }

    private Plan find(String id) {
        try {
            return rows.find(UUID.fromString(id)).orElseThrow(NotHere::new);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }

    private Line line(PlanLine line) {
        Optional<Bounded> bounded = kinds.find(line.service(), line.kind());
        return new Line(
                line,
                bounded.map(each -> each.profile().product()).orElse(line.service()),
                bounded.map(Bounded::kind).map(Kind::what).orElseGet(() -> Text.of("retention.kind", line.kind())),
                line.large(properties),
                line.found() == null ? null : Foundings.said(line.found()),
                line.outcome() == null ? null : Foundings.said(line.outcome()));
    }
}
