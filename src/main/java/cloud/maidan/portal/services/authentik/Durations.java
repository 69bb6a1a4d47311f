package cloud.maidan.portal.services.authentik;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as Authentik writes them: {@code weeks=1;days=2;hours=3}. */
final class Durations {

    private static final Pattern PART = Pattern.compile("(weeks|days|hours|minutes|seconds)=(\\d{1,9})");

    private Durations() {}

    /** Whole days, rounded up; empty when it cannot be read. */
    static Optional<Long> days(String text) {
        Duration sum = Duration.ZERO;
        for (String part : text.split(";", -1)) {
            Matcher found = PART.matcher(part.strip());
            if (!found.matches()) {
                return Optional.empty();
            }
            sum = sum.plus(one(found.group(1)).multipliedBy(Long.parseLong(found.group(2))));
        }
        return Optional.of(sum.plusDays(1).minusSeconds(1).toDays());
    }

    private static Duration one(String unit) {
        return switch (unit) {
            case "weeks" -> Duration.ofDays(7);
            case "days" -> Duration.ofDays(1);
            case "hours" -> Duration.ofHours(1);
            case "minutes" -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
