package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.Corrections.Correction;
import cloud.maidan.portal.rights.DataSubjectRequest.State;
import cloud.maidan.portal.rights.RestrictionRows.Restriction;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as a page shows it. @param office whether the privacy officer looks at it */
record RequestPage(
        DataSubjectRequest request,
        List<Timeline.Note> notes,
        Optional<Correction> wish,
        Optional<Restriction> lasting,
        boolean extendable,
        boolean office,
        Instant now) {

    /** A word for where it stands. */
    record Standing(String key, String kind, String icon, String tile) {}

    static RequestPage line(DataSubjectRequest request, boolean office, Instant now) {
        return new RequestPage(request, List.of(), Optional.empty(), Optional.empty(), false, office, now);
    }

    public String id() {
        return request.getId().toString();
    }

    public int version() {
        return request.version();
    }

    public String reference() {
        return request.reference();
    }

    public Text right() {
        return request.right().title();
    }

    public Text received() {
        return Text.of("rights.received-on", ClockProfile.said(request.receivedOn()));
    }

    /** Until when, or when it ended; never empty. */
    public Text when() {
        Optional<Instant> ended = request.endedAt();
        if (ended.isPresent()) {
            return Text.of("rights.ended-at", ended.get().toString());
        }
        return request.dueOn()
                .map(day -> Text.of(overdue() ? "rights.was-due-on" : "rights.due-on", ClockProfile.said(day)))
                .orElse(Text.of("rights.stands-still"));
    }

    public @Nullable Text acknowledged() {
        return request.acknowledgeBy()
                .map(day -> Text.of(
                        "rights.acknowledge-by",
                        ClockProfile.said(day),
                        request.acknowledgedAt().toString()))
                .orElse(null);
    }

    public List<Text> explanation() {
        return request.explanation();
    }

    public boolean open() {
        return request.open();
    }

    public boolean overdue() {
        return request.overdue(now);
    }

    public boolean waiting() {
        return request.state() == State.WAITING;
    }

    public boolean onBehalf() {
        return request.onBehalf();
    }

    public boolean erasure() {
        return request.right() == Right.ERASURE;
    }

    public boolean ledElsewhere() {
        return request.ledElsewhere();
    }

    public boolean endable() {
        return open() && !request.ledElsewhere();
    }

    public boolean identityOpen() {
        return request.identityOpen();
    }

    public boolean restrictable() {
        return endable() && request.right() == Right.RESTRICTION;
    }

    public @Nullable Restriction restriction() {
        return lasting.orElse(null);
    }

    public boolean liftable() {
        return lasting.filter(each -> each.endsAt() == null).isPresent();
    }

    public boolean correctable() {
        return endable() && wish.filter(each -> !each.accepted()).isPresent();
    }

    public @Nullable String wished() {
        return wish.map(Correction::value).orElse(null);
    }

    public Standing standing() {
        Optional<DataSubjectRequest.Ending> ending = request.ending();
        if (ending.isPresent()) {
            return switch (ending.get()) {
                case FULFILLED -> named("fulfilled", "good", "check", "known");
                case REFUSED -> named("refused", "warn", "circle-x", "older");
                case WITHDRAWN -> named("withdrawn", "dashed", "undo-2", "empty");
            };
        }
        if (overdue()) {
            return named("overdue", "bad", "siren", "broken");
        }
        return waiting()
                ? named(office ? "waiting-for-member" : "waiting", "warn", "hourglass", "asking")
                : named("open", "glaze", "hourglass", "asking");
    }

    public String icon() {
        return switch (request.right()) {
            case ACCESS, PORTABILITY -> "package";
            case ERASURE -> "eraser";
            case RECTIFICATION -> "pen-line";
            case RESTRICTION -> "lock-keyhole";
            case OBJECTION -> "circle-x";
            case COMPLAINT -> "inbox";
        };
    }

    private static Standing named(String word, String kind, String icon, String tile) {
        return new Standing("rights.state." + word.toLowerCase(Locale.ROOT), kind, icon, tile);
    }
}
