package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One service's line on an export's page.
 *
 * @param word what it is doing, as the pill says it
 * @param sentence how far it is, or why it waits
 * @param percent of what is expected, 0 to 100; null when that is not known or it is not being collected
 * @param attempts tries so far
 * @param nextAt when it is tried again; null unless it waits for that
 * @param avoidable whether the member may go on without it
 */
record ServiceLine(
        ServiceId id,
        Text name,
        String icon,
        Word word,
        Text sentence,
        long items,
        long bytes,
        long missing,
        @Nullable Integer percent,
        int attempts,
        @Nullable Instant nextAt,
        boolean avoidable) {

    /** The vocabulary of running work. */
    enum Word {
        WAITING("idle", "hourglass", "empty"),
        COLLECTING("glaze", "refresh-cw", "asking"),
        DONE("good", "check", "known"),
        WILL_TRY_AGAIN("warn", "hourglass", "broken"),
        LEFT_OUT("idle", "skip-forward", "empty"),
        NOTHING_HELD("dashed", "circle-dashed", "empty"),
        FAILED("bad", "circle-x", "broken"),
        CANCELLED("idle", "undo-2", "empty");

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
            return "requests.service." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param step the step that collects it; null when it is gone @param held what the archive holds so far */
    static ServiceLine of(
            ExportRequest export,
            ExportedService share,
            ServiceProfile profile,
            @Nullable StepView step,
            Archives.@Nullable SectionState held) {
        long items = share.state().settled() ? share.items() : held == null ? 0 : held.items();
        long bytes = share.state().settled() ? share.bytes() : held == null ? 0 : held.bytes();
        long missing = share.state().settled() ? share.missing() : held == null ? 0 : held.missing();
        Word word = word(export, share, step);
        return new ServiceLine(
                share.service(),
                profile.name(),
                profile.icon(),
                word,
                sentence(word, share, step, items, bytes),
                items,
                bytes,
                missing,
                word == Word.COLLECTING || word == Word.WILL_TRY_AGAIN ? percent(share, items, bytes) : null,
                step == null ? 0 : step.attempts(),
                step == null || share.state().settled() ? null : step.nextAt(),
                export.state() == ExportRequest.State.COLLECTING
                        && (word == Word.WILL_TRY_AGAIN || word == Word.FAILED));
    }

    private static Word word(ExportRequest export, ExportedService share, @Nullable StepView step) {
        return switch (share.state()) {
            case COLLECTED -> Word.DONE;
            case NOTHING_HELD -> Word.NOTHING_HELD;
            case LEFT_OUT -> Word.LEFT_OUT;
            case PENDING ->
                export.state() != ExportRequest.State.COLLECTING
                        ? Word.CANCELLED
                        : step == null ? Word.WAITING : word(step.state());
        };
    }

    private static Word word(StepView.State state) {
        return switch (state) {
            case WAITING, DONE, CANCELLED -> Word.WAITING;
            case RUNNING -> Word.COLLECTING;
            case RETRYING -> Word.WILL_TRY_AGAIN;
            case NEEDS_ATTENTION -> Word.FAILED;
        };
    }

    private static Text sentence(Word word, ExportedService share, @Nullable StepView step, long items, long bytes) {
        return switch (word) {
            case WAITING -> Text.of("requests.line.waiting");
            case COLLECTING -> soFar(share, items, bytes);
            case DONE -> Text.of("requests.line.done", items, bytes);
            case NOTHING_HELD -> Text.of("requests.line.nothing-held");
            case LEFT_OUT -> share.why() == null ? Text.of("requests.line.left-out") : share.why();
            case WILL_TRY_AGAIN, FAILED ->
                step == null || step.why() == null ? Text.of("requests.line.waiting") : step.why();
            case CANCELLED -> Text.of("requests.line.cancelled");
        };
    }

    private static Text soFar(ExportedService share, long items, long bytes) {
        Long expectedItems = share.expectedItems();
        return expectedItems == null || expectedItems < items
                ? Text.of("requests.line.so-far", items, bytes)
                : Text.of("requests.line.so-far-of", items, expectedItems, bytes);
    }

    private static @Nullable Integer percent(ExportedService share, long items, long bytes) {
        Long expectedBytes = share.expectedBytes();
        Long expectedItems = share.expectedItems();
        if (expectedItems != null && expectedItems > 0) {
            return (int) Math.min(99, items * 100 / expectedItems);
        }
        if (expectedBytes != null && expectedBytes > 0) {
            return (int) Math.min(99, bytes * 100 / expectedBytes);
        }
        return null;
    }
}
