package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.OperatorKey;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator makes services from.
 *
 * @param keyFile of 32 bytes, made when it is missing; empty: services that need secrets are refused
 * @param blueprints pattern of resources; web processes read theirs from the same
 */
@ConfigurationProperties("portal.operator")
record OperatorProperties(
        @DefaultValue("") String keyFile,
        @DefaultValue(Blueprints.OURS) String blueprints) {

    OperatorKey key() {
        return new OperatorKey(Path.of(keyFile));
    }
}
