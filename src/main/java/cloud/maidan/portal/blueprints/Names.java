package cloud.maidan.portal.blueprints;

/** What things of a service are called at the engine, and the labels that say whose they are. */
public final class Names {

    /** The service. */
    public static final String BLUEPRINT = "cloud.maidan.blueprint";

    public static final String PART = "cloud.maidan.part";

    /** Of the whole blueprint. */
    public static final String HASH = "cloud.maidan.hash";

    /** With a service's name behind it: the container is in that service's network too. */
    private static final String REACHES = "cloud.maidan.reaches.";

    /** What Authentik knows of the service, as JSON. */
    static final String CLIENT = "cloud.maidan.client";

    /** Says yes where the label above is. */
    static final String SIGNS_IN = "cloud.maidan.signs-in";

    /** Of everything that makes this container what it is. */
    static final String SPEC = "cloud.maidan.spec";

    /** The plan that made it. */
    static final String PLAN = "cloud.maidan.plan";

    private static final String OURS = "maidan-";

    private Names() {}

    public static String container(String service, String part) {
        return OURS + service + "-" + part;
    }

    /** While it is being made. */
    static String next(String container) {
        return container + "-next";
    }

    /** Until its successor is well. */
    static String former(String container) {
        return container + "-former";
    }

    /** Never runs; through it files get into volumes. */
    static String filling(String container) {
        return container + "-filling";
    }

    public static String network(String service) {
        return OURS + service;
    }

    static String reaches(String service) {
        return REACHES + service;
    }

    static String wayOut(String service) {
        return OURS + service + "-out";
    }

    static String volume(String service, String name) {
        return OURS + service + "-" + name;
    }

    /** @param hash of the files, so that other files never overwrite those a running container reads */
    static String files(String service, String part, String hash) {
        return OURS + service + "-" + part + "-files-" + hash.substring(0, 12);
    }
}
