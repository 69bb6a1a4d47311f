package cloud.maidan.portal.site;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this community calls itself and how its pages behave.
 *
 * @param community name shown in the header and in letters
 * @param zone time zone of people who are not signed in
 * @param sourceCode where the source of this very portal is offered (AGPL-3.0 section 13); null hides the link
 * @param contact address, such as {@code mailto:people@example.org}, of those who run this place; null hides the link
 * @param formTargets origins besides our own to which a form may lead, such as the identity provider's for signing out
 * @param hsts whether browsers are told to come back by https only; sent over https alone
 */
@Validated
@ConfigurationProperties("portal.site")
public record SiteProperties(
        @DefaultValue("Riverbend") @NotBlank String community,
        @DefaultValue("UTC") ZoneId zone,
        @Nullable URI sourceCode,
        @Nullable URI contact,
        @DefaultValue List<URI> formTargets,
        @DefaultValue("true") boolean hsts) {

    public SiteProperties {
        formTargets = List.copyOf(formTargets);
    }
}
