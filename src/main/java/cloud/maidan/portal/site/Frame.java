package cloud.maidan.portal.site;

import cloud.maidan.portal.site.NavigationLink.Group;
import com.ibm.icu.util.ULocale;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the page frame shows around every page; in templates {@code @frame}. */
@Component("frame")
class Frame {

    /** @param language its tag, @param name what its speakers call it */
    record Language(String tag, String name, boolean current) {}

    record RailLink(NavigationLink link, boolean current, boolean here) {}

    private final SiteProperties site;
    private final Onlooker onlooker;
    private final List<NavigationLink> links;

    Frame(SiteProperties site, Onlooker onlooker, ObjectProvider<NavigationLink> links) {
        this.site = site;
        this.onlooker = onlooker;
        this.links = links.stream()
                .sorted(Comparator.comparing(NavigationLink::group).thenComparing(NavigationLink::order))
                .toList();
    }

    public String community() {
        return site.community();
    }

    public @Nullable String sourceCode() {
        return site.sourceCode() == null ? null : site.sourceCode().toString();
    }

    public @Nullable String contact() {
        return site.contact() == null ? null : site.contact().toString();
    }

    /** Null for somebody who is not signed in. */
    public @Nullable Viewer viewer() {
        return onlooker.viewer(request()).orElse(null);
    }

    /** {@code light}, {@code dark}, or null to follow the device. */
    public @Nullable String theme() {
        return onlooker.viewer(request())
                .map(Viewer::theme)
                .filter(theme -> theme.equals("light") || theme.equals("dark"))
                .orElse(null);
    }

    public String language() {
        return LocaleContextHolder.getLocale().toLanguageTag();
    }

    public String direction() {
        return ULocale.forLocale(LocaleContextHolder.getLocale()).isRightToLeft() ? "rtl" : "ltr";
    }

    public boolean administration() {
        return path().startsWith("/admin");
    }

    /** The rail by its headings; each link only for those who may go there. */
    public Map<Group, List<RailLink>> rail() {
        Map<Group, List<RailLink>> rail = new EnumMap<>(Group.class);
        String path = path();
        Optional<NavigationLink> nearest = links.stream()
                .filter(link -> covers(link, path))
                .max(Comparator.comparingInt(link -> link.path().length()));
        for (Group group : Group.values()) {
            List<RailLink> ofGroup = links.stream()
                    .filter(link -> link.group() == group && visible(link))
                    .map(link -> new RailLink(
                            link,
                            nearest.isPresent() && nearest.get().equals(link),
                            link.path().equals(path)))
                    .toList();
            if (!ofGroup.isEmpty()) {
                rail.put(group, ofGroup);
            }
        }
        return rail;
    }

    public List<Language> languages() {
        Locale now = LocaleContextHolder.getLocale();
        return PhraseBook.LANGUAGES.stream()
                .map(language -> new Language(
                        language.toLanguageTag(),
                        language.getDisplayLanguage(language),
                        language.getLanguage().equals(now.getLanguage())))
                .toList();
    }

    /** The page being looked at, without its query. */
    public String path() {
        HttpServletRequest request = request();
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return original == null ? request.getRequestURI() : original.toString();
    }

    private static boolean visible(NavigationLink link) {
        return link.roles().isEmpty() || link.roles().stream().anyMatch(request()::isUserInRole);
    }

    private static boolean covers(NavigationLink link, String path) {
        return path.equals(link.path()) || path.startsWith(link.path() + "/");
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }
}
