package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Puts a {@link Text} into words; in templates {@code ${@words.say(text)}}. */
@Component("words")
public class Words {

    private final PhraseBook phrases;

    Words(PhraseBook phrases) {
        this.phrases = phrases;
    }

    /** In the language and zone of whoever looks at the page; empty for null. */
    public String say(@Nullable Text text) {
        return text == null
                ? ""
                : say(
                        text,
                        LocaleContextHolder.getLocale(),
                        LocaleContextHolder.getTimeZone().toZoneId());
    }

    /**
     * What a fragment was given, said: a {@link Text} in words, anything else as it is. Thymeleaf refuses beans inside
     * a fragment's parameters, so that a template hands the {@code Text} itself over.
     */
    public String of(@Nullable Object given) {
        return given instanceof Text text ? say(text) : Objects.toString(given, "");
    }

    /** For letters and files. A key that no module has is said as it is. */
    public String say(Text text, Locale locale, ZoneId zone) {
        String said = phrases.find(text.key(), text.args(), locale, zone);
        return said == null ? text.key() : said;
    }
}
