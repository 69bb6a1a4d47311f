package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One kind of data that a service holds about a member.
 *
 * @param id stable name within the service, such as {@code messages}
 * @param detail a second line; null when the title says it
 * @param count null when it cannot be counted; zero means none
 * @param bytes null when unknown
 * @param oldest null when there is none or the service keeps no time
 * @param sealed whether the service holds it in a form that we technically cannot read
 * @param changeAt address of the service's page where the member can change it; null when there is none
 */
public record Category(
        String id,
        Text title,
        @Nullable Text detail,
        @Nullable Long count,
        @Nullable Long bytes,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        Text purpose,
        LegalBasis basis,
        Text retention,
        Text visibleTo,
        boolean sealed,
        @Nullable String changeAt) {}
