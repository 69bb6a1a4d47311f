package cloud.maidan.portal.audit;

import cloud.maidan.portal.site.NavigationLink;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The trail's place in the rail. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    NavigationLink activityLink() {
        return new NavigationLink(NavigationLink.Group.DATA, "/me/activity", "audit.activity.title", "scroll-text", 40);
    }
}
