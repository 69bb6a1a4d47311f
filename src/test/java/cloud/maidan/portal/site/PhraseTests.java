package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PhraseTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String MOMENT = "2026-11-20T20:41:00Z";

    @Test
    void pluralsFollowTheLanguage() {
        Phrase phrase = Phrase.parse("{0, plural, one {# message} other {# messages}}", Locale.ENGLISH);

        assertThat(phrase.say(BERLIN, 1)).isEqualTo("1 message");
        assertThat(phrase.say(BERLIN, 1284)).isEqualTo("1,284 messages");
    }

    @Test
    void numbersAreGroupedAsTheLanguageGroupsThem() {
        assertThat(Phrase.parse("{0}", Locale.GERMAN).say(BERLIN, 1_234_567L)).isEqualTo("1.234.567");
    }

    @Test
    void sizesHaveDecimalUnits() {
        Phrase phrase = Phrase.parse("{0, bytes} in {1} files, {0} exactly", Locale.ENGLISH);

        assertThat(phrase.say(BERLIN, 312_400_000L, 3)).isEqualTo("312 MB in 3 files, 312,400,000 exactly");
        assertThat(Phrase.parse("{0, bytes}", Locale.GERMAN).say(BERLIN, 4_700_000_000L))
                .isEqualTo("4,7\u00a0GB");
        assertThat(Phrase.parse("{0, bytes}", Locale.ENGLISH).say(BERLIN, 0L)).isEqualTo("0 bytes");
        assertThat(Phrase.parse("{0, bytes}", Locale.ENGLISH).say(BERLIN, 9_000L))
                .isEqualTo("9 kB");
    }

    @Test
    void instantsAreSaidInTheReadersZone() {
        Phrase phrase = Phrase.parse("{0, date, long}, {0, time, short}", Locale.ENGLISH);

        assertThat(phrase.say(BERLIN, MOMENT)).isEqualTo("20 November 2026, 21:41");
        assertThat(phrase.say(ZoneId.of("UTC"), Instant.parse(MOMENT))).isEqualTo("20 November 2026, 20:41");
    }

    @Test
    void aDayIsTheSameDayInEveryZone() {
        Phrase phrase = Phrase.parse("until {0, date, ::yMMMMEEEEd}", Locale.ENGLISH);

        assertThat(phrase.say(ZoneId.of("Pacific/Kiritimati"), "2026-02-28"))
                .isEqualTo("until Saturday, 28 February 2026")
                .isEqualTo(phrase.say(ZoneId.of("Pacific/Niue"), "2026-02-28"));
        assertThat(phrase.say(BERLIN, "2026-02-31")).isEqualTo("until 2026-02-31");
    }

    @Test
    void aBareInstantIsSaidInFull() {
        assertThat(Phrase.parse("since {0}", Locale.GERMAN).say(BERLIN, MOMENT))
                .isEqualTo("since 20. November 2026 um 21:41 (Europe/Berlin)");
    }

    @Test
    void placesInsidePluralsAreFoundToo() {
        Phrase phrase =
                Phrase.parse("{0, plural, one {# file of {1, bytes}} other {# files, {1, bytes}}}", Locale.ENGLISH);

        assertThat(phrase.say(BERLIN, 2, 1_000_000L)).isEqualTo("2 files, 1 MB");
    }

    @Test
    void whatOnlyLooksLikeAnInstantIsLeftAlone() {
        assertThat(Phrase.parse("{0}", Locale.ENGLISH).say(BERLIN, "2026-99-99T00:00:00Z"))
                .isEqualTo("2026-99-99T00:00:00Z");
    }

    @Test
    void whatIsNoInstantIsSaidAsItIs() {
        assertThat(Phrase.parse("on {0, date, long}", Locale.ENGLISH).say(BERLIN, "later"))
                .isEqualTo("on later");
    }

    @Test
    void apostrophesNeedNoCare() {
        assertThat(Phrase.parse("It's {0}'s", Locale.ENGLISH).say(BERLIN, "Ada"))
                .isEqualTo("It's Ada's");
    }

    @Test
    void aBrokenPatternIsFoundAtOnce() {
        assertThatThrownBy(() -> Phrase.parse("{0, plural, one {x}", Locale.ENGLISH))
                .isInstanceOf(RuntimeException.class);
    }
}
