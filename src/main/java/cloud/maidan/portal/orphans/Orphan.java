package cloud.maidan.portal.orphans;

import java.time.Instant;

/** An account that is left over. @param account the service's own id of it */
record Orphan(String service, String account, Kind kind, Instant firstSeenAt) {

    enum Kind {
        /** The service stores whose it is, and the identity provider does not know them. */
        OWNER_GONE,
        /** The service does not store whose it is, and no member was proven to own it. */
        NOBODY_KNOWN;

        public String key() {
            return "orphans.kind." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
