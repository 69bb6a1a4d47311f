package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;

/** Somebody asked the operator to look at the containers. */
record HardeningLookAsked(MemberId by) implements PersonsAct {

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "provisioning.look-asked";
    }
}
