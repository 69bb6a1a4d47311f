package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.MemberId;

/** Whether a member's sign-ins are kept with what the browser calls itself, by which they tell them apart. */
public interface DeviceNames {

    /** True unless the member switched it off. */
    boolean kept(MemberId member);

    /**
     * From now on. Switched off, the names of the sign-ins in use are forgotten too.
     *
     * @return false when it was so before, or there is no such member
     */
    boolean keep(MemberId member, boolean kept);
}
