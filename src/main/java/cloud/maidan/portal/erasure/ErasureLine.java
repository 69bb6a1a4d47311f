package cloud.maidan.portal.erasure;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service in a dry run, in a running erasure or on a receipt.
 *
 * @param items how many things go, or went; null when the service did not say
 * @param why what hinders it; null when nothing does
 * @param nextAt when it is asked again; null when it is not
 */
record ErasureLine(
        ServiceProfile profile,
        Word word,
        @Nullable Long items,
        List<Amount> amounts,
        List<Retained> retained,
        List<BeyondReach> beyondReach,
        @Nullable Text why,
        @Nullable Instant nextAt) {

    /** What the pill says. */
    enum Word {
        GOES("glaze", "eraser", "known"),
        GOES_LAST("glaze", "eraser", "known"),
        WHEN_IT_ANSWERS("warn", "hourglass", "broken"),
        NEEDS_A_PERSON("warn", "triangle-alert", "older"),
        STAYS("idle", "archive", "older"),
        NOTHING_HELD("dashed", "circle-dashed", "empty"),
        WAITING("idle", "hourglass", "known"),
        ERASING("glaze", "eraser", "asking"),
        ERASED("good", "check", "empty"),
        HELD("idle", "archive", "sealed"),
        LEFT("bad", "archive", "broken");

        private final String kind;
        private final String icon;
        private final String tile;

        Word(String kind, String icon, String tile) {
            this.kind = kind;
            this.icon = icon;
            this.tile = tile;
        }

        public String kind() {
            return kind;
        }

        public String icon() {
            return icon;
        }

        public String tile() {
            return tile;
        }

        public String key() {
            return "erasure.word." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
