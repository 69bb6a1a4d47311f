package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;
import java.util.Map;

/** Somebody wanted to read what a container wrote. */
record LogAsked(MemberId by, String container) implements PersonsAct {

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "provisioning.log-asked";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("container", container);
    }
}
