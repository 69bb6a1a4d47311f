package cloud.maidan.portal.rights;

import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.subject.Text;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law's dates, worked out by hand. */
class ClockTests {

    private final ClockProfiles profiles = new ClockProfiles();

    @ParameterizedTest
    @CsvSource({
        // the day of the same number
        "eu, 2026-03-05, 2026-04-06", // 5 April is a Sunday
        "eu, 2026-11-17, 2026-12-17",
        // no such day: the month's last, then the next working day
        "eu, 2026-01-31, 2026-03-02",
        "eu, 2027-01-31, 2027-03-01",
        "eu, 2028-01-31, 2028-02-29", // a leap year's Tuesday
        "eu, 2028-01-29, 2028-02-29",
        "eu, 2028-02-29, 2028-03-29",
        "eu, 2026-08-31, 2026-09-30",
        // a holiday at the end: Friday 25 December, then a weekend
        "eu, 2026-11-25, 2026-12-28",
        "eu, 2026-12-01, 2027-01-04", // Friday 1 January
        // England: the same Christmas, with Boxing Day's substitute on the Monday
        "uk, 2026-11-25, 2026-12-29",
        "uk, 2026-03-03, 2026-04-07", // Good Friday to Easter Monday
        "uk, 2026-04-04, 2026-05-05", // early May bank holiday
        "uk, 2026-07-31, 2026-09-01", // 31 August, summer bank holiday
        // calendar days, wherever they end
        "california, 2026-01-01, 2026-02-15", // a Sunday
        "california, 2028-01-31, 2028-03-16",
        "brazil, 2026-12-17, 2027-01-01",
        "brazil, 2028-02-20, 2028-03-06",
    })
    void anAnswerIsDue(String law, LocalDate received, LocalDate due) {
        assertThat(due(law, Course.from(received))).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({
        "eu, 2026-01-30, 2026-04-30", // three months from the start, not two from 28 February
        "eu, 2026-11-30, 2027-03-01", // 28 February is a Sunday
        "uk, 2026-11-30, 2027-03-01",
        "california, 2026-11-21, 2027-02-19",
        "brazil, 2026-12-17, 2027-01-01", // knows none
    })
    void anExtensionAddsToTheFirstPeriod(String law, LocalDate received, LocalDate due) {
        assertThat(due(law, new Course(received, false, null, List.of(), true))).isEqualTo(due);
    }

    @Test
    void theTimeCountsFromTheProofOfIdentityWhereTheLawSaysSo() {
        LocalDate received = LocalDate.of(2026, 9, 1);
        Course proven = new Course(received, true, LocalDate.of(2026, 9, 10), List.of(), false);

        assertThat(due("eu", proven)).isEqualTo("2026-10-12"); // 10 October is a Saturday
        assertThat(due("uk", proven)).isEqualTo("2026-10-12");
        assertThat(due("california", proven)).isEqualTo(received.plusDays(45));
        assertThat(due("brazil", proven)).isEqualTo(received.plusDays(15));
    }

    @Test
    void untilItIsProvenWhoAskedTheEarlierDateHolds() {
        Course doubted = new Course(LocalDate.of(2026, 9, 1), true, null, List.of(), false);

        assertThat(due("eu", doubted)).isEqualTo("2026-10-01");
        assertThat(explained("eu", doubted)).contains("rights.clock.identity-open");
    }

    @Test
    void aProofBeforeTheRequestOrAClockThatWasSetBackShortensNothing() {
        LocalDate received = LocalDate.of(2026, 9, 15);
        Course odd =
                new Course(received, true, received.minusDays(3), List.of(pause("2026-09-20", "2026-09-18")), false);

        assertThat(due("uk", odd)).isEqualTo("2026-10-15");
    }

    @Test
    void waitingForAnAnswerStopsTheBritishTimeOnly() {
        Course course = new Course(
                LocalDate.of(2026, 9, 1),
                false,
                null,
                List.of(pause("2026-09-04", "2026-09-10"), pause("2026-09-14", "2026-09-14")),
                false);

        assertThat(due("uk", course)).isEqualTo("2026-10-07"); // 1 October and six days
        assertThat(due("eu", course)).isEqualTo("2026-10-01");
        assertThat(due("california", course)).isEqualTo("2026-10-16");
    }

    @Test
    void whileWeWaitThereIsNoDateAndTheRestIsCounted() {
        Course waiting = new Course(
                LocalDate.of(2026, 9, 1),
                false,
                null,
                List.of(new Course.Pause(LocalDate.of(2026, 9, 21), null)),
                false);

        ClockProfile.Due due = reckoned("uk", waiting);
        assertThat(due.on()).isNull();
        assertThat(due.steps()).last().isEqualTo(Text.of("rights.clock.standing", "2026-09-21", 10));
        assertThat(due("eu", waiting)).isEqualTo("2026-10-01");
    }

    @Test
    void aPauseMovesTheEndBeforeItMeetsAWeekend() {
        Course course =
                new Course(LocalDate.of(2026, 9, 1), false, null, List.of(pause("2026-09-02", "2026-09-04")), false);

        assertThat(due("uk", course)).isEqualTo("2026-10-05"); // Saturday 3 October
    }

    @Test
    void anExtensionAndAPauseAddUp() {
        Course course =
                new Course(LocalDate.of(2026, 9, 1), false, null, List.of(pause("2026-09-04", "2026-09-10")), true);

        assertThat(due("uk", course)).isEqualTo("2026-12-07");
    }

    @Test
    void aRequestKeepsTheLawItWasReceivedUnder() {
        Course course =
                new Course(LocalDate.of(2026, 1, 20), false, null, List.of(pause("2026-01-22", "2026-01-28")), false);

        assertThat(due("uk", course)).isEqualTo("2026-02-20");
        assertThat(profiles.on("uk", LocalDate.of(2026, 2, 4)).pauses()).isFalse();
        assertThat(profiles.on("uk", LocalDate.of(2026, 2, 5)).pauses()).isTrue();
        assertThat(profiles.on("uk", LocalDate.of(1999, 1, 1)).inForce()).isEqualTo("2018-05-25");
    }

    @Test
    void aReceiptIsConfirmedInTimeWhereTheLawWantsIt() {
        // ten business days over Veterans Day, Thanksgiving and the day after
        assertThat(acknowledge("california", Right.ACCESS, "2026-11-10")).isEqualTo("2026-11-25");
        assertThat(acknowledge("california", Right.ACCESS, "2026-11-16")).isEqualTo("2026-12-02");
        assertThat(acknowledge("uk", Right.COMPLAINT, "2026-06-30")).isEqualTo("2026-07-30");
        assertThat(acknowledge("uk", Right.COMPLAINT, "2026-06-18")).isNull();
        assertThat(acknowledge("uk", Right.ACCESS, "2026-06-30")).isNull();
        assertThat(acknowledge("eu", Right.COMPLAINT, "2026-06-30")).isNull();
        assertThat(acknowledge("brazil", Right.ACCESS, "2026-06-30")).isNull();
    }

    @Test
    void aDateExplainsItself() {
        assertThat(reckoned("eu", Course.from(LocalDate.of(2026, 1, 31))).steps())
                .containsExactly(
                        Text.of("rights.clock.received", "2026-01-31"),
                        Text.of("rights.clock.answer.months", 1, "2026-02-28"),
                        Text.of("rights.clock.last-of-month", "2026-02-28"),
                        Text.of("rights.clock.weekend", "2026-02-28", "2026-03-02"));
        assertThat(explained("eu", Course.from(LocalDate.of(2026, 11, 25))))
                .containsExactly("rights.clock.received", "rights.clock.answer.months", "rights.clock.holiday");
        assertThat(explained("brazil", Course.from(LocalDate.of(2026, 11, 25))))
                .containsExactly("rights.clock.received", "rights.clock.answer.days");
    }

    @Test
    void theCommunityAddsItsOwnHolidays() {
        ClockProfile eu = profiles.on("eu", LocalDate.of(2026, 1, 1));

        assertThat(eu.due(Course.from(LocalDate.of(2026, 3, 3)), eu.workingDays(List.of("easter-2", "easter+1")))
                        .on())
                .isEqualTo("2026-04-07");
        assertThatThrownBy(() -> eu.workingDays(List.of("Christmas"))).hasMessageContaining("Christmas");
        assertThatThrownBy(() -> profiles.on("atlantis", LocalDate.of(2026, 1, 1)))
                .hasMessageContaining("[brazil, california, eu, uk]");
    }

    @ParameterizedTest
    @CsvSource({"1961-04-02", "2000-04-23", "2008-03-23", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18"})
    void easterIsFound(LocalDate sunday) {
        assertThat(new WorkingDays(Set.of(), List.of("easter+0"), Set.of()).holiday(sunday))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // Christmas on Saturday: both move on
        "2027-12-27, true", "2027-12-28, true", "2027-12-29, false",
        // on Sunday: Boxing Day is the Monday, Christmas moves to the Tuesday
        "2022-12-26, true", "2022-12-27, true", "2022-12-28, false",
    })
    void aHolidayOnAWeekendMovesToTheNextFreeDay(LocalDate day, boolean free) {
        WorkingDays days =
                new WorkingDays(Set.of(SATURDAY, SUNDAY), List.of("12-25", "12-26"), Set.of(SATURDAY, SUNDAY));

        assertThat(days.worked(day)).isEqualTo(!free);
    }

    private LocalDate due(String law, Course course) {
        LocalDate on = reckoned(law, course).on();
        assertThat(on).isNotNull();
        return java.util.Objects.requireNonNull(on);
    }

    private List<String> explained(String law, Course course) {
        return reckoned(law, course).steps().stream().map(Text::key).toList();
    }

    private ClockProfile.Due reckoned(String law, Course course) {
        ClockProfile profile = profiles.on(law, course.received());
        return profile.due(course, profile.workingDays(List.of()));
    }

    private @Nullable LocalDate acknowledge(String law, Right right, String received) {
        LocalDate day = LocalDate.parse(received);
        ClockProfile profile = profiles.on(law, day);
        return profile.acknowledgeBy(right, day, profile.workingDays(List.of())).orElse(null);
    }

    private static Course.Pause pause(String asked, String answered) {
        return new Course.Pause(LocalDate.parse(asked), LocalDate.parse(answered));
    }
}
