package cloud.maidan.portal.services;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one service and one member.
 *
 * @param latest the last reply; null when the service was never asked
 * @param askedAt when that was; null when never
 * @param failingSince when it was first asked in vain, with no answer since; null unless the last reply is a failure
 * @param lastKnown the last answer, kept when later tries failed; null when there never was one
 * @param account the service's id of the member's account; null when none is known
 */
public record ServiceState(
        ServiceProfile profile,
        @Nullable Reply<DataSummary> latest,
        @Nullable Instant askedAt,
        @Nullable Instant failingSince,
        Reply.@Nullable Answered<DataSummary> lastKnown,
        @Nullable String account,
        @Nullable Evidence evidence) {}
