package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service on a member's overview and on its own page.
 *
 * @param held the last answer, however old; null when there is none
 * @param asOf when {@code held} was said; null with it
 * @param askedAt when the service was last asked; null when never
 * @param proof how we know that the account is the member's; null when none is known
 * @param evidence {@code proof} in a sentence; null with it
 * @param asks whether the page asks the service by itself
 */
record Card(
        ServiceProfile profile,
        Standing standing,
        List<Text> sentences,
        @Nullable DataSummary held,
        @Nullable Instant asOf,
        @Nullable Instant askedAt,
        @Nullable String account,
        @Nullable Evidence proof,
        @Nullable Text evidence,
        boolean connected,
        boolean asks) {

    /** @param claimable whether the service knows accounts that it cannot tell to be the member's */
    static Card of(ServiceState state, boolean connected, boolean claimable, Instant now, DashboardProperties limits) {
        boolean unproven = claimable && state.latest() instanceof Reply.NoAccount;
        Standing standing = unproven && connected
                ? Standing.NOT_CONNECTED
                : Standing.of(state, connected, now.minus(limits.freshFor()));
        Reply.Answered<DataSummary> known = standing == Standing.NOTHING_HELD || unproven ? null : state.lastKnown();
        return new Card(
                state.profile(),
                standing,
                unproven && connected
                        ? List.of(Text.of("dashboard.not-connected.unproven"))
                        : sentences(state, standing),
                known == null ? null : known.value(),
                known == null ? null : known.asOf(),
                state.askedAt(),
                state.account(),
                state.evidence(),
                state.evidence() == null
                        ? null
                        : Text.of("dashboard.evidence." + state.evidence().name()),
                connected,
                connected && mayAskAgain(state, now, limits));
    }

    public String id() {
        return profile.id().value();
    }

    /** Bytes that are known; null when none are. */
    public @Nullable Long bytes() {
        return held != null && held.categories().stream().anyMatch(category -> category.bytes() != null)
                ? (Long) held.bytes()
                : null;
    }

    public @Nullable Instant oldest() {
        return moments(Category::oldest).min(Comparator.naturalOrder()).orElse(null);
    }

    public @Nullable Instant newest() {
        return moments(Category::newest).max(Comparator.naturalOrder()).orElse(null);
    }

    /** Whether asking once more by hand is worth offering. */
    public boolean askable() {
        return connected
                && (standing == Standing.OLDER
                        || standing == Standing.NOT_ANSWERING
                        || standing == Standing.NOT_ASKED
                        || standing == Standing.NOTHING_HELD);
    }

    /** The service's own page for settings; null when it has none. */
    public @Nullable String settings() {
        return held == null ? null : webAddress(held.settings());
    }

    /** Null unless a browser may be sent there. */
    static @Nullable String webAddress(@Nullable String address) {
        return address != null
                        && (address.startsWith("https://") || address.startsWith("http://") || address.startsWith("/"))
                ? address
                : null;
    }

    private Stream<Instant> moments(Function<Category, @Nullable Instant> which) {
        return held == null
                ? Stream.empty()
                : held.categories().stream().map(which).filter(Objects::nonNull);
    }

    private static boolean mayAskAgain(ServiceState state, Instant now, DashboardProperties limits) {
        if (state.latest() instanceof Reply.Failed<DataSummary>(Fault fault, Optional<Instant> retryAt)
                && retryAt.isPresent()
                && retryAt.get().isAfter(now)) {
            return false;
        }
        Instant asked = state.askedAt();
        return asked == null || asked.isBefore(now.minus(limits.askAfter()));
    }

    private static List<Text> sentences(ServiceState state, Standing standing) {
        return switch (standing) {
            case UP_TO_DATE, SEALED -> List.of();
            case OLDER -> List.of(Text.of("dashboard.older"));
            case NOT_ANSWERING -> failure(state);
            case NOT_CONNECTED -> List.of(whyNotConnected(state));
            case NOTHING_HELD ->
                List.of(Text.of(
                        state.latest() instanceof Reply.NoAccount
                                ? "dashboard.nothing-held.no-account"
                                : "dashboard.nothing-held.empty"));
            case NOT_ASKED -> List.of(Text.of("dashboard.not-asked"));
        };
    }

    private static Text whyNotConnected(ServiceState state) {
        Text gap = state.profile().gaps().get(DataView.class);
        if (gap != null) {
            return gap;
        }
        return Text.of(
                state.latest() instanceof Reply.Ambiguous
                        ? "dashboard.not-connected.ambiguous"
                        : "dashboard.not-connected.nowhere");
    }

    private static List<Text> failure(ServiceState state) {
        if (!(state.latest() instanceof Reply.Failed<DataSummary>(Fault fault, Optional<Instant> retryAt))) {
            return List.of();
        }
        Text why = Text.of(
                "services.fault." + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Text shownNow = state.lastKnown() != null
                ? Text.of("dashboard.failed.known", state.lastKnown().asOf().toString())
                : Text.of("dashboard.failed.unknown");
        Text next = retryAt.map(at -> Text.of("dashboard.failed.retry", at.toString()))
                .orElse(Text.of(fault.worthRetrying() ? "dashboard.failed.again" : "dashboard.failed.person"));
        return Stream.of(Stream.of(why), tries(state), Stream.of(shownNow, next))
                .flatMap(each -> each)
                .toList();
    }

    /** Since when it has been silent, and the last try unless that was the first in vain. */
    private static Stream<Text> tries(ServiceState state) {
        Instant last = state.askedAt();
        Instant first = state.failingSince();
        Stream<Text> since =
                first == null ? Stream.empty() : Stream.of(Text.of("dashboard.failed.since", first.toString()));
        Stream<Text> tried = last == null || last.equals(first)
                ? Stream.empty()
                : Stream.of(Text.of("dashboard.failed.at", last.toString()));
        return Stream.concat(since, tried);
    }
}
