package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The overview's place in the rail. */
@Configuration(proxyBeanMethods = false)
class DashboardNavigation {

    @Bean
    NavigationLink overviewLink() {
        return new NavigationLink(Group.DATA, "/me", "dashboard.overview", "house", 10);
    }
}
