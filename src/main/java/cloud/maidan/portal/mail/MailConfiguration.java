package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.AgingTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Rulings;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Says what is kept about letters, and for how long. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {

    private static final String LETTERS = "letter";

    @Bean
    PersonalRecords mailRecords(JdbcOperations jdbc, MailProperties properties) {
        return new TableRecords("mail", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "letter", "created_at"))
                .aging(new AgingTable(LETTERS, "settled_at is not null", "settled_at", properties.keep()));
    }

    @Bean
    Upkeep letterUpkeep(LetterRows letters, MailProperties properties, ObjectProvider<Rulings> rulings) {
        return now -> {
            if (rulings.stream().noneMatch(each -> each.ruled(LETTERS))) {
                letters.forgetSettledBefore(now.minus(properties.keep()));
            }
        };
    }
}
