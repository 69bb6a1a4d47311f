package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The details of a record in plain words: message {@code audit.detail.<name>}. */
@Component
class Particulars {

    private static final List<String> NUMBERS = List.of("bytes", "count");

    private final MessageSource messages;

    Particulars(MessageSource messages) {
        this.messages = messages;
    }

    /** In the order of their names; what this page has no words for, such as an inner number, is left out. */
    List<Text> of(Map<String, String> details) {
        List<Text> said = new ArrayList<>();
        details.forEach((name, value) -> {
            Text text = said(name, value);
            if (text != null && !value.isBlank()) {
                said.add(text);
            }
        });
        return said;
    }

    /** As above, and what this page has no words for by its name. */
    List<Text> inFull(Map<String, String> details) {
        List<Text> said = new ArrayList<>();
        details.forEach((name, value) -> {
            Text text = said(name, value);
            said.add(text == null ? Text.of("audit.trail.detail", name, value) : text);
        });
        return said;
    }

    private @Nullable Text said(String name, String value) {
        String key = "audit.detail." + name;
        return switch (name) {
            case "reason", "evidence" -> {
                String reason = key + "." + value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                yield known(reason) ? Text.of(reason) : known(key) ? Text.of(key, value) : null;
            }
            case "service", "services" -> Text.of(key, value.replace(" ", ", "));
            default -> {
                boolean counted = NUMBERS.contains(name);
                if (!known(key) || counted && !value.matches("\\d{1,18}")) {
                    yield null;
                }
                yield Text.of(key, counted ? (Object) Long.valueOf(value) : value);
            }
        };
    }

    private boolean known(String key) {
        // a sentence about a number cannot be said without one
        return messages.getMessage(key, new Object[] {0L}, null, Locale.ENGLISH) != null;
    }
}
