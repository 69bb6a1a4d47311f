package cloud.maidan.portal.mail;

import jakarta.validation.constraints.Email;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Letters; the mail server itself is configured by {@code spring.mail.*}, and without one no letter is sent.
 *
 * @param from address that letters come from; their name is the community's
 * @param address where members reach the portal from outside, without a path: links of letters begin with it
 * @param patience how long a letter is tried before it is given up
 * @param keep how long letters are kept after they were sent or given up
 */
@Validated
@ConfigurationProperties("portal.mail")
record MailProperties(
        @DefaultValue("portal@localhost") @Email String from,
        @DefaultValue("http://localhost:8080") URI address,
        @DefaultValue("72h") Duration patience,
        @DefaultValue("90d") Duration keep) {}
