package cloud.maidan.portal.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.rights.DataSubjectRequest.Origin;
import cloud.maidan.portal.rights.RightsProperties.Authority;
import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clocks as they run in a community: its zone, its summer time, its law. */
class TimekeepingTests {

    @Test
    void aDayIsADayOfTheCommunity() {
        Timekeeping west = at("2026-11-21T07:30:00Z", "America/Los_Angeles", "california");
        Timekeeping east = at("2026-11-21T12:30:00Z", "Pacific/Auckland", "eu");

        assertThat(west.today()).isEqualTo("2026-11-20");
        assertThat(east.today()).isEqualTo("2026-11-22");
        assertThat(received(west).dueOn()).contains(LocalDate.of(2027, 1, 4));
    }

    @Test
    void theLastSecondCountsAlsoWhenClocksChange() {
        Timekeeping berlin = at("2026-10-01T10:00:00Z", "Europe/Berlin", "eu");

        assertThat(berlin.endOf(LocalDate.of(2026, 10, 24))).isEqualTo("2026-10-24T21:59:59Z");
        assertThat(berlin.endOf(LocalDate.of(2026, 10, 25))).isEqualTo("2026-10-25T22:59:59Z");
        assertThat(berlin.endOf(LocalDate.of(2027, 3, 28))).isEqualTo("2027-03-28T21:59:59Z");
        // a zone where that day's midnight does not exist
        assertThat(at("2026-09-01T10:00:00Z", "America/Santiago", "eu").endOf(LocalDate.of(2026, 9, 5)))
                .isEqualTo("2026-09-06T03:59:59Z");
    }

    @Test
    void aRequestIsLateOneSecondAfterItsDay() {
        DataSubjectRequest request = received(at("2026-03-10T10:00:00Z", "Europe/Berlin", "eu"));

        Instant end = request.dueAt().orElseThrow();
        assertThat(end).isEqualTo("2026-04-10T21:59:59Z");
        assertThat(request.overdue(end)).isFalse();
        assertThat(request.overdue(end.plusSeconds(1))).isTrue();
    }

    @Test
    void aBritishRequestCannotBeLateWhileItsTimeStandsStill() {
        DataSubjectRequest request = received(at("2026-03-10T10:00:00Z", "Europe/London", "uk"));
        request.ask(at("2026-03-20T10:00:00Z", "Europe/London", "uk"));

        assertThat(request.dueAt()).isEmpty();
        assertThat(request.overdue(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();

        request.answered(at("2026-05-20T10:00:00Z", "Europe/London", "uk"));
        assertThat(request.dueOn()).contains(LocalDate.of(2026, 6, 10));
    }

    @Test
    void aClockThatJumpsBackNeitherShortensNorLengthens() {
        DataSubjectRequest request = received(at("2026-03-10T10:00:00Z", "Europe/London", "uk"));
        request.ask(at("2026-03-20T10:00:00Z", "Europe/London", "uk"));
        request.answered(at("2026-03-01T10:00:00Z", "Europe/London", "uk"));

        assertThat(request.dueOn()).contains(LocalDate.of(2026, 4, 10));
    }

    @Test
    void anExtensionNeedsALawThatKnowsItAndIsMadeOnceInTime() {
        Instant received = Instant.parse("2026-03-10T10:00:00Z");
        DataSubjectRequest european = received(at(received.toString(), "UTC", "eu"));

        assertThat(received(at(received.toString(), "UTC", "brazil")).extendable(at(received.toString(), "UTC", "eu")))
                .isFalse();
        assertThat(european.extendable(at("2026-04-10T23:59:59Z", "UTC", "eu"))).isTrue();
        assertThat(european.extendable(at("2026-04-11T00:00:00Z", "UTC", "eu"))).isFalse();
        european.extend(at("2026-04-01T10:00:00Z", "UTC", "eu"));
        assertThat(european.dueOn()).contains(LocalDate.of(2026, 6, 10));
        assertThat(european.extendable(at("2026-04-02T10:00:00Z", "UTC", "eu"))).isFalse();
    }

    @Test
    void aRequestKeepsItsLawWhenTheCommunityMoves() {
        DataSubjectRequest request = received(at("2026-03-10T10:00:00Z", "UTC", "brazil"));

        request.ask(at("2026-03-12T10:00:00Z", "UTC", "uk"));
        request.answered(at("2026-03-15T10:00:00Z", "UTC", "uk"));

        assertThat(request.dueOn()).contains(LocalDate.of(2026, 3, 25));
    }

    @Test
    void aPortalWithALawOrAHolidayNobodyKnowsDoesNotStart() {
        assertThatThrownBy(() -> at("2026-03-10T10:00:00Z", "UTC", "atlantis")).hasMessageContaining("atlantis");
        assertThatThrownBy(() -> new Timekeeping(
                        new ClockProfiles(), properties("eu", "Christmas"), site("UTC"), Clock.systemUTC()))
                .hasMessageContaining("Christmas");
    }

    private static DataSubjectRequest received(Timekeeping time) {
        return new DataSubjectRequest(
                MemberId.random(),
                "R-2026-1001",
                Right.OBJECTION,
                new Origin(UUID.randomUUID(), false, false),
                time.today(),
                false,
                time);
    }

    private static Timekeeping at(String now, String zone, String law) {
        return new Timekeeping(
                new ClockProfiles(), properties(law), site(zone), Clock.fixed(Instant.parse(now), ZoneId.of("UTC")));
    }

    private static RightsProperties properties(String law, String... holidays) {
        return new RightsProperties(
                law,
                List.of(holidays),
                new Authority("", null, ""),
                10,
                Duration.ofDays(3),
                Duration.ofDays(7),
                Duration.ofDays(1095));
    }

    private static SiteProperties site(String zone) {
        return new SiteProperties("Riverbend", ZoneId.of(zone), null, null, List.of(), true);
    }
}
