package cloud.maidan.portal.services.peertube;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How long PeerTube keeps what it deletes by itself. Only how long archives live can be set while it runs. */
final class PeerTubeRetention implements Retention {

    private static final String ARCHIVES = "archives";
    private static final String EXPIRATION = "exportExpiration";
    private static final Map<String, String> KEYS = Map.of(
            "history", "history.videos.max_age",
            "views", "views.videos.local.max_age",
            "remote-views", "views.videos.remote.max_age");

    private static final List<Kind> KINDS = List.of(
            kind(ARCHIVES, LegalBasis.CONTRACT, new Live()).suggesting(Period.ofDays(2)),
            kind("history", LegalBasis.CONTRACT, new InFile()).within("history").suggesting(Period.ofDays(90)),
            kind("views", LegalBasis.LEGITIMATE_INTERESTS, new InFile()).suggesting(Period.ofDays(30)),
            kind("remote-views", LegalBasis.LEGITIMATE_INTERESTS, new InFile()).suggesting(Period.ofDays(30)),
            kind("videos", LegalBasis.CONTRACT, new Unbounded(Text.of("peertube.retention.videos.gap"))));

    private final PeerTubeClient peertube;

    PeerTubeRetention(PeerTubeClient peertube) {
        this.peertube = peertube;
    }

    private static Kind kind(String id, LegalBasis basis, Means means) {
        return Kind.of("peertube", id, basis, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    /** What stands in its file PeerTube tells nobody. */
    @Override
    public Found found(String kind) {
        if (!kind.equals(ARCHIVES)) {
            return new Found.Unsaid();
        }
        JsonNode milliseconds = archives(peertube.settings()).path(EXPIRATION);
        return milliseconds.isNumber()
                ? new Found.Kept(Period.ofDays(
                        (int) Duration.ofMillis(milliseconds.asLong()).toDays()))
                : new Found.Unsaid();
    }

    /**
     * The whole configuration is sent back with one number changed, so nothing else is lost. What an environment variable
     * says wins over it without a word, so it is asked for again.
     */
    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        if (!kind.equals(ARCHIVES)) {
            return new Applied.ByHand("production.yaml", Objects.requireNonNull(KEYS.get(kind)), "'" + days + " days'");
        }
        return Applied.set(
                () -> differing(kind, days, Text.of("peertube.retention.overridden")), turn, () -> change(days));
    }

    private Optional<Text> change(long days) {
        JsonNode settings = peertube.settings();
        if (!(archives(settings) instanceof ObjectNode archives)) {
            return PeerTubeClient.misread();
        }
        archives.put(EXPIRATION, Duration.ofDays(days).toMillis());
        return peertube.change(settings) ? Optional.empty() : Optional.of(Text.of("peertube.retention.switched-off"));
    }

    private static JsonNode archives(JsonNode settings) {
        return settings.path("export").path("users");
    }
}
