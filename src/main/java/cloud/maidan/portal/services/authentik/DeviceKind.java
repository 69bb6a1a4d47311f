package cloud.maidan.portal.services.authentik;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Kinds of second factors that Authentik has an address for; it names them {@code authentik_stages_authenticator_<kind>}. */
enum DeviceKind {
    DUO,
    EMAIL,
    SMS,
    STATIC,
    TOTP,
    WEBAUTHN;

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What our account needs to see them. */
    String right() {
        return "authentik_stages_authenticator_%s.view_%sdevice".formatted(path(), path());
    }

    /** Whether the details of a device say where codes are sent; the list of all kinds does not. */
    boolean hasAddress() {
        return this == EMAIL || this == SMS;
    }

    /** Empty for a kind that we do not know. @param device as the list of all kinds has it */
    static Optional<DeviceKind> of(JsonNode device) {
        String type = device.path("type").asString("");
        return Arrays.stream(values())
                .filter(kind -> type.startsWith("authentik_stages_authenticator_" + kind.path() + "."))
                .findFirst();
    }
}
