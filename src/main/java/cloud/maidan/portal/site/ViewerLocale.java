package cloud.maidan.portal.site;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleContextResolver;

/** Which language and zone a page speaks: the member's own, else the language cookie, else what the browser asks for. */
@Component("localeResolver")
class ViewerLocale implements LocaleContextResolver {

    static final String COOKIE = "PORTAL_LANGUAGE";

    private final Onlooker onlooker;
    private final SiteProperties site;

    ViewerLocale(Onlooker onlooker, SiteProperties site) {
        this.onlooker = onlooker;
        this.site = site;
    }

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
        Optional<Viewer> viewer = onlooker.viewer(request);
        Locale locale = viewer.map(Viewer::locale)
                .map(PhraseBook::nearest)
                .or(() -> chosen(request))
                .orElseGet(() -> preferred(request));
        ZoneId zone = viewer.map(Viewer::zone).orElse(site.zone());
        return new SimpleTimeZoneAwareLocaleContext(locale, TimeZone.getTimeZone(zone));
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Locale locale = resolveLocaleContext(request).getLocale();
        return locale == null ? Locale.ENGLISH : locale;
    }

    @Override
    public void setLocaleContext(
            HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable LocaleContext context) {
        throw new UnsupportedOperationException("the language link chooses");
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language link chooses");
    }

    private static Optional<Locale> chosen(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(COOKIE)) {
                return offered(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /** The language of that tag; empty when we do not speak it. */
    static Optional<Locale> offered(String tag) {
        return PhraseBook.LANGUAGES.stream()
                .filter(language -> language.toLanguageTag().equals(tag))
                .findFirst();
    }

    private static Locale preferred(HttpServletRequest request) {
        var wishes = request.getLocales();
        while (wishes.hasMoreElements()) {
            Locale wish = wishes.nextElement();
            if (PhraseBook.LANGUAGES.stream()
                    .anyMatch(language -> language.getLanguage().equals(wish.getLanguage()))) {
                return PhraseBook.nearest(wish);
            }
        }
        return Locale.ENGLISH;
    }
}
