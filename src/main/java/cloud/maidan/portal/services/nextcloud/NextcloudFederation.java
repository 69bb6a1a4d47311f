package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.nextcloud.SharingSettings.Trusted;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * With which servers our Nextcloud shares files. Either with all or with none: a list of servers does not exist but that
 * of the trusted ones, which see our list of people.
 */
class NextcloudFederation {

    private static final String SWITCHES = "switches";

    private final SharingSettings settings;

    NextcloudFederation(NextcloudClient nextcloud) {
        this.settings = new SharingSettings(nextcloud);
    }

    Text reach() {
        boolean sends = settings.on(SharingSettings.OUTGOING);
        boolean takes = settings.on(SharingSettings.INCOMING);
        return sends || takes
                ? Text.of(
                        "nextcloud.federation.reach.open",
                        sends ? "yes" : "no",
                        takes ? "yes" : "no",
                        settings.trusted().size())
                : Text.of("nextcloud.federation.reach.closed");
    }

    static List<Measure> meaning(FederationPolicy policy) {
        boolean closed = policy.stance() == Stance.CLOSED;
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure(
                SWITCHES, Text.of(closed ? "nextcloud.federation.off" : "nextcloud.federation.on"), new Way.Live()));
        measures.add(new Measure("trusted", Text.of("nextcloud.federation.trusted"), new Way.Live()));
        if (!closed && !policy.servers().isEmpty()) {
            measures.add(new Measure(
                    "list",
                    Text.of("nextcloud.federation.list"),
                    new Way.Cannot(Text.of("nextcloud.federation.list.why"))));
        }
        if (closed || !policy.servers().isEmpty()) {
            measures.add(new Measure(
                    "shares",
                    Text.of("nextcloud.federation.shares"),
                    new Way.Cannot(Text.of("nextcloud.federation.shares.why"))));
        }
        return measures;
    }

    List<Taken> enforce(FederationPolicy policy, Turn turn) {
        List<Taken> taken = new ArrayList<>();
        for (Measure measure : meaning(policy)) {
            taken.add(new Taken(
                    measure,
                    switch (measure.way()) {
                        case Way.Cannot(Text why) -> new Applied.Refused(why);
                        case Way.ByHand(String file, String key, String value) -> new Applied.ByHand(file, key, value);
                        case Way.Live() -> measure.id().equals(SWITCHES) ? turn(policy, turn) : part(policy, turn);
                    }));
        }
        return taken;
    }

    private Applied turn(FederationPolicy policy, Turn turn) {
        return Applied.set(() -> overridden(differing(policy)), turn, () -> {
            for (String key : differing(policy)) {
                turn.stillMine();
                settings.turn(key, policy.stance() != Stance.CLOSED);
            }
            return Optional.empty();
        });
    }

    private static Optional<Text> overridden(List<String> keys) {
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("nextcloud.federation.overridden", String.join(", ", keys)));
    }

    private Applied part(FederationPolicy policy, Turn turn) {
        List<Trusted> others = others(policy);
        for (Trusted server : others) {
            turn.stillMine();
            settings.distrust(server);
        }
        return others.isEmpty() ? new Applied.AlreadySo() : new Applied.Done();
    }

    private List<String> differing(FederationPolicy policy) {
        boolean closed = policy.stance() == Stance.CLOSED;
        return (closed ? SharingSettings.ALL : SharingSettings.PEOPLE)
                .stream().filter(key -> settings.on(key) == closed).toList();
    }

    private List<Trusted> others(FederationPolicy policy) {
        return settings.trusted().stream()
                .filter(server -> !policy.admits(server.host()))
                .toList();
    }

    List<Drift> drift(FederationPolicy policy) {
        List<Drift> found = new ArrayList<>();
        boolean closed = policy.stance() == Stance.CLOSED;
        differing(policy)
                .forEach(key -> found.add(new Drift(
                        key,
                        Drift.Kind.CONFIGURATION,
                        Text.of(closed ? "nextcloud.drift.on" : "nextcloud.drift.off", key),
                        true)));
        others(policy)
                .forEach(server -> found.add(new Drift(
                        "trusted " + server.host(),
                        Drift.Kind.STORED,
                        Text.of("nextcloud.drift.trusted", server.host()),
                        true)));
        return found;
    }
}
