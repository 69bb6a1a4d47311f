package cloud.maidan.portal.dashboard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How old an answer may be.
 *
 * @param freshFor an answer older than this is called an older answer
 * @param askAfter a page asks a service by itself only when it was last asked longer ago than this
 */
@ConfigurationProperties("portal.dashboard")
record DashboardProperties(
        @DefaultValue("6h") Duration freshFor,
        @DefaultValue("1m") Duration askAfter) {}
