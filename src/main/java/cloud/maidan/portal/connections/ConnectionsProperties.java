package cloud.maidan.portal.connections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param every time from one test of a connection to the next; looked at once an hour */
@ConfigurationProperties("portal.connections")
record ConnectionsProperties(@DefaultValue("1h") Duration every) {

    ConnectionsProperties {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("portal.connections.every needs a time above zero");
        }
    }
}
