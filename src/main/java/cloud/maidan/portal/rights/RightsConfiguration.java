package cloud.maidan.portal.rights;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.Rulings;
import cloud.maidan.portal.work.Upkeep;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The ways to the requests' pages, and what is done about requests by itself. */
@Configuration(proxyBeanMethods = false)
class RightsConfiguration {

    @Bean
    NavigationLink requestsLink() {
        return new NavigationLink(Group.DATA, "/me/requests", "rights.nav.requests", "scale", 30);
    }

    @Bean
    NavigationLink openRequestsLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/requests", "rights.nav.open", "inbox", 10, List.of("OFFICER"));
    }

    @Bean
    Upkeep requestUpkeep(
            RequestRows rows,
            RightsProperties properties,
            TransactionTemplate transactions,
            ObjectProvider<Rulings> rulings) {
        return now -> {
            if (rulings.stream().noneMatch(each -> each.ruled(RightsRecords.REGISTER))) {
                transactions.executeWithoutResult(transaction -> rows.forgetEndedBefore(now.minus(properties.keep())));
            }
        };
    }
}
