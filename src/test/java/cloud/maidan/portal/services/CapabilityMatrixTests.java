package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.MessageSource;

/** The list of services × capabilities in {@code docs/services} is written from the code. */
@PortalTest
class CapabilityMatrixTests {

    private static final Path PAGE = Path.of("docs/services/README.md");

    @LocalServerPort
    int port;

    @Autowired
    ServiceCatalog services;

    @Autowired
    MessageSource messages;

    /** Run with {@code -Dportal.docs.write=true} to write the page anew. */
    @Test
    void theListOfCapabilitiesShowsTheCode() throws IOException {
        String page = page();
        if (Boolean.getBoolean("portal.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void anybodyReadsItInThePortalToo() {
        String page = Browser.on(port).get("/about/services").body();

        assertThat(services.profiles()).allSatisfy(profile -> {
            assertThat(page).contains(profile.product());
            assertThat(profile.gaps().values())
                    .allSatisfy(gap -> assertThat(page).contains(escaped(said(gap))));
        });
    }

    private String page() {
        List<Class<?>> capabilities = Arrays.asList(Capability.class.getPermittedSubclasses());
        String head = capabilities.stream().map(Class::getSimpleName).collect(Collectors.joining(" | "));
        String rows = services.profiles().stream()
                .map(profile -> "| %s | %s |"
                        .formatted(
                                name(profile),
                                capabilities.stream()
                                        .map(capability -> profile.gaps().containsKey(capability) ? "no" : "yes")
                                        .collect(Collectors.joining(" | "))))
                .collect(Collectors.joining("\n"));
        String gaps = services.profiles().stream()
                .map(profile -> "## %s\n\n%s"
                        .formatted(
                                name(profile),
                                capabilities.stream()
                                        .filter(capability -> profile.gaps().containsKey(capability))
                                        .map(capability -> "- " + capability.getSimpleName() + ": "
                                                + said(java.util.Objects.requireNonNull(
                                                        profile.gaps().get(capability))))
                                        .collect(Collectors.joining("\n"))))
                .collect(Collectors.joining("\n\n"));
        return """
                # What the portal can do at each service

                Written from the code by `CapabilityMatrixTests`. A service that does not offer a capability says why; members read the same sentences on the service's page and at `/about/services`.

                | service | %s |
                |%s
                %s

                %s
                """.formatted(head, "-|".repeat(capabilities.size() + 1), rows, gaps);
    }

    private static String name(ServiceProfile profile) {
        return Files.exists(Path.of("docs/services", profile.id() + ".md"))
                ? "[%s](%s.md)".formatted(profile.product(), profile.id())
                : profile.product();
    }

    private String said(cloud.maidan.portal.subject.Text text) {
        return messages.getMessage(text.key(), text.args().toArray(), Locale.ENGLISH);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("'", "&#39;").replace("\"", "&quot;");
    }
}
