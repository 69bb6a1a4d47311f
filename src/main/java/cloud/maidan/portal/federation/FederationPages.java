package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages about federation show. */
@Component
class FederationPages {

    private final ServiceCatalog services;
    private final DriftRows drifts;
    private final TakenRows taken;

    FederationPages(ServiceCatalog services, DriftRows drifts, TakenRows taken) {
        this.services = services;
        this.drifts = drifts;
        this.taken = taken;
    }

    /**
     * @param kind of its pill
     * @param why what stands against it; null when nothing does
     * @param setting what a person has to write into a file; null when nothing
     */
    record Line(
            Text what,
            String kind,
            String icon,
            Text state,
            @Nullable Text why,
            Applied.@Nullable ByHand setting) {}

    /** @param gap why it offers nothing; null when it does @param check null when it was never tried */
    record Service(
            ServiceProfile profile,
            @Nullable Text gap,
            boolean connected,
            DriftRows.@Nullable Check check,
            @Nullable Text fault,
            List<Line> lines) {}

    record Difference(
            String id,
            String service,
            String product,
            Text kind,
            String icon,
            Text what,
            boolean mendable,
            Instant since,
            @Nullable Instant acceptedAt,
            @Nullable String reason) {}

    List<Service> services() {
        Map<String, DriftRows.Check> checks =
                drifts.checks().stream().collect(Collectors.toMap(DriftRows.Check::service, Function.identity()));
        Map<String, List<Line>> lines = taken.all().stream()
                .collect(Collectors.groupingBy(
                        TakenRows.Row::service, Collectors.mapping(FederationPages::line, Collectors.toList())));
        return services.profiles().stream()
                .map(profile -> {
                    DriftRows.Check check = checks.get(profile.id().value());
                    return new Service(
                            profile,
                            profile.gaps().get(Federation.class),
                            services.connected(profile.id()),
                            check,
                            check == null || check.fault() == null
                                    ? null
                                    : check.fault().said(),
                            lines.getOrDefault(profile.id().value(), List.of()));
                })
                .toList();
    }

    /** What a policy would mean, by service. */
    List<Service> meanings(FederationPolicy policy) {
        return services.profiles().stream()
                .map(profile -> {
                    Optional<Federation> federation = services.federation(profile.id());
                    return new Service(
                            profile,
                            profile.gaps().get(Federation.class),
                            services.connected(profile.id()),
                            null,
                            null,
                            federation
                                    .map(found -> found.meaning(policy).stream()
                                            .map(FederationPages::line)
                                            .toList())
                                    .orElse(List.of()));
                })
                .toList();
    }

    Difference drift(DriftRows.Row row) {
        boolean stored = row.kind() == Drift.Kind.STORED;
        return new Difference(
                Long.toString(row.id()),
                row.service(),
                product(row.service()),
                Text.of(stored ? "federation.kind.stored" : "federation.kind.configuration"),
                stored ? "archive" : "settings-2",
                row.what(),
                row.mendable(),
                row.firstSeenAt(),
                row.acceptedAt(),
                row.reason());
    }

    private String product(String service) {
        ServiceId id = new ServiceId(service);
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(id))
                .map(ServiceProfile::product)
                .findFirst()
                .orElse(service);
    }

    private static Line line(TakenRows.Row row) {
        return switch (row.applied()) {
            case Applied.Done() ->
                new Line(row.measure(), "good", "check", Text.of("federation.state.done"), null, null);
            case Applied.AlreadySo() ->
                new Line(row.measure(), "good", "check", Text.of("federation.state.already"), null, null);
            case Applied.ByHand setting ->
                new Line(row.measure(), "warn", "file-pen", Text.of("federation.state.by-hand"), null, setting);
            case Applied.Written(Applied.ByHand setting, Instant at) ->
                new Line(
                        row.measure(),
                        "good",
                        "check",
                        Text.of("federation.state.written"),
                        Text.of("federation.written", at.toString(), setting.key(), setting.file()),
                        null);
            case Applied.Refused(Text why) ->
                new Line(row.measure(), "bad", "circle-x", Text.of("federation.state.refused"), why, null);
        };
    }

    private static Line line(Measure measure) {
        return switch (measure.way()) {
            case Way.Live() -> new Line(measure.what(), "good", "check", Text.of("federation.way.live"), null, null);
            case Way.ByHand(String file, String key, String value) ->
                new Line(
                        measure.what(),
                        "warn",
                        "file-pen",
                        Text.of("federation.way.by-hand"),
                        null,
                        new Applied.ByHand(file, key, value));
            case Way.Cannot(Text why) ->
                new Line(measure.what(), "bad", "circle-x", Text.of("federation.way.cannot"), why, null);
        };
    }
}
