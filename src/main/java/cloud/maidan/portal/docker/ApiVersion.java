package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import org.jspecify.annotations.Nullable;

/** A version of Docker's API, which is no decimal number: 1.5 came long before 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** Docker Engine 20.10. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** The newest that Docker Engine 29 and all we know before it speak alike. */
    static final ApiVersion NEWEST = new ApiVersion(1, 44);

    /** The first whose Swarm knows no-new-privileges and seccomp of a service: Docker Engine 25. */
    static final ApiVersion CONFINING_SERVICES = new ApiVersion(1, 44);

    /**
     * The version to speak with an engine.
     *
     * @param newest that it speaks
     * @param oldest that it speaks; null when it does not say
     */
    static ApiVersion spoken(String engine, @Nullable String newest, @Nullable String oldest) {
        ApiVersion theirs = parse(newest);
        if (theirs.compareTo(OLDEST) < 0) {
            throw new EngineFault(Why.TOO_OLD, engine, null);
        }
        if (oldest != null && parse(oldest).compareTo(NEWEST) > 0) {
            throw new EngineFault(Why.TOO_NEW, engine, null);
        }
        return theirs.compareTo(NEWEST) < 0 ? theirs : NEWEST;
    }

    static ApiVersion parse(@Nullable String version) {
        if (version == null || !version.matches("\\d{1,4}\\.\\d{1,4}")) {
            throw new EngineFault(Why.UNREADABLE, "", null);
        }
        int dot = version.indexOf('.');
        return new ApiVersion(
                Integer.parseInt(version.substring(0, dot)), Integer.parseInt(version.substring(dot + 1)));
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
