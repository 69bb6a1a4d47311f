package cloud.maidan.portal.rights;

import cloud.maidan.portal.work.Upkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The ways to the requests' pages, and what is done about requests by itself. */
@Configuration(proxyBeanMethods = false)
class RightsConfiguration {

    @Bean
    Upkeep requestUpkeep(RequestRows rows, RightsProperties properties, TransactionTemplate transactions) {
        return now ->
                transactions.executeWithoutResult(transaction -> rows.forgetEndedBefore(now.minus(properties.keep())));
    }
}
