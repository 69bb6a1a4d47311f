package cloud.maidan.portal.members;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages a member can choose. */
final class Languages {

    static final List<Locale> OFFERED = List.of(Locale.ENGLISH, Locale.GERMAN);

    private Languages() {}

    /** The provider's idea of the member's language if we speak it, else the browser's, else English. */
    static Locale nearest(@Nullable String claim, Locale browser) {
        Locale claimed = claim == null ? browser : Locale.forLanguageTag(claim.replace('_', '-'));
        return offered(claimed) ? bare(claimed) : offered(browser) ? bare(browser) : Locale.ENGLISH;
    }

    private static boolean offered(Locale locale) {
        return OFFERED.contains(bare(locale));
    }

    private static Locale bare(Locale locale) {
        return Locale.forLanguageTag(locale.getLanguage());
    }
}
