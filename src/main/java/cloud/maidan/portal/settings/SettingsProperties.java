package cloud.maidan.portal.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Privacy settings across services.
 *
 * @param keep how long a change can be undone; then the values before it are forgotten
 * @param patience how long a silent service is waited for before a change is given up
 */
@ConfigurationProperties("portal.settings")
record SettingsProperties(
        @DefaultValue("30d") Duration keep,
        @DefaultValue("1d") Duration patience) {}
