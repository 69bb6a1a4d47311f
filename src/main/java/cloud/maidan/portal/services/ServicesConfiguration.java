package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class ServicesConfiguration {

    @Bean
    PersonalRecords servicesRecords(JdbcOperations jdbc) {
        return new TableRecords("services", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "service_link", "proven_at"))
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "service_answer", "asked_at"))
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "service_proposal", "proposed_at"))
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "service_claim", "claimed_at"))
                .impersonal("flyway_schema_history", "Lists the changes made to the database's tables.");
    }
}
