package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Unbounded;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what the pages about rules show. */
@Component
class RulePages {

    private final Kinds kinds;
    private final Rules rules;
    private final Looks looks;

    RulePages(Kinds kinds, Rules rules, Looks looks) {
        this.kinds = kinds;
        this.rules = rules;
        this.looks = looks;
    }

    record Service(ServiceProfile profile, List<Entry> entries) {}

    /** A kind with its rule and what was found. @param look null unless somebody looked since the rule is in force */
    record Entry(
            Bounded bounded, @Nullable Rule rule, @Nullable Look look) {

        public String href() {
            return "/admin/retention/rules/" + bounded.service() + "/"
                    + bounded.kind().id();
        }

        public Text period() {
            return rule == null ? Text.of("retention.no-rule") : Periods.said(rule.period());
        }

        public @Nullable Text suggested() {
            return bounded.kind().suggested().map(Periods::said).orElse(null);
        }

        /** As it is typed; the suggestion where there is no rule. */
        public String typed() {
            return rule == null
                    ? bounded.kind().suggested().map(Period::toString).orElse("")
                    : rule.period().toString();
        }

        public int version() {
            return rule == null ? 0 : rule.version();
        }

        public String means() {
            return "retention.means."
                    + bounded.kind().means().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }

        public @Nullable Text gap() {
            return bounded.kind().means() instanceof Unbounded(Text why) ? why : null;
        }

        /** {@code none}, {@code draft}, {@code force}, or {@code drift} when it is not as the rule says. */
        public String state() {
            if (rule == null) {
                return "none";
            }
            return look != null && look.drifted() ? "drift" : rule.inForce() ? "force" : "draft";
        }

        public @Nullable Text found() {
            return look == null || look.found() == null ? null : Foundings.said(look.found());
        }
    }

    List<Service> services() {
        Map<String, Rule> known = rules.all().stream().collect(Collectors.toMap(RulePages::part, Function.identity()));
        Map<String, Look> seen = looks.all().stream()
                .collect(Collectors.toMap(look -> look.service() + "/" + look.kind(), Function.identity()));
        Map<ServiceProfile, List<Entry>> all = new LinkedHashMap<>();
        for (Bounded bounded : kinds.all()) {
            String part = bounded.service() + "/" + bounded.kind().id();
            all.computeIfAbsent(bounded.profile(), profile -> new java.util.ArrayList<>())
                    .add(entry(bounded, known.get(part), seen.get(part)));
        }
        return all.entrySet().stream()
                .map(each -> new Service(each.getKey(), List.copyOf(Objects.requireNonNull(each.getValue()))))
                .toList();
    }

    Entry of(Bounded bounded) {
        String service = bounded.service().value();
        String kind = bounded.kind().id();
        Optional<Rule> rule = rules.find(service, kind);
        return entry(bounded, rule.orElse(null), looks.find(service, kind).orElse(null));
    }

    private static Entry entry(Bounded bounded, @Nullable Rule rule, @Nullable Look look) {
        boolean current = rule != null && look != null && look.ruleVersion() == rule.version();
        return new Entry(bounded, rule, current ? look : null);
    }

    private static String part(Rule rule) {
        return rule.service() + "/" + rule.kind();
    }
}
