package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.site.NavigationLink;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Which other pages exist: a link appears only with its page. In templates {@code @doors}. */
@Component("doors")
class Doors {

    private final ObjectProvider<NavigationLink> links;

    Doors(ObjectProvider<NavigationLink> links) {
        this.links = links;
    }

    public boolean exports() {
        return links.stream().anyMatch(link -> link.path().equals("/me/exports"));
    }
}
