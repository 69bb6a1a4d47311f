package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.subject.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What an order comes to at an engine as it is now. */
public sealed interface Planned {

    /** Nobody can do this. */
    record Refused(Text why) implements Planned {}

    /** In the order they are done in; empty when all is as it should be. */
    record Steps(Order order, List<PlanStep> steps) implements Planned {

        public Steps {
            steps = List.copyOf(steps);
        }

        /** Of order and steps, in hexadecimal: whoever confirms it confirms exactly these. */
        public String digest() {
            try {
                byte[] said = JsonMapper.shared().writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(said));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
