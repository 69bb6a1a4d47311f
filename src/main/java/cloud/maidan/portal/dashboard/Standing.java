package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;

/** How a service stands towards a member: the word, icon and texture of its card. */
enum Standing {
    UP_TO_DATE("up-to-date", "good", "check", "known"),
    OLDER("older", "warn", "history", "older"),
    NOT_ANSWERING("not-answering", "bad", "cloud-off", "broken"),
    SEALED("sealed", "seal", "lock-keyhole", "sealed"),
    NOT_CONNECTED("not-connected", "dashed", "unplug", "empty"),
    NOTHING_HELD("nothing-held", "dashed", "circle-dashed", "empty"),
    NOT_ASKED("not-asked", "idle", "hourglass", "empty");

    private final String word;
    private final String kind;
    private final String icon;
    private final String tile;

    Standing(String word, String kind, String icon, String tile) {
        this.word = word;
        this.kind = kind;
        this.icon = icon;
        this.tile = tile;
    }

    /** @param staleBefore an answer from before this moment is an older answer */
    static Standing of(ServiceState state, boolean connected, Instant staleBefore) {
        Reply<DataSummary> latest = state.latest();
        if (!connected) {
            return NOT_CONNECTED;
        }
        if (latest == null) {
            return NOT_ASKED;
        }
        return switch (latest) {
            case Reply.Answered<DataSummary>(DataSummary held, Instant asOf) -> answered(held, asOf, staleBefore);
            case Reply.NoAccount<DataSummary>() -> NOTHING_HELD;
            case Reply.Ambiguous<DataSummary>() -> NOT_CONNECTED;
            case Reply.NotConfigured<DataSummary>() -> NOT_CONNECTED;
            case Reply.Failed<DataSummary>(var fault, var retryAt) -> NOT_ANSWERING;
        };
    }

    private static Standing answered(DataSummary held, Instant asOf, Instant staleBefore) {
        List<Category> there =
                held.categories().stream().filter(Standing::mayHoldSomething).toList();
        if (there.isEmpty()) {
            return NOTHING_HELD;
        }
        if (asOf.isBefore(staleBefore)) {
            return OLDER;
        }
        return there.stream().allMatch(Category::sealed) ? SEALED : UP_TO_DATE;
    }

    private static boolean mayHoldSomething(Category category) {
        Long count = category.count();
        return count == null || count > 0;
    }

    public Text word() {
        return Text.of("site.state." + word);
    }

    public String kind() {
        return kind;
    }

    public String icon() {
        return icon;
    }

    /** Texture of the service's stone. */
    public String tile() {
        return tile;
    }

    /** Ground of the note on the service's own page. */
    public String noteKind() {
        return this == NOT_ANSWERING || this == OLDER ? kind : "plain";
    }

    /** Drawn as an outline: there is nothing to fill it with. */
    public boolean hollow() {
        return tile.equals("empty");
    }
}
