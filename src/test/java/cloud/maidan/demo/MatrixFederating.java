package cloud.maidan.demo;

import static cloud.maidan.demo.MatrixStandIn.error;
import static cloud.maidan.demo.MatrixStandIn.json;
import static cloud.maidan.demo.MatrixStandIn.object;

import cloud.maidan.demo.MatrixStandIn.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@code homeserver.yaml} that says whom the Matrix stand-in talks to, as it was read at the last start. */
public final class MatrixFederating {

    private volatile @Nullable List<String> whitelist;
    private volatile boolean readable = true;

    /** Somebody wrote {@code federation_domain_whitelist} and restarted. @param servers null: the key is not there */
    public void whitelist(@Nullable List<String> servers) {
        whitelist = servers == null ? null : List.copyOf(servers);
    }

    /** As without {@code federation_whitelist_endpoint_enabled}, the default. */
    public void readable(boolean now) {
        readable = now;
    }

    /** A list that is there and empty lets nobody in; to whoever asks both look alike but for one field. */
    Answer config(List<String> path) {
        if (!readable || !path.equals(List.of("config", "federation_whitelist"))) {
            return error(404, "M_UNRECOGNIZED", "Unrecognized request");
        }
        List<String> list = whitelist;
        return json(200, object("whitelist_enabled", list != null, "whitelist", list == null ? List.of() : list));
    }
}
