package cloud.maidan.portal.connections;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;

/** Somebody had the connection to a service tested. */
record ConnectionTested(MemberId by) implements PersonsAct {

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "connections.tested";
    }
}
