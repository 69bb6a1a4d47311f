package cloud.maidan.portal.settings;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    @Bean
    NavigationLink settingsLink() {
        return new NavigationLink(Group.CHOICES, "/me/settings", "settings.title", "sliders-horizontal", 10);
    }

    @Bean
    Upkeep settingsUpkeep(ChangeRows rows, SettingsProperties properties) {
        return now -> rows.forgetBefore(now.minus(properties.keep()));
    }

    @Bean
    PersonalRecords settingsRecords(JdbcOperations jdbc) {
        return new TableRecords("settings", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "settings_item", null))
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "settings_change", "made_at"));
    }
}
