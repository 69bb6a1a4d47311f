package cloud.maidan.portal.erasure;

import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.rights.DataSubjectRequests;
import cloud.maidan.portal.rights.DataSubjectRequests.Ending;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells the member by letter, the register of requests, the audit trail, and whoever watches. */
@Component
class ErasureNews {

    private final DataSubjectRequests requests;
    private final ServiceCatalog services;
    private final Steps steps;
    private final Letters letters;
    private final ApplicationEventPublisher events;

    ErasureNews(
            DataSubjectRequests requests,
            ServiceCatalog services,
            Steps steps,
            Letters letters,
            ApplicationEventPublisher events) {
        this.requests = requests;
        this.services = services;
        this.steps = steps;
        this.letters = letters;
        this.events = events;
    }

    void record(Auditable event) {
        events.publishEvent(event);
    }

    void end(MemberErasure erasure, Ending how) {
        RequestId request = erasure.request();
        if (request != null) {
            requests.end(request, how);
        }
    }

    void note(MemberErasure erasure, Text what) {
        RequestId request = erasure.request();
        if (request != null) {
            requests.note(request, what);
        }
    }

    void announce(MemberErasure erasure, Auditable event) {
        events.publishEvent(event);
        steps.moved(erasure.id().value());
    }

    void tell(MemberErasure erasure, String what, String when, Text... also) {
        MemberId member = erasure.member();
        if (member != null) {
            String letter = "erasure.letter." + what;
            letters.send(
                    member,
                    "erasure-" + what + "/" + erasure.id(),
                    Text.of(letter + ".subject", erasure.reference()),
                    Stream.concat(
                                    Stream.of(
                                            Text.of(letter + ".first", erasure.reference(), when),
                                            Text.of(letter + ".then", when)),
                                    Stream.of(also))
                            .toList(),
                    erasure.path());
        }
    }

    static Actor person(MemberErasure erasure) {
        MemberId member = erasure.member();
        return member == null ? new Actor.Anonymous() : new Actor.Person(member);
    }

    String product(ServiceId service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(service))
                .map(ServiceProfile::product)
                .findFirst()
                .orElse(service.value());
    }

    static String services(MemberErasure erasure) {
        return String.join(
                " ",
                erasure.lines().stream().map(line -> line.service().value()).toList());
    }
}
