package cloud.maidan.portal.services.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long and how much we take from a service when a call says nothing else.
 *
 * @param connect longest wait for a connection
 * @param answer longest time from the first attempt to connect to the last byte of the answer
 * @param size most bytes of one answer
 */
@ConfigurationProperties("portal.services.http")
public record HttpLimits(
        @DefaultValue("1s") Duration connect,
        @DefaultValue("10s") Duration answer,
        @DefaultValue("16MB") DataSize size) {

    public HttpLimits {
        if (connect.isNegative() || connect.isZero() || answer.isNegative() || answer.isZero() || size.toBytes() <= 0) {
            throw new IllegalArgumentException("portal.services.http needs limits above zero");
        }
    }

    public static HttpLimits standard() {
        return new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(10), DataSize.ofMegabytes(16));
    }
}
