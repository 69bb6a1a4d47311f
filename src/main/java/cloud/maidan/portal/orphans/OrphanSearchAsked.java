package cloud.maidan.portal.orphans;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonsAct;

/** Somebody had the services searched for accounts that are left over. */
record OrphanSearchAsked(MemberId by) implements PersonsAct {

    @Override
    public Kind kind() {
        return Kind.ACCESS;
    }

    @Override
    public String action() {
        return "orphans.search-asked";
    }
}
