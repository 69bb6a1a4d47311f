package cloud.maidan.portal.site;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.unbescape.html.HtmlEscape;

/** Markup of icons and of the small parts around them. */
@Component
class Icons {

    /** Icons that point somewhere, and so turn around where text runs from right to left. */
    private static final Set<String> DIRECTED =
            Set.of("arrow-left", "arrow-right", "log-in", "undo-2", "external-link", "skip-forward");

    private static final String SPRITE = "/assets/icons.svg";
    private static final int MOST = 200;

    private final Assets assets;
    private final Map<String, String> drawn = new ConcurrentHashMap<>();

    Icons(Assets assets) {
        this.assets = assets;
    }

    String svg(String name) {
        String known = drawn.get(name);
        if (known != null) {
            return known;
        }
        String svg = "<svg class=\"icon" + (DIRECTED.contains(name) ? " directed" : "")
                + "\" aria-hidden=\"true\" width=\"20\" height=\"20\"><use href=\"" + assets.address(SPRITE) + "#"
                + escaped(name) + "\"></use></svg>";
        if (drawn.size() < MOST) {
            drawn.put(name, svg);
        }
        return svg;
    }

    String tile(String icon, String state) {
        return "<span class=\"tile " + escaped(state) + "\">" + svg(icon) + "</span>";
    }

    String pill(String kind, String icon, String text) {
        return "<span class=\"pill " + escaped(kind) + "\">" + svg(icon) + "<span>" + escaped(text) + "</span></span>";
    }

    private static String escaped(String text) {
        return HtmlEscape.escapeHtml4Xml(text);
    }
}
