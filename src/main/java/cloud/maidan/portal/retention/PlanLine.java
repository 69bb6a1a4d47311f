package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One kind within a plan.
 *
 * @param before what is older than that is to go
 * @param cursor where reading goes on
 * @param blocked the group in which something stays, so that what follows in it stays too
 * @param pass how often everything was gone through while it was carried out
 * @param touched what was told to go in this pass
 * @param items what the plan names; nothing else goes
 * @param people whose they are, as far as they are anybody's
 * @param others things of the kind that are not in the plan, as far as they were counted
 * @param spared what was old enough and is not in the plan
 * @param stayed what was in the plan and is still there
 * @param found how the service was set when the plan was made; null for what the portal deletes
 * @param outcome what came of setting the service; null before, and for what the portal deletes
 * @param why what it waits for; null when for nothing
 */
record PlanLine(
        UUID plan,
        String service,
        String kind,
        int ruleVersion,
        Period period,
        Instant before,
        State state,
        String cursor,
        String blocked,
        int pass,
        long touched,
        long items,
        long bytes,
        long people,
        @Nullable Instant oldest,
        long others,
        Map<Reason, Long> spared,
        Map<Reason, Long> stayed,
        @Nullable Found found,
        @Nullable Applied outcome,
        @Nullable Text why) {

    enum State {
        COUNTING,
        COUNTED,
        RUNNING,
        DONE
    }

    PlanLine {
        spared = Map.copyOf(spared);
        stayed = Map.copyOf(stayed);
    }

    String part() {
        return service + "/" + kind;
    }

    public boolean setting() {
        return found != null;
    }

    public long gone() {
        return state == State.DONE ? items - total(stayed) : 0;
    }

    public boolean done() {
        return state == State.DONE;
    }

    public boolean everything() {
        return items > 0 && others + total(spared) == 0;
    }

    /** Whether so much of the kind goes that one administrator is not enough. */
    public boolean large(RetentionProperties properties) {
        return switch (found) {
            case null -> items > 0 && others + total(spared) < properties.enoughBeside(items);
            // what the service will delete by itself nobody can count beforehand
            case Found.Kept(Period now) -> Retention.days(period) < Retention.days(now);
            case Found.ForEver() -> true;
            case Found.Unsaid() -> false;
        };
    }

    /** Whether carrying it out would change nothing. */
    boolean idle() {
        return found instanceof Found.Kept(Period now)
                ? Retention.days(now) == Retention.days(period)
                : found == null && items == 0;
    }

    /** How many stay and why, as sentences. */
    public List<Text> staying() {
        return Reason.sum(spared, stayed).entrySet().stream()
                .map(each -> Text.of(each.getKey().key(), each.getValue()))
                .toList();
    }

    public Text periodSaid() {
        return Periods.said(period);
    }

    private static long total(Map<Reason, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
