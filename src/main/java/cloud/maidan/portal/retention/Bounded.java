package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Kind;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;

/** A kind of data of a connected service, and who bounds it. */
record Bounded(ServiceProfile profile, Kind kind, Retention by) {

    public ServiceId service() {
        return profile.id();
    }

    boolean swept() {
        return kind.means() instanceof Retention.Swept;
    }

    /** Whether a rule about it can be made at all. */
    public boolean ruled() {
        return !(kind.means() instanceof Retention.Unbounded);
    }

    public boolean live() {
        return kind.means() instanceof Retention.Live;
    }
}
