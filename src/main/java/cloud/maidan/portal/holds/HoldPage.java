package cloud.maidan.portal.holds;

import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hold as a page shows it.
 *
 * @param whose null on lists, and once the portal forgot them
 * @param owner as whose
 * @param keptBack what left something for it; empty on lists
 */
record HoldPage(
        LegalHold hold,
        @Nullable ServiceProfile profile,
        @Nullable Member whose,
        @Nullable Member owner,
        List<Text> keptBack,
        Instant now) {

    public String id() {
        return hold.id().toString();
    }

    public String reference() {
        return hold.reference();
    }

    public Text kind() {
        return HoldKind.named(hold.hold().kind()).orElse(HoldKind.ENTRY).title();
    }

    /** As its makers call it. */
    public String service() {
        return profile == null ? hold.hold().service() : profile.product();
    }

    public String icon() {
        return profile == null ? "archive" : profile.icon();
    }

    public String item() {
        return hold.hold().item();
    }

    public String ground() {
        return hold.hold().ground();
    }

    public Instant placedAt() {
        return hold.placedAt();
    }

    public Instant reviewAt() {
        return hold.hold().reviewAt();
    }

    public boolean confidential() {
        return hold.hold().confidential();
    }

    public boolean lasts() {
        return hold.lasts();
    }

    public boolean overdue() {
        return hold.overdue(now);
    }

    public @Nullable Instant liftedAt() {
        return hold.liftedAt();
    }
}
