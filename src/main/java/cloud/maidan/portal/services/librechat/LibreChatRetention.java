package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long LibreChat keeps conversations. A conversation is given its end when it is written, so that a setting counts
 * for what is written from then on; what is out of range is set to the next number in range without a word.
 */
final class LibreChatRetention implements Retention {

    private static final String CONVERSATIONS = "conversations";
    private static final String MODE = "retentionMode";
    private static final int MOST_HOURS = 8760;
    private static final int UNSET_HOURS = 720;

    private static final Map<String, String> KEYS =
            Map.of("temporary", "temporaryChatRetention", CONVERSATIONS, "generalChatRetention");

    private static final List<Kind> KINDS = List.of(
            kind("temporary", new InFile()).suggesting(Period.ofDays(30)),
            kind(CONVERSATIONS, new InFile()).within(CONVERSATIONS, "messages").suggesting(Period.ofDays(365)),
            kind("logs", new Unbounded(Text.of("librechat.retention.logs.gap"))));

    private final ConfigSources sources;

    LibreChatRetention(ConfigSources sources) {
        this.sources = sources;
    }

    private static Kind kind(String id, Means means) {
        return Kind.of("librechat", id, LegalBasis.CONTRACT, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    /** What administrators changed in the database is known also when the file is not. */
    @Override
    public Found found(String kind) {
        Optional<ObjectNode> file = sources.file();
        ObjectNode whole = file.orElseGet(JsonNodeFactory.instance::objectNode);
        ConfigSources.merge(whole, sources.changedForEverybody());
        JsonNode settings = whole.path("interface");
        if (kind.equals(CONVERSATIONS)) {
            JsonNode mode = settings.path(MODE);
            if (mode.isMissingNode() && file.isEmpty()) {
                return new Found.Unsaid();
            }
            if (!mode.asString("").equals("all")) {
                return new Found.ForEver();
            }
        }
        JsonNode hours = settings.path(key(kind));
        if (hours.isMissingNode() && file.isPresent()) {
            hours = settings.path(key("temporary"));
        }
        return hours.isMissingNode() && file.isEmpty() ? new Found.Unsaid() : kept(hours);
    }

    private static Found kept(JsonNode hours) {
        int kept = Math.clamp(hours.asInt(UNSET_HOURS), 1, MOST_HOURS);
        return new Found.Kept(Period.ofDays((kept + 23) / 24));
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
        Map<String, String> wanted = new LinkedHashMap<>();
        if (kind.equals(CONVERSATIONS)) {
            wanted.put(MODE, "all");
        }
        wanted.put(key(kind), Long.toString(days * 24));
        return changedOtherwise(wanted).orElseGet(() -> byHand(kind, wanted));
    }

    /** What stands in the database wins, so that writing the file would change nothing. */
    private Optional<Applied> changedOtherwise(Map<String, String> wanted) {
        JsonNode changed = sources.changedForEverybody().path("interface");
        return wanted.entrySet().stream()
                .filter(each -> changed.has(each.getKey()))
                .filter(each -> !changed.path(each.getKey()).asString("").equals(each.getValue()))
                .<Applied>map(each -> new Applied.Refused(Text.of(
                        "librechat.retention.changed",
                        "interface." + each.getKey(),
                        changed.path(each.getKey()).asString(""),
                        each.getValue())))
                .findFirst();
    }

    private static Applied byHand(String kind, Map<String, String> wanted) {
        String mode = wanted.containsKey(MODE) ? " (interface." + MODE + " = all)" : "";
        return new Applied.ByHand("librechat.yaml", "interface." + key(kind), wanted.get(key(kind)) + mode);
    }

    private static String key(String kind) {
        return Objects.requireNonNull(KEYS.get(kind));
    }
}
