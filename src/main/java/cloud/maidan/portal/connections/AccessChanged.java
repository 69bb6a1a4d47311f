package cloud.maidan.portal.connections;

import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;
import java.util.List;
import java.util.Map;

/** Somebody typed, took back or removed where a service is or with what the portal identifies itself there; says which, never what. */
record AccessChanged(MemberId by, String what, Map<String, String> details) implements PersonsAct {

    AccessChanged {
        details = Map.copyOf(details);
    }

    static AccessChanged typed(MemberId by, ServiceId service, List<String> names) {
        return new AccessChanged(by, "typed", Map.of("service", service.value(), "what", String.join(", ", names)));
    }

    static AccessChanged removed(MemberId by, ServiceId service, List<String> names) {
        return new AccessChanged(by, "removed", Map.of("service", service.value(), "what", String.join(", ", names)));
    }

    static AccessChanged takenBack(MemberId by, ServiceId service, List<String> names) {
        return new AccessChanged(
                by, "taken-back", Map.of("service", service.value(), "what", String.join(", ", names)));
    }

    @Override
    public Kind kind() {
        return Kind.SECURITY;
    }

    @Override
    public String action() {
        return "connections." + what;
    }
}
