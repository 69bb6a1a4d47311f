package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a service was found to be set to, and what came of setting it, as a row keeps it and as sentences. */
final class Foundings {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Foundings() {}

    /** A period, {@code FOR_EVER} or {@code UNSAID}. */
    static String written(Found found) {
        return switch (found) {
            case Found.Kept(Period period) -> period.toString();
            case Found.ForEver() -> "FOR_EVER";
            case Found.Unsaid() -> "UNSAID";
        };
    }

    static Found found(String text) {
        return switch (text) {
            case "FOR_EVER" -> new Found.ForEver();
            case "UNSAID" -> new Found.Unsaid();
            default -> new Found.Kept(Period.parse(text));
        };
    }

    static Text said(Found found) {
        return switch (found) {
            case Found.Kept(Period period) -> Periods.said(period);
            case Found.ForEver() -> Text.of("retention.for-ever");
            case Found.Unsaid() -> Text.of("retention.unsaid");
        };
    }

    private record Stored(
            String outcome,
            Applied.@Nullable ByHand byHand,
            @Nullable Text why,
            @Nullable Instant at) {}

    static String written(Applied applied) {
        return JSON.writeValueAsString(
                switch (applied) {
                    case Applied.Done() -> new Stored("DONE", null, null, null);
                    case Applied.AlreadySo() -> new Stored("ALREADY_SO", null, null, null);
                    case Applied.ByHand byHand -> new Stored("BY_HAND", byHand, null, null);
                    case Applied.Written(Applied.ByHand setting, Instant at) ->
                        new Stored("WRITTEN", setting, null, at);
                    case Applied.Refused(Text why) -> new Stored("REFUSED", null, why, null);
                });
    }

    static Applied applied(String json) {
        Stored stored = JSON.readValue(json, Stored.class);
        if (stored.byHand != null) {
            return stored.at == null ? stored.byHand : new Applied.Written(stored.byHand, stored.at);
        }
        if (stored.why != null) {
            return new Applied.Refused(stored.why);
        }
        return stored.outcome.equals("DONE") ? new Applied.Done() : new Applied.AlreadySo();
    }

    static Text said(Applied applied) {
        return switch (applied) {
            case Applied.Done() -> Text.of("retention.applied.done");
            case Applied.AlreadySo() -> Text.of("retention.applied.already");
            case Applied.ByHand(String file, String key, String value) ->
                Text.of("retention.applied.by-hand", file, key, value);
            case Applied.Written(Applied.ByHand setting, Instant at) ->
                Text.of("retention.applied.written", at.toString(), setting.file(), setting.key(), setting.value());
            case Applied.Refused(Text why) -> why;
        };
    }
}
