package cloud.maidan.portal.provisioning;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the operator looks.
 *
 * @param lookEvery time from the end of one look at all containers to the next
 * @param pace how often it asks whether somebody wants it to look
 * @param lease how long after its last sign of life an operator counts as killed, and another goes on with its plan
 */
@ConfigurationProperties("portal.provisioning")
record ProvisioningProperties(
        @DefaultValue("1h") Duration lookEvery,
        @DefaultValue("2s") Duration pace,
        @DefaultValue("20s") Duration lease) {

    ProvisioningProperties {
        if (!lookEvery.isPositive() || !pace.isPositive() || !lease.isPositive()) {
            throw new IllegalArgumentException("portal.provisioning needs times above zero");
        }
    }
}
