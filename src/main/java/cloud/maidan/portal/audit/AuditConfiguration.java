package cloud.maidan.portal.audit;

import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The trail's places in the rail: a member's own, and the whole one. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    NavigationLink activityLink() {
        return new NavigationLink(Group.DATA, "/me/activity", "audit.activity.title", "scroll-text", 40);
    }

    @Bean
    NavigationLink trailLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/audit",
                "audit.trail.title",
                "scroll-text",
                50,
                Permission.READ_THE_TRAIL.roleNames());
    }
}
