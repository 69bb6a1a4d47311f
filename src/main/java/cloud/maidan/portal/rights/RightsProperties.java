package cloud.maidan.portal.rights;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * By which law requests are answered, and by whom else a member is heard.
 *
 * @param profile whose clock counts: {@code eu}, {@code uk}, {@code california}, {@code brazil}
 * @param holidays days that the community keeps besides those of the profile, written as in {@code clocks/*.yaml}
 * @param authority where members can complain about us
 * @param perDay requests a member may make within 24 hours
 * @param patience how long a service that does not answer is waited for before a correction there is left to a person
 * @param restrictionNotice time between telling a member that a restriction ends and its end (GDPR Art. 18(3))
 * @param keep how long an ended request is kept as proof that we answered (GDPR Art. 5(2))
 */
@Validated
@ConfigurationProperties("portal.rights")
record RightsProperties(
        @DefaultValue("eu") @NotBlank String profile,
        @DefaultValue List<String> holidays,
        @DefaultValue Authority authority,
        @DefaultValue("10") @Min(1) @Max(1000) int perDay,
        @DefaultValue("3d") Duration patience,
        @DefaultValue("7d") Duration restrictionNotice,
        @DefaultValue("1095d") Duration keep) {

    RightsProperties {
        holidays = List.copyOf(holidays);
    }

    /**
     * @param name of the supervisory authority; empty when nobody said
     * @param page where it takes complaints
     * @param remedy the court one can turn to, and how
     */
    record Authority(
            @DefaultValue("") String name,
            @Nullable URI page,
            @DefaultValue("") String remedy) {

        /** Name and page in one line. */
        public String said() {
            return page == null ? name : name + " " + page;
        }
    }
}
