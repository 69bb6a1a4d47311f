package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail. Its content is nine lines of UTF-8, each ended by a line feed: the words
 * {@code maidan audit record 1}, id, time (ISO-8601, UTC, at most microseconds), actor's id, actor's task, member's id,
 * kind, action, sealed details in base64; what is absent is a single {@code -}. The tag authenticates the content under
 * a key outside the database; the digest is SHA-256 of content and tag in base64, so that anybody can recompute it.
 *
 * @param details sealed; null when there are none
 * @param mac empty until authenticated
 */
record AuditRecord(
        long id,
        Instant at,
        @Nullable UUID actor,
        @Nullable String task,
        @Nullable UUID member,
        Auditable.Kind kind,
        String action,
        byte @Nullable [] details,
        byte[] mac) {

    static AuditRecord of(long id, Instant at, Auditable event, byte @Nullable [] details) {
        UUID actor = event.actor() instanceof Actor.Person(var person) ? person.value() : null;
        String task = event.actor() instanceof Actor.Task(var name) ? word(name) : null;
        UUID member = event.about().map(m -> m.value()).orElse(null);
        return new AuditRecord(id, at, actor, task, member, event.kind(), word(event.action()), details, new byte[0]);
    }

    AuditRecord authenticated(byte[] tag) {
        return new AuditRecord(id, at, actor, task, member, kind, action, details, tag);
    }

    byte[] content() {
        return Hashes.utf8(text());
    }

    byte[] digest() {
        return Hashes.sha256(Hashes.utf8(text() + base64(mac) + "\n"));
    }

    private String text() {
        return "maidan audit record 1\n" + id + "\n" + at + "\n" + orDash(actor) + "\n" + orDash(task) + "\n"
                + orDash(member) + "\n" + kind + "\n" + action + "\n" + orDash(details == null ? null : base64(details))
                + "\n";
    }

    private static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    /** Names come from code; one with a line feed or a dash alone would blur the content's lines. */
    private static String word(String name) {
        if (!name.matches("[a-z][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("not a name for the audit trail: " + name);
        }
        return name;
    }
}
