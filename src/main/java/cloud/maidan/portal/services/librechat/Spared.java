package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import cloud.maidan.portal.subject.Holds.Hold;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * What legal claims keep of an account: messages, files, and conversations with the messages in them, by the ids that
 * LibreChat shows.
 */
record Spared(Set<String> messages, Set<String> conversations, Set<String> files) {

    static final Set<String> KINDS = Set.of("message", "conversation", "file");

    /** Fields by which documents are known. */
    static final List<String> NAMES = List.of("_id", "messageId", "conversationId", "file_id");

    static Spared of(List<Hold> held) {
        return new Spared(items(held, "message"), items(held, "conversation"), items(held, "file"));
    }

    private static Set<String> items(List<Hold> held, String kind) {
        return held.stream()
                .filter(hold -> hold.kind().equals(kind))
                .map(Hold::item)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean none() {
        return messages.isEmpty() && conversations.isEmpty() && files.isEmpty();
    }

    boolean holds(Kept kept, BsonDocument document) {
        return switch (kept) {
            case MESSAGES ->
                messages.contains(Fields.text(document, "messageId"))
                        || conversations.contains(Fields.text(document, "conversationId"));
            case CONVERSATIONS -> conversations.contains(Fields.text(document, "conversationId"));
            case FILES -> files.contains(Fields.text(document, "file_id"));
            default -> false;
        };
    }

    /** How many documents of each category there are. */
    Map<String, Long> counts(LibreChatClient librechat, String user) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (!none()) {
            counts.put("messages", count(librechat, Kept.MESSAGES, user, these()));
            counts.put(
                    "conversations", count(librechat, Kept.CONVERSATIONS, user, in("conversationId", conversations)));
            counts.put("files", count(librechat, Kept.FILES, user, in("file_id", files)));
        }
        return counts;
    }

    private Bson these() {
        return or(in("messageId", messages), in("conversationId", conversations));
    }

    private static long count(LibreChatClient librechat, Kept kept, String user, Bson which) {
        return librechat.count(kept.collection, and(kept.of(user), which));
    }

    /** Those that are there. */
    static List<Hold> kept(List<Hold> held, LibreChatClient librechat, String user) {
        return held.stream()
                .filter(hold -> there(of(List.of(hold)).counts(librechat, user).values()))
                .toList();
    }

    private static boolean there(Collection<Long> counts) {
        return counts.stream().anyMatch(count -> count > 0);
    }
}
