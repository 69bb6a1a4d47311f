package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When regular exports are made. */
class ScheduleTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final MemberId member = new MemberId(new UUID(0, 0));

    @Test
    void theNextOneComesOnTheSameDayOfALaterMonthInTheMembersNight() {
        LocalDate first = LocalDate.of(2026, 11, 21);
        Instant now = Instant.parse("2026-11-21T08:00:00Z");

        assertThat(Rhythm.MONTHLY.next(first, member, BERLIN, now)).isEqualTo("2026-12-21T00:00:00Z");
        assertThat(Rhythm.QUARTERLY.next(first, member, BERLIN, now)).isEqualTo("2027-02-21T00:00:00Z");
    }

    @Test
    void theLastDayOfAMonthStaysTheLast() {
        LocalDate first = LocalDate.of(2026, 12, 31);

        Instant february = Rhythm.MONTHLY.next(first, member, BERLIN, Instant.parse("2027-02-01T00:00:00Z"));
        Instant march = Rhythm.MONTHLY.next(first, member, BERLIN, february);

        assertThat(february).isEqualTo("2027-02-28T00:00:00Z");
        assertThat(march).isEqualTo("2027-03-30T23:00:00Z");
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() {
        LocalDate first = LocalDate.of(2026, 1, 10);

        assertThat(Rhythm.MONTHLY.next(first, member, BERLIN, Instant.parse("2026-11-21T08:00:00Z")))
                .isEqualTo("2026-12-10T00:00:00Z");
    }

    @Test
    void membersAreSpreadOverTheNight() {
        assertThat(IntStream.range(0, 500)
                        .mapToObj(i -> new MemberId(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i / 256)})))
                        .map(each -> Rhythm.MONTHLY.next(LocalDate.of(2026, 1, 1), each, BERLIN, Instant.EPOCH))
                        .distinct()
                        .count())
                .isGreaterThan(100);
    }
}
