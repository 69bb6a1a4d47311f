package cloud.maidan.portal.rights;

import cloud.maidan.portal.site.SiteProperties;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The law's clocks as they run in this community: its law, its zone, its holidays. */
@Component
class Timekeeping {

    private final ClockProfiles profiles;
    private final RightsProperties properties;
    private final ZoneId zone;
    private final Clock clock;

    /** @throws IllegalArgumentException when the configuration names no law of ours, or a holiday that is none */
    Timekeeping(ClockProfiles profiles, RightsProperties properties, SiteProperties site, Clock clock) {
        this.profiles = profiles;
        this.properties = properties;
        this.zone = site.zone();
        this.clock = clock;
        profiles.on(properties.profile(), today()).workingDays(properties.holidays());
    }

    String profile() {
        return properties.profile();
    }

    LocalDate version(LocalDate received) {
        return profiles.on(properties.profile(), received).inForce();
    }

    Instant now() {
        return clock.instant();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    /** The last second of the day. */
    Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    }

    ClockProfile.Due due(DataSubjectRequest request) {
        ClockProfile law = law(request);
        return law.due(request.course(), law.workingDays(properties.holidays()));
    }

    Optional<LocalDate> acknowledgeBy(DataSubjectRequest request) {
        ClockProfile law = law(request);
        return law.acknowledgeBy(request.right(), request.receivedOn(), law.workingDays(properties.holidays()));
    }

    boolean knowsExtension(DataSubjectRequest request) {
        return law(request).extension() != null;
    }

    /** As it stood when the request was received, whatever the configuration says by now. */
    private ClockProfile law(DataSubjectRequest request) {
        return profiles.on(request.clock(), request.clockVersion());
    }
}
