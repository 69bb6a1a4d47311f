package cloud.maidan.portal.holds;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to the officers' page. */
@Configuration(proxyBeanMethods = false)
class HoldsConfiguration {

    @Bean
    NavigationLink holdsLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/holds", "holds.title", "archive", 20, List.of("OFFICER"));
    }
}
