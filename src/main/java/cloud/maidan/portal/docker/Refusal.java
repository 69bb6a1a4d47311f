package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a refusing engine says, understood as far as somebody can do something about it. */
final class Refusal {

    private static final int READ = 4096;
    private static final int SAID = 300;

    private Refusal() {}

    /** @param subject the name that was asked about; may be empty */
    static EngineFault of(int status, InputStream body, String subject) throws IOException {
        String said = said(new String(body.readNBytes(READ), StandardCharsets.UTF_8));
        Why known = why(said);
        if (known != Why.REFUSED) {
            return new EngineFault(known, known == Why.PORT_TAKEN ? said : subject, null);
        }
        return switch (status) {
            case 404 -> new EngineFault(Why.GONE, subject, null);
            case 409 -> new EngineFault(Why.IN_USE, subject, null);
            default -> new EngineFault(Why.REFUSED, said.isEmpty() ? "" + status : status + ": " + said, null);
        };
    }

    /** For the error in the middle of an answer that began well, as while an image is fetched. */
    static EngineFault midway(String said, String subject) {
        Why why = why(said);
        return new EngineFault(why, why == Why.REFUSED ? shortened(said) : subject, null);
    }

    private static Why why(String said) {
        if (said.contains("no space left on device")) {
            return Why.DISK_FULL;
        }
        if (said.contains("port is already allocated") || said.contains("address already in use")) {
            return Why.PORT_TAKEN;
        }
        if (said.contains("not a swarm manager")) {
            return Why.NOT_A_MANAGER;
        }
        if (said.startsWith("Conflict. The container name")) {
            return Why.NAME_TAKEN;
        }
        if (said.contains("No such image")
                || said.contains("no such image")
                || said.contains("manifest unknown")
                || said.contains("pull access denied")) {
            return Why.IMAGE_MISSING;
        }
        return Why.REFUSED;
    }

    private static String said(String body) {
        try {
            return shortened(JsonMapper.shared().readTree(body).path("message").asString(""));
        } catch (JacksonException notJson) {
            return "";
        }
    }

    private static String shortened(String said) {
        return said.length() > SAID ? said.substring(0, SAID) + "…" : said;
    }
}
