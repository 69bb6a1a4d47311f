package cloud.maidan.portal.connections;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the last test of a connection found.
 *
 * @param millis how long the service took to say whether it is well
 * @param since when it was first found to stand like that, without a break
 * @param version as the service names it; null when it never said
 * @param fault why it could not be asked; null unless it could not
 * @param missing a sentence for each right that the portal lacks there
 * @param findings what the service said about its settings, at {@code foundAt}; null when it never did
 */
record Check(
        ServiceId service,
        Instant at,
        int millis,
        Standing standing,
        Instant since,
        @Nullable String version,
        @Nullable Fault fault,
        List<Text> missing,
        @Nullable List<Finding> findings,
        @Nullable Instant foundAt) {

    enum Standing {
        WELL("good", "check"),
        LACKING("warn", "triangle-alert"),
        UNREACHABLE("bad", "circle-x");

        private final String pill;
        private final String icon;

        Standing(String pill, String icon) {
            this.pill = pill;
            this.icon = icon;
        }

        public String pill() {
            return pill;
        }

        public String icon() {
            return icon;
        }

        public Text said() {
            return Text.of("connections.standing." + name().toLowerCase(Locale.ROOT));
        }
    }

    Check {
        missing = List.copyOf(missing);
        findings = findings == null ? null : List.copyOf(findings);
    }

    /** How many settings somebody should do something about. */
    public long concerns() {
        return of(Finding.Result.CONCERN).size();
    }

    /** Those with that result, in the order in which the service was looked at. */
    public List<Finding> of(Finding.Result result) {
        return findings == null
                ? List.of()
                : findings.stream()
                        .filter(finding -> finding.result() == result)
                        .toList();
    }
}
