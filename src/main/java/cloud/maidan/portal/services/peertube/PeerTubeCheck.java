package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the portal's account may not do, and what is set up otherwise than the portal needs it. */
class PeerTubeCheck {

    private static final int OLDEST = 8;
    private static final int ADMINISTRATOR = 0;

    private final PeerTubeClient peertube;
    private final PeerTubeTokens tokens;
    private final PeerTubeProperties properties;
    private final List<Text> missing = new ArrayList<>();

    PeerTubeCheck(PeerTubeClient peertube, PeerTubeTokens tokens, PeerTubeProperties properties) {
        this.peertube = peertube;
        this.tokens = tokens;
        this.properties = properties;
    }

    Health health() {
        try {
            JsonNode config = peertube.config();
            String version = config.path("serverVersion").asString();
            settings(config, version);
            account();
            return missing.isEmpty() ? new Health.Well(version) : new Health.Lacking(version, missing);
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    private void settings(JsonNode config, String version) {
        if (major(version) < OLDEST) {
            missing.add(Text.of("peertube.check.version", version));
        }
        if (!config.path("export").path("users").path("enabled").asBoolean(false)) {
            missing.add(Text.of("peertube.check.archives-off"));
        }
        boolean signIn = false;
        for (JsonNode auth : config.path("plugin").path("registeredExternalAuths")) {
            signIn |= auth.path("npmName").asString("").equals(properties.authPlugin());
        }
        if (!signIn) {
            missing.add(Text.of("peertube.check.sign-in", properties.authPlugin()));
        }
    }

    private void account() {
        try {
            if (peertube.ourselves().path("role").path("id").asInt(-1) != ADMINISTRATOR) {
                missing.add(Text.of("peertube.check.not-an-administrator"));
            }
        } catch (ServiceFault fault) {
            if (fault.fault() != Fault.REFUSED) {
                throw fault;
            }
            missing.add(Text.of(
                    switch (tokens.refused().orElse("")) {
                        case "invalid_grant" -> "peertube.check.password";
                        case "missing_two_factor", "invalid_two_factor" -> "peertube.check.two-factor";
                        case "account_blocked" -> "peertube.check.blocked";
                        default -> "peertube.check.refused";
                    }));
        }
    }

    private static int major(String version) {
        String first = version.split("\\.", 2)[0];
        return first.matches("[0-9]{1,4}") ? Integer.parseInt(first) : 0;
    }
}
