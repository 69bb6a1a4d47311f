package cloud.maidan.portal.federation;

import cloud.maidan.portal.federation.FederationEvent.What;
import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells the administrators by letter where a service differs from the policy. */
@Component
class FederationPost {

    private static final int SAID = 10;

    private final ServiceCatalog services;
    private final Letters letters;
    private final MemberDirectory members;
    private final ApplicationEventPublisher events;

    FederationPost(
            ServiceCatalog services, Letters letters, MemberDirectory members, ApplicationEventPublisher events) {
        this.services = services;
        this.letters = letters;
        this.members = members;
        this.events = events;
    }

    /** One letter to each administrator; within the caller's transaction. @param anew none when nothing was found */
    void found(ServiceId service, List<Drift> anew, Instant now) {
        if (anew.isEmpty()) {
            return;
        }
        events.publishEvent(FederationEvent.byItself(
                What.DRIFT_FOUND, Map.of("service", service.value(), "items", Integer.toString(anew.size()))));
        List<Text> paragraphs = Stream.of(
                        Stream.of(Text.of("federation.letter.drift", product(service), anew.size())),
                        anew.stream().limit(SAID).map(Drift::what),
                        Stream.of(Text.of("federation.letter.choice")))
                .flatMap(each -> each)
                .toList();
        for (Member admin : members.holding(Role.ADMIN)) {
            letters.send(
                    admin.id(),
                    "federation-drift/" + service + "/" + now + "/" + admin.id(),
                    Text.of("federation.letter.drift.subject", product(service)),
                    paragraphs,
                    "/admin/federation");
        }
    }

    private String product(ServiceId service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(service))
                .map(ServiceProfile::product)
                .findFirst()
                .orElse(service.value());
    }
}
