package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Call;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Nextcloud's envelope around JSON (OCS, version 2). What happened stands in the HTTP status and again inside, and the
 * two differ: a refusal of the user administration (101 to 113) comes as HTTP 400, "not found" is 404 or 998 inside.
 */
final class Ocs {

    private static final String V2 = "/ocs/v2.php";

    private Ocs() {}

    static String path(String path) {
        return V2 + path;
    }

    /** Without the header Nextcloud takes a question for a forged one. */
    static Call asking(Call call) {
        return call.saying("OCS-APIRequest", "true").saying("Accept", "application/json");
    }

    /** What is asked for; empty when Nextcloud itself, and not something in front of it, says that it does not exist. */
    static Optional<JsonNode> ifPresent(Call call) {
        return read(call, asking(call).answer());
    }

    static JsonNode data(Call call) {
        return ifPresent(call).orElseThrow(() -> misread("what always exists was not found"));
    }

    static Optional<JsonNode> read(Call call, Answer answer) {
        JsonNode meta = answer.body().path("ocs").path("meta");
        JsonNode code = meta.path("statuscode");
        if (!code.isIntegralNumber()) {
            call.orFault(answer);
            throw misread("no envelope");
        }
        if (code.asInt() == 404 || code.asInt() == 998) {
            return Optional.empty();
        }
        boolean fine = answer.succeeded()
                && code.asInt() >= 200
                && code.asInt() < 300
                && meta.path("status").asString("").equals("ok");
        if (!fine) {
            throw new ServiceFault(
                    fault(code.asInt()),
                    answer.retryAt().orElse(null),
                    "nextcloud: HTTP " + answer.status() + " with OCS status " + code.asInt(),
                    null);
        }
        return Optional.of(answer.body().path("ocs").path("data"));
    }

    /** Nextcloud's own status inside; zero when there is none. */
    static int code(Answer answer) {
        return answer.body().path("ocs").path("meta").path("statuscode").asInt(0);
    }

    /** Whether Nextcloud itself says that we are nobody, or not allowed; a 401 of something in front of it is a fault. */
    static boolean refused(Answer answer) {
        boolean itself =
                answer.body().path("ocs").path("meta").path("statuscode").isIntegralNumber();
        return itself && (answer.status() == 401 || answer.status() == 403);
    }

    /** PHP has one empty array for lists and objects alike. */
    static boolean isEmpty(JsonNode data) {
        return data.isMissingNode() || data.isNull() || data.isArray() && data.isEmpty();
    }

    static ServiceFault misread(String how) {
        return new ServiceFault(Fault.UNREADABLE, null, "nextcloud: an answer of another form: " + how, null);
    }

    private static Fault fault(int code) {
        return switch (code) {
            case 408 -> Fault.TIMED_OUT;
            case 429 -> Fault.RATE_LIMITED;
            case 996, 999 -> Fault.BROKEN;
            default -> code >= 500 && code < 600 ? Fault.BROKEN : Fault.REFUSED;
        };
    }
}
