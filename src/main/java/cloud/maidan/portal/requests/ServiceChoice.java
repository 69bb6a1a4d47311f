package cloud.maidan.portal.requests;

import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as a member chooses it for an export.
 *
 * @param sentence what it will hold, or why it cannot be exported
 * @param bytes as last known; null when unknown
 * @param asOf when that was known; null when it never was
 * @param hidden what the portal cannot see there
 * @param ownDevice whether the member's own device can take along what the portal cannot
 * @param connected whether the portal is connected to it
 * @param possible whether it can be chosen
 * @param chosen whether it is ticked
 */
record ServiceChoice(
        ServiceId id,
        Text name,
        String product,
        String icon,
        Text sentence,
        @Nullable Long items,
        @Nullable Long bytes,
        @Nullable Instant asOf,
        List<Text> hidden,
        boolean ownDevice,
        boolean connected,
        boolean possible,
        boolean chosen) {

    static ServiceChoice of(ServiceState state, ServiceCatalog services, boolean ticked) {
        ServiceProfile profile = state.profile();
        Text hindrance = hindrance(state, services);
        Reply.Answered<DataSummary> known = state.lastKnown();
        DataSummary summary = known == null ? null : known.value();
        Text sentence = hindrance != null
                ? hindrance
                : summary == null ? Text.of("requests.choose.not-asked") : summary.headline();
        return new ServiceChoice(
                profile.id(),
                profile.name(),
                profile.product(),
                profile.icon(),
                sentence,
                summary == null ? null : summary.items(),
                summary == null ? null : knownBytes(summary),
                known == null ? null : known.asOf(),
                summary == null || hindrance != null ? List.of() : summary.hidden(),
                !services.clientExports(profile.id()).isEmpty(),
                services.connected(profile.id()),
                hindrance == null,
                hindrance == null && ticked);
    }

    /** Null when nothing speaks against exporting it. */
    private static @Nullable Text hindrance(ServiceState state, ServiceCatalog services) {
        ServiceProfile profile = state.profile();
        if (!services.connected(profile.id())) {
            return Text.of("requests.why.not-connected");
        }
        if (services.export(profile.id()).isEmpty()) {
            return profile.gaps().getOrDefault(Export.class, Text.of("requests.why.no-export"));
        }
        if (state.evidence() == Evidence.CLAIMED) {
            return Text.of("requests.why.claimed");
        }
        return switch (state.latest()) {
            case Reply.NoAccount<DataSummary>() -> noAccount(services, profile.id());
            case Reply.Ambiguous<DataSummary>() -> Text.of("requests.why.ambiguous");
            case Reply.NotConfigured<DataSummary>() -> Text.of("requests.why.not-connected");
            case Reply.Failed<DataSummary> failed -> null;
            case Reply.Answered<DataSummary> answered -> null;
            case null -> null;
        };
    }

    /** That there is none, or that the service could not say whose one is. */
    static Text noAccount(ServiceCatalog services, ServiceId service) {
        return Text.of(services.claimable(service).isPresent() ? "requests.why.unproven" : "requests.why.no-account");
    }

    private static @Nullable Long knownBytes(DataSummary summary) {
        boolean unknown = summary.categories().stream().allMatch(category -> category.bytes() == null);
        return unknown ? null : summary.bytes();
    }

    ExportedService.Chosen asked() {
        return new ExportedService.Chosen(id, items, bytes);
    }
}
