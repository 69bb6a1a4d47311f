package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something happened to what a policy asked of the operator.
 *
 * @param action such as {@code provisioning.request-done}
 * @param what the file and its key, or the command
 */
record RequestAudit(Actor actor, String action, UUID request, String service, String what) implements Auditable {

    static RequestAudit asked(UUID id, ServiceRequests.Wish wish) {
        return new RequestAudit(
                new Actor.Task("provisioning.policies"),
                "provisioning.request-asked",
                id,
                wish.service(),
                what(wish.subject(), wish.setting()));
    }

    static RequestAudit ended(RequestRow row, RequestRow.Result outcome) {
        String action = switch (outcome) {
            case DONE -> "provisioning.request-done";
            case PUT_BACK -> "provisioning.request-put-back";
            case REFUSED -> "provisioning.request-refused";
            case FAILED -> "provisioning.request-failed";
        };
        return new RequestAudit(
                new Actor.Task("provisioning.operator"),
                action,
                row.id(),
                row.service(),
                what(row.subject(), row.setting()));
    }

    private static String what(String subject, String setting) {
        return setting.isEmpty() ? subject : subject + " " + setting;
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.empty();
    }

    @Override
    public Kind kind() {
        return action.equals("provisioning.request-refused") ? Kind.SECURITY : Kind.CHANGE;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("request", request.toString(), "service", service, "what", what);
    }
}
