package cloud.maidan.portal.services.authentik;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code portal.services.authentik.*}, beside the address and the service account's {@code token-file}.
 *
 * @param publicUrl Authentik's address as members' browsers reach it, without a trailing slash; null: no links to it
 * @param pageSize rows asked for at a time; Authentik may give fewer ({@code pagination_max_page_size})
 * @param attributes names of a user's free attributes that are theirs to take; others may hold secrets that sources put
 *     there, and are only named
 */
@ConfigurationProperties("portal.services.authentik")
record AuthentikProperties(
        @Nullable URI publicUrl,
        @DefaultValue("100") int pageSize,
        @DefaultValue("settings") List<String> attributes) {

    AuthentikProperties {
        attributes = List.copyOf(attributes);
        if (pageSize < 1 || pageSize > 1000) {
            throw new IllegalArgumentException("portal.services.authentik.page-size must be from 1 to 1000");
        }
    }

    /** Where members look after their own account. */
    @Nullable
    String settings() {
        return publicUrl == null ? null : publicUrl + "/if/user/#/settings";
    }
}
