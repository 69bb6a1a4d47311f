package cloud.maidan.portal.members;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/** A browser's session while a request is served: what was read, and what has to be written because it changed. */
final class WebSession implements Session {

    /** Attribute that is read along but never kept: the sign-in that belongs to this session. */
    static final String SIGN_IN = SessionRow.class.getName();

    private final String key;
    private final Instant createdAt;
    private final SessionJson json;
    private final @Nullable SessionRow signIn;
    private final Map<String, byte[]> unread;
    private final Map<String, Object> attributes = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private String id;
    private Instant lastAccessedAt;
    private Duration longestPause;
    private @Nullable Instant writtenAt;
    private boolean altered;

    private WebSession(
            String key,
            String id,
            Instant createdAt,
            Instant lastAccessedAt,
            Duration longestPause,
            Map<String, byte[]> unread,
            @Nullable SessionRow signIn,
            @Nullable Instant writtenAt,
            SessionJson json) {
        this.key = key;
        this.id = id;
        this.createdAt = createdAt;
        this.lastAccessedAt = lastAccessedAt;
        this.longestPause = longestPause;
        this.unread = unread;
        this.signIn = signIn;
        this.writtenAt = writtenAt;
        this.json = json;
    }

    static WebSession begin(Instant now, Duration longestPause, SessionJson json) {
        return new WebSession(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                now,
                now,
                longestPause,
                new HashMap<>(),
                null,
                null,
                json);
    }

    static WebSession known(
            String key,
            String id,
            Instant createdAt,
            Instant lastAccessedAt,
            Duration longestPause,
            Map<String, byte[]> attributes,
            @Nullable SessionRow signIn,
            SessionJson json) {
        return new WebSession(
                key, id, createdAt, lastAccessedAt, longestPause, attributes, signIn, lastAccessedAt, json);
    }

    /** What the row is found by when the session's id changes. */
    String key() {
        return key;
    }

    /** Never written before. */
    boolean begun() {
        return writtenAt == null;
    }

    /** Names of attributes that were set or removed. */
    Set<String> changed() {
        return changed;
    }

    /** Whether the row itself has to be written: something in it changed, or its last use is older than that. */
    boolean outdated(Duration tolerance) {
        return altered || writtenAt == null || !lastAccessedAt.isBefore(writtenAt.plus(tolerance));
    }

    void written() {
        writtenAt = lastAccessedAt;
        altered = false;
        changed.clear();
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String changeSessionId() {
        id = UUID.randomUUID().toString();
        altered = true;
        return id;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getAttribute(String name) {
        if (name.equals(SIGN_IN)) {
            return (T) signIn;
        }
        byte[] bytes = unread.remove(name);
        if (bytes != null) {
            Object value = json.read(bytes);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        return (T) attributes.get(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        Set<String> names = new HashSet<>(attributes.keySet());
        names.addAll(unread.keySet());
        return names;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        unread.remove(name);
        attributes.put(name, value);
        changed.add(name);
    }

    @Override
    public void removeAttribute(String name) {
        boolean there = unread.remove(name) != null | attributes.remove(name) != null;
        if (there) {
            changed.add(name);
        }
    }

    @Override
    public Instant getCreationTime() {
        return createdAt;
    }

    @Override
    public void setLastAccessedTime(Instant lastAccessedTime) {
        this.lastAccessedAt = lastAccessedTime;
    }

    @Override
    public Instant getLastAccessedTime() {
        return lastAccessedAt;
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        this.longestPause = interval;
        this.altered = true;
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return longestPause;
    }

    @Override
    public boolean isExpired() {
        throw new UnsupportedOperationException("only the store knows what time it is");
    }

    boolean expired(Instant now) {
        return !expiresAt().isAfter(now);
    }

    Instant expiresAt() {
        return lastAccessedAt.plus(longestPause);
    }
}
