package cloud.maidan.portal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * Starts the whole portal connected to the stand-in of every service ({@link TestCommunity}), with little patience, so
 * that faults do not take long.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PortalTest
@Import(TestCommunity.class)
@TestPropertySource(
        properties = {
            "portal.requests.first-pause=1s",
            "portal.requests.longest-pause=1s",
            "portal.requests.patience=3s",
            "portal.requests.per-day=1000",
            "portal.members.addresses-identify=true",
            "portal.retention.patience=1s",
            "portal.services.http.connect=500ms",
            "portal.services.http.answer=1500ms",
            "portal.services.http.size=1MB",
            "portal.services.asking.account-within=3s",
            "portal.services.matrix.page-within=1500ms"
        })
public @interface CommunityTest {}
