package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.KeptFor;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says members how long their data is kept. */
@Component
class RuledPeriods implements KeptFor {

    private final Rules rules;
    private final Kinds kinds;

    RuledPeriods(Rules rules, Kinds kinds) {
        this.rules = rules;
        this.kinds = kinds;
    }

    @Override
    public Optional<Text> said(ServiceId service, Category category) {
        return inForce(service).entrySet().stream()
                .filter(each -> each.getKey().kind().categories().contains(category.id()))
                .map(each -> said(each.getKey(), each.getValue(), category.oldest()))
                .findFirst();
    }

    @Override
    public List<Kept> by(ServiceId service) {
        Map<Bounded, Rule> inForce = inForce(service);
        return kinds.all().stream()
                .filter(inForce::containsKey)
                .map(bounded -> new Kept(
                        bounded.kind().what(),
                        Periods.said(
                                Objects.requireNonNull(inForce.get(bounded)).period())))
                .toList();
    }

    /** Only what the portal deletes has an end that is known here. */
    private static Text said(Bounded bounded, Rule rule, @Nullable Instant oldest) {
        long days = Retention.days(rule.period());
        return oldest == null || !bounded.swept()
                ? Text.of("retention.kept-for", days)
                : Text.of(
                        "retention.kept-until",
                        days,
                        Periods.after(oldest, rule.period()).toString());
    }

    private Map<Bounded, Rule> inForce(ServiceId service) {
        Map<String, Rule> known = rules.all().stream()
                .filter(Rule::inForce)
                .filter(rule -> rule.service().equals(service.value()))
                .collect(Collectors.toMap(Rule::kind, Function.identity()));
        return known.isEmpty()
                ? Map.of()
                : kinds.all().stream()
                        .filter(each -> each.service().equals(service))
                        .filter(each -> known.containsKey(each.kind().id()))
                        .collect(Collectors.toMap(
                                Function.identity(),
                                each -> Objects.requireNonNull(
                                        known.get(each.kind().id()))));
    }
}
