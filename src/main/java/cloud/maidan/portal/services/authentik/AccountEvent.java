package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a member's account at Authentik, copied before Authentik forgets it.
 *
 * @param what Authentik's own name of it
 * @param details when it happened ({@code at}), from which address, to which application; nothing else is kept
 */
record AccountEvent(Actor actor, MemberId member, String what, Map<String, String> details) implements Auditable {

    AccountEvent {
        details = Map.copyOf(details);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.SECURITY;
    }

    @Override
    public String action() {
        return switch (what) {
            case "login" -> "authentik.login";
            case "login_failed" -> "authentik.login-failed";
            case "logout" -> "authentik.logout";
            case "authorize_application" -> "authentik.authorize-application";
            case "password_set" -> "authentik.password-set";
            case "user_write" -> "authentik.user-write";
            case "model_updated" -> "authentik.model-updated";
            case "source_linked" -> "authentik.source-linked";
            case "invitation_used" -> "authentik.invitation-used";
            case "impersonation_started" -> "authentik.impersonation-started";
            case "impersonation_ended" -> "authentik.impersonation-ended";
            case "mfa_device_added" -> "authentik.mfa-device-added";
            case "mfa_device_removed" -> "authentik.mfa-device-removed";
            default -> throw new IllegalStateException("nobody copies " + what);
        };
    }
}
