package cloud.maidan.portal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.retention.Periods.Reading;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Kind;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTests {

    private static final Kind KIND = Kind.of("portal", "letter", LegalBasis.CONTRACT, new Retention.Swept())
            .atLeast(Period.ofDays(7));

    @ParameterizedTest
    @CsvSource({"P90D, P90D", "' p6m ', P6M", "P1Y6M, P1Y6M", "P2W, P14D", "P20Y, P20Y", "P7D, P7D"})
    void aPeriodIsRead(String typed, String period) {
        assertThat(Periods.read(typed, KIND)).isEqualTo(new Reading.Good(Period.parse(period)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "90",
                "ninety days",
                "P",
                "PT12H",
                "P-90D",
                "-P90D",
                "P1Y-6M",
                "P99999999999999Y",
                "P9999999999D",
                "P9٠D",
                "<script>",
                "P1D\u0000",
                "P1D; drop table retention_rule"
            })
    void garbageIsSaidToBeNoPeriod(String typed) {
        assertThat(Periods.read(typed, KIND)).isEqualTo(new Reading.Wrong(Text.of("retention.period.unreadable")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P0Y0M0D", "P0W"})
    void zeroIsSaidToDeleteEverything(String typed) {
        assertThat(Periods.read(typed, KIND)).isEqualTo(new Reading.Wrong(Text.of("retention.period.zero")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P100Y", "P20Y1D", "P2147483647D", "P2147483647Y"})
    void aCenturyIsNoLimit(String typed) {
        assertThat(Periods.read(typed, KIND)).isEqualTo(new Reading.Wrong(Text.of("retention.period.too-long", 20)));
    }

    @Test
    void whatWouldNotWorkIsSaidToBeTooShort() {
        assertThat(Periods.read("P6D", KIND)).isEqualTo(new Reading.Wrong(Text.of("retention.period.too-short", 7)));
    }

    @Test
    void monthsEndWhereTheCalendarSays() {
        assertThat(Periods.before(Instant.parse("2028-03-31T00:00:00Z"), Period.ofMonths(1)))
                .isEqualTo(Instant.parse("2028-02-29T00:00:00Z"));
        assertThat(Periods.said(Period.of(1, 6, 0))).isEqualTo(Text.of("retention.months", 18));
        assertThat(Periods.said(Period.ofYears(2))).isEqualTo(Text.of("retention.years", 2));
        assertThat(Periods.said(Period.of(0, 1, 3))).isEqualTo(Text.of("retention.months-and-days", 1, 3));
    }
}
