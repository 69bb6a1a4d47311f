package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Says what is kept about letters, and for how long. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {

    @Bean
    PersonalRecords mailRecords(JdbcOperations jdbc) {
        return new TableRecords("mail", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "letter", "created_at"));
    }

    @Bean
    Upkeep letterUpkeep(LetterRows letters, MailProperties properties) {
        return now -> letters.forgetSettledBefore(now.minus(properties.keep()));
    }
}
