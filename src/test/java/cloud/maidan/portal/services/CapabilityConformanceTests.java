package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;

@PortalTest
class CapabilityConformanceTests {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final List<ServiceAdapter> adapters;
    private final ServiceCatalog catalog;

    @Autowired
    CapabilityConformanceTests(List<ServiceAdapter> adapters, ServiceCatalog catalog) {
        this.adapters = adapters;
        this.catalog = catalog;
    }

    @Test
    void eachCapabilityIsOfferedOrItsAbsenceExplained() {
        assertThat(adapters)
                .isNotEmpty()
                .allSatisfy(adapter -> assertThat(Capability.class.getPermittedSubclasses())
                        .allMatch(capability -> capability.isInstance(adapter)
                                ^ adapter.profile().gaps().containsKey(capability)));
    }

    @Test
    void aServiceThatCannotBeAskedExplainsEveryCapability() {
        assertThat(catalog.profiles())
                .filteredOn(profile -> adapters.stream()
                        .noneMatch(adapter -> adapter.profile().id().equals(profile.id())))
                .allSatisfy(profile -> assertThat(profile.gaps().keySet())
                        .map(Class::getName)
                        .containsExactlyInAnyOrderElementsOf(capabilities()));
    }

    @Test
    void namesAndExplanationsAreThereInEveryLanguage(@Autowired MessageSource messages) {
        for (Locale language : LANGUAGES) {
            assertThat(catalog.profiles()).allSatisfy(profile -> {
                assertThat(messages.getMessage(profile.name().key(), null, null, language))
                        .as(profile.name().key())
                        .isNotBlank();
                assertThat(profile.gaps().values())
                        .allSatisfy(why -> assertThat(messages.getMessage(
                                        why.key(), why.args().toArray(), null, language))
                                .as(why.key())
                                .isNotBlank());
            });
        }
    }

    @Test
    void theServicesStandInTheirOrder() {
        assertThat(catalog.profiles())
                .extracting(profile -> profile.id().value())
                .containsSubsequence(
                        "nextcloud", "peertube", "cryptpad", "vaultwarden", "librechat", "authentik", "portal");
    }

    private static List<String> capabilities() {
        return Arrays.stream(Capability.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList();
    }
}
