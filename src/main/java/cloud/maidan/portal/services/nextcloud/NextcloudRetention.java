package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How long Nextcloud keeps what was deleted, and what happened. Most of it stands in {@code config.php}, which nobody can
 * read or write from outside; the trash of calendars is a setting of an app.
 */
final class NextcloudRetention implements Retention {

    private static final String CALENDAR_TRASH = "calendar-trash";
    private static final String APP = "dav";
    private static final String KEY = "calendarRetentionObligation";
    private static final Duration UNSET = Duration.ofDays(30);

    private static final Map<String, String> KEYS = Map.of(
            "trash", "trashbin_retention_obligation",
            "versions", "versions_retention_obligation",
            "activity", "activity_expire_days");

    private static final List<Kind> KINDS = List.of(
            kind("trash", LegalBasis.CONTRACT, new InFile()).within("trash").suggesting(Period.ofDays(30)),
            kind("versions", LegalBasis.CONTRACT, new InFile())
                    .within("versions")
                    .suggesting(Period.ofDays(30)),
            kind("activity", LegalBasis.LEGITIMATE_INTERESTS, new InFile())
                    .within("activity")
                    .suggesting(Period.ofDays(30)),
            kind(CALENDAR_TRASH, LegalBasis.CONTRACT, new Live()).suggesting(Period.ofDays(30)),
            kind("log", LegalBasis.LEGITIMATE_INTERESTS, new Unbounded(Text.of("nextcloud.retention.log.gap"))));

    private final NextcloudClient nextcloud;

    NextcloudRetention(NextcloudClient nextcloud) {
        this.nextcloud = nextcloud;
    }

    private static Kind kind(String id, LegalBasis basis, Means means) {
        return Kind.of("nextcloud", id, basis, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    @Override
    public Found found(String kind) {
        if (!kind.equals(CALENDAR_TRASH)) {
            return new Found.Unsaid();
        }
        Optional<String> seconds = nextcloud.setting(APP, KEY);
        if (seconds.isPresent() && !seconds.get().matches("\\d{1,10}")) {
            return new Found.Unsaid();
        }
        Duration kept = seconds.map(Long::parseLong).map(Duration::ofSeconds).orElse(UNSET);
        return new Found.Kept(Period.ofDays(Math.toIntExact(kept.toDays())));
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        if (!kind.equals(CALENDAR_TRASH)) {
            String key = Objects.requireNonNull(KEYS.get(kind));
            // "auto" alone sets no greatest age: it keeps for ever while there is room
            return new Applied.ByHand(
                    "config/config.php", key, kind.equals("activity") ? Long.toString(days) : "'auto, " + days + "'");
        }
        return Applied.set(() -> differing(kind, days, Text.of("nextcloud.retention.not-taken")), turn, () -> {
            nextcloud.set(APP, KEY, Long.toString(Duration.ofDays(days).toSeconds()));
            return Optional.empty();
        });
    }
}
