package cloud.maidan.portal.holds;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what the pages about holds show, and reads what their forms say. */
@Component
class HoldPages {

    private final ServiceCatalog services;
    private final MemberDirectory members;
    private final List<KeptBack> keepers;
    private final HoldsProperties properties;
    private final SiteProperties site;
    private final Clock clock;

    HoldPages(
            ServiceCatalog services,
            MemberDirectory members,
            List<KeptBack> keepers,
            HoldsProperties properties,
            SiteProperties site,
            Clock clock) {
        this.services = services;
        this.members = members;
        this.keepers = keepers;
        this.properties = properties;
        this.site = site;
        this.clock = clock;
    }

    HoldPage line(LegalHold hold) {
        return new HoldPage(hold, profile(hold).orElse(null), null, null, List.of(), clock.instant());
    }

    HoldPage page(LegalHold hold) {
        MemberId whose = hold.member();
        MemberId owner = hold.owner();
        return new HoldPage(
                hold,
                profile(hold).orElse(null),
                whose == null ? null : members.find(whose).orElse(null),
                owner == null ? null : members.find(owner).orElse(null),
                keepers.stream().flatMap(each -> each.by(hold.id()).stream()).toList(),
                clock.instant());
    }

    private Optional<ServiceProfile> profile(LegalHold hold) {
        return services.profiles().stream()
                .filter(each -> each.id().value().equals(hold.hold().service()))
                .findFirst();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), site.zone());
    }

    LocalDate latest() {
        return today().plusDays(properties.longestReview().toDays());
    }

    /** The end of a day to come, soon enough; empty when it is none. @param day ISO day */
    Optional<Instant> review(@Nullable String day) {
        try {
            return Optional.of(LocalDate.parse(day == null ? "" : day))
                    .filter(each -> each.isAfter(today()) && !each.isAfter(latest()))
                    .map(each -> each.plusDays(1)
                            .atStartOfDay(site.zone())
                            .toInstant()
                            .minusSeconds(1));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    long mostDays() {
        return properties.longestReview().toDays();
    }

    /** @throws NotHere when it can be none */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }
}
