package cloud.maidan.portal.keys;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the keys outside the database are, and how long those inside are used.
 *
 * @param folder holds one or more files {@code *.key}, each 32 random bytes in base64; the last by name wraps, the
 *     others only unwrap
 * @param create whether the portal makes a key file when there is none: for trying it out
 * @param rewrap whether what older files wrap is wrapped anew at the start
 * @param rotateAfter age after which a sealing key gets a successor
 */
@Validated
@ConfigurationProperties("portal.keys")
record KeyProperties(
        @DefaultValue("/var/lib/portal/keys") Path folder,
        @DefaultValue("false") boolean create,
        @DefaultValue("true") boolean rewrap,
        @DefaultValue("P90D") Duration rotateAfter) {}
