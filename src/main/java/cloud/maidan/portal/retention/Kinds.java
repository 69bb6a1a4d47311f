package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Every kind of data whose age can be spoken of, service by service. */
@Component
class Kinds {

    private final ServiceCatalog services;

    Kinds(ServiceCatalog services) {
        this.services = services;
    }

    List<Bounded> all() {
        return services.profiles().stream().flatMap(this::of).toList();
    }

    Optional<Bounded> find(String service, String kind) {
        return services.profiles().stream()
                .filter(profile -> profile.id().value().equals(service))
                .flatMap(this::of)
                .filter(each -> each.kind().id().equals(kind))
                .findFirst();
    }

    private Stream<Bounded> of(ServiceProfile profile) {
        Optional<Retention> retention = services.retention(profile.id());
        return retention.stream().flatMap(by -> by.kinds().stream().map(kind -> new Bounded(profile, kind, by)));
    }
}
