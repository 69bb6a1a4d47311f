package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Auditable;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of an exported log or of an excerpt. A whole log: each batch is followed by its records in the order they were linked, then come records
 * that are not linked, then the end. An excerpt says so first; then each batch, with what proves it, is followed by those
 * of its records that were found.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Line.Linked.class, name = "batch"),
    @JsonSubTypes.Type(value = Line.Excerpt.class, name = "excerpt"),
    @JsonSubTypes.Type(value = Line.Part.class, name = "part"),
    @JsonSubTypes.Type(value = Line.Record.class, name = "record"),
    @JsonSubTypes.Type(value = Line.Unlinked.class, name = "unlinked"),
    @JsonSubTypes.Type(value = Line.End.class, name = "end")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Line {

    /** @param digests 32 bytes for each id, base64 in JSON */
    record Linked(long number, List<Long> ids, byte[] digests, String verifier, String checkpoint) implements Line {}

    /** @param complete false when more may have been found than fits a file */
    record Excerpt(Map<String, String> search, boolean complete, String at) implements Line {}

    /** A batch with the log before it: its tree's frontier and its checkpoint; these are empty for the first batch. */
    record Part(
            long number,
            List<Long> ids,
            byte[] digests,
            String verifier,
            String checkpoint,
            byte[] frontierBefore,
            String verifierBefore,
            String checkpointBefore)
            implements Line {

        static Part of(ChainPart part) {
            return new Part(
                    part.batch().number(),
                    Arrays.stream(part.batch().ids()).boxed().toList(),
                    part.batch().digests(),
                    part.batch().verifier(),
                    part.batch().checkpoint(),
                    part.before().frontier(),
                    part.before().verifier(),
                    part.before().checkpoint());
        }

        ChainPart opened() {
            return new ChainPart(
                    new Batch(
                            number - 1,
                            new long[0],
                            new byte[0],
                            0,
                            0,
                            frontierBefore,
                            checkpointBefore,
                            verifierBefore),
                    new Batch(
                            number,
                            ids.stream().mapToLong(Long::longValue).toArray(),
                            digests,
                            0,
                            0,
                            new byte[0],
                            checkpoint,
                            verifier));
        }
    }

    /** @param at ISO-8601, written exactly as it was hashed */
    record Record(
            long id,
            String at,
            @Nullable UUID actor,
            @Nullable String task,
            @Nullable UUID member,
            Auditable.Kind kind,
            String action,
            byte @Nullable [] details,
            byte[] mac)
            implements Line {

        static Record of(AuditRecord record) {
            return new Record(
                    record.id(),
                    record.at().toString(),
                    record.actor(),
                    record.task(),
                    record.member(),
                    record.kind(),
                    record.action(),
                    record.details(),
                    record.mac());
        }

        AuditRecord opened() {
            return new AuditRecord(id, Instant.parse(at), actor, task, member, kind, action, details, mac);
        }
    }

    record Unlinked(long id, String at) implements Line {}

    record End(long batches, long records, String at) implements Line {}
}
