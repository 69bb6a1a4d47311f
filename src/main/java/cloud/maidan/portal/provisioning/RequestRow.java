package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that a policy asked the operator for, as it is written down.
 *
 * @param subject the file as the service's adapter calls it, or the command
 * @param setting the key within the file; empty for a command
 * @param value as a person would write it, or the command's arguments as JSON
 * @param blueprintHash of the blueprint that it was begun with; null until then
 * @param outcome null until it ended
 * @param why it ended so; null when it is done
 * @param turnedBack why the former setting is being put back; null while it goes forward
 * @param trouble what keeps it waiting; null when nothing does
 */
record RequestRow(
        UUID id,
        String service,
        Kind kind,
        String subject,
        String setting,
        String value,
        Instant askedAt,
        @Nullable String blueprintHash,
        @Nullable Instant endedAt,
        @Nullable Result outcome,
        @Nullable Text why,
        @Nullable Text turnedBack,
        @Nullable Text trouble,
        int attempts,
        long fence) {

    enum Kind {
        SETTING,
        COMMAND
    }

    /** How it ended. */
    enum Result {
        DONE,
        PUT_BACK,
        REFUSED,
        FAILED
    }

    boolean begun() {
        return blueprintHash != null;
    }

    /** What the service's files say with it. @param written by file, then by key */
    Map<String, Map<String, String>> onTopOf(Map<String, Map<String, String>> written) {
        Map<String, Map<String, String>> on = new HashMap<>(written);
        Map<String, String> file = new HashMap<>(written.getOrDefault(subject, Map.of()));
        file.put(setting, value);
        on.put(subject, file);
        return on;
    }

    /** Of a command. What is no mapping of texts is none of its arguments, so that no command takes it. */
    Map<String, String> arguments() {
        Map<String, String> arguments = new HashMap<>();
        try {
            JsonNode read = JsonMapper.shared().readTree(value);
            read.properties()
                    .forEach(
                            each -> arguments.put(each.getKey(), each.getValue().asString("")));
        } catch (JacksonException notJson) {
            arguments.put("", value);
        }
        return arguments;
    }

    public String stateKey() {
        return "provisioning.request."
                + (outcome == null
                        ? "open"
                        : outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
