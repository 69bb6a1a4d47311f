package cloud.maidan.portal.requests;

import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which services a member can choose for an export. */
@Component
class ServiceChoices {

    private final ServiceCatalog services;

    ServiceChoices(ServiceCatalog services) {
        this.services = services;
    }

    /** @param wanted services that are ticked; null for all that are possible */
    List<ServiceChoice> all(MemberId member, @Nullable List<String> wanted) {
        Set<String> ticked = wanted == null ? Set.of() : Set.copyOf(wanted);
        return services.lastKnown(member).stream()
                .map(state -> ServiceChoice.of(
                        state,
                        services,
                        wanted == null || ticked.contains(state.profile().id().value())))
                .toList();
    }

    List<ServiceChoice> chosen(MemberId member, @Nullable List<String> wanted) {
        return all(member, wanted == null ? List.of() : wanted).stream()
                .filter(ServiceChoice::chosen)
                .toList();
    }
}
