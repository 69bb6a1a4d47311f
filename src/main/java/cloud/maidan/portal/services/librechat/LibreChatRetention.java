package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How long LibreChat keeps conversations. A conversation is given its end when it is written, so that a setting counts
 * for what is written from then on; what is out of range is set to the next number in range without a word.
 */
final class LibreChatRetention implements Retention {

    private static final int MOST_HOURS = 8760;
    private static final int UNSET_HOURS = 720;

    private static final Map<String, String> KEYS =
            Map.of("temporary", "temporaryChatRetention", "conversations", "generalChatRetention");

    private static final List<Kind> KINDS = List.of(
            kind("temporary", new InFile()).suggesting(Period.ofDays(30)),
            kind("conversations", new InFile())
                    .within("conversations", "messages")
                    .suggesting(Period.ofDays(365)),
            kind("logs", new Unbounded(Text.of("librechat.retention.logs.gap"))));

    private final Departures departures;

    LibreChatRetention(Departures departures) {
        this.departures = departures;
    }

    private static Kind kind(String id, Means means) {
        return Kind.of("librechat", id, LegalBasis.CONTRACT, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    @Override
    public Found found(String kind) {
        Optional<? extends JsonNode> whole = departures.configured();
        if (whole.isEmpty()) {
            return new Found.Unsaid();
        }
        JsonNode settings = whole.get().path("interface");
        boolean all = settings.path("retentionMode").asString("").equals("all");
        if (kind.equals("conversations") && !all) {
            return new Found.ForEver();
        }
        JsonNode hours = settings.path(key(kind));
        if (hours.isMissingNode()) {
            hours = settings.path(key("temporary"));
        }
        int kept = Math.clamp(hours.asInt(UNSET_HOURS), 1, MOST_HOURS);
        return kept % 24 == 0 ? new Found.Kept(Period.ofDays(kept / 24)) : new Found.Kept(Period.ofDays(kept / 24 + 1));
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        if (days * 24 > MOST_HOURS) {
            return new Applied.Refused(Text.of("librechat.retention.too-long"));
        }
        if (found(kind).equals(new Found.Kept(Period.ofDays(Math.toIntExact(days))))) {
            return new Applied.AlreadySo();
        }
        String mode = kind.equals("conversations") ? " (interface.retentionMode = all)" : "";
        return new Applied.ByHand("librechat.yaml", "interface." + key(kind), days * 24 + mode);
    }

    private static String key(String kind) {
        return Objects.requireNonNull(KEYS.get(kind));
    }
}
