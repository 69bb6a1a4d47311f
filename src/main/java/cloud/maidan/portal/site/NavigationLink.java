package cloud.maidan.portal.site;

import java.util.List;

/**
 * A link of the rail, contributed as a bean by the module whose page it leads to.
 *
 * @param path the page, such as {@code /me/exports}; the link is current on this path and below it
 * @param label message key
 * @param icon symbol of the icon sprite, such as {@code package}
 * @param order position within the group, ascending
 * @param roles names of the roles that see the link; empty: everybody who is signed in
 */
public record NavigationLink(Group group, String path, String label, String icon, int order, List<String> roles) {

    public NavigationLink {
        roles = List.copyOf(roles);
    }

    public NavigationLink(Group group, String path, String label, String icon, int order) {
        this(group, path, label, icon, order, List.of());
    }

    /** Headings of the rail; message keys {@code site.rail.<name in lower case>}. */
    public enum Group {
        DATA,
        CHOICES,
        ACCESS,
        ADMINISTRATION
    }
}
