package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One conversation as LibreChat's import takes it (its own export: {@code conversationId}, {@code options}, {@code messages}
 * with their parents; without the time of export, so that the same is the same each time), and as text to read. Messages are read one batch after the other, however many there are.
 */
class ConversationFiles {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** About the conversation, not for its import: it would come back already archived, or expire again. */
    private static final List<String> RECORD = List.of(
            "createdAt",
            "updatedAt",
            "expiredAt",
            "isTemporary",
            "isArchived",
            "archivedAt",
            "pinned",
            "files",
            "chatProjectId",
            "subagentThread");

    private static final Set<String> IDENTITY =
            Set.of("_id", "__v", "user", "tenantId", "conversationId", "title", "messages");

    /** An import gives its own. */
    private static final Set<String> MESSAGE_IDENTITY = Set.of("_id", "__v", "user", "tenantId", "expiredAt");

    private final LibreChatClient librechat;
    private final String user;
    private final ExportSink sink;

    ConversationFiles(LibreChatClient librechat, String user, ExportSink sink) {
        this.librechat = librechat;
        this.user = user;
        this.sink = sink;
    }

    /** @param conversation its record, or only its {@code conversationId} when that is gone */
    void write(BsonDocument conversation) {
        String id = Fields.needed(conversation, "conversationId");
        Instant changed = Fields.time(conversation, "updatedAt");
        librechat.messages(
                user,
                id,
                batches -> text("native/conversations/" + part(id) + ".json", changed, json(conversation, batches)));
        librechat.messages(
                user,
                id,
                batches -> text(
                        "neutral/conversations/" + named(conversation, id) + ".md",
                        changed,
                        new Written(markdown(conversation), "", "", batches, ConversationFiles::markdownOf)));
    }

    private InputStream json(BsonDocument conversation, Supplier<List<BsonDocument>> batches) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("conversationId", Fields.needed(conversation, "conversationId"));
        head.put("endpoint", Fields.text(conversation, "endpoint"));
        head.put("title", Fields.text(conversation, "title"));
        head.put("branches", true);
        head.put("recursive", false);
        ObjectNode all = Fields.json(conversation);
        ObjectNode record = head.putObject("record");
        RECORD.stream().filter(all::has).forEach(name -> record.set(name, all.get(name)));
        head.set("options", all.remove(RECORD).remove(IDENTITY));
        String open = JSON.writeValueAsString(head);
        return new Written(
                open.substring(0, open.length() - 1) + ",\"messages\":[\n",
                ",\n",
                "\n]}\n",
                batches,
                message -> JSON.writeValueAsString(Fields.json(message).remove(MESSAGE_IDENTITY)));
    }

    private static String markdown(BsonDocument conversation) {
        String title = Fields.text(conversation, "title");
        String model = Fields.text(conversation, "model");
        Instant created = Fields.time(conversation, "createdAt");
        return "# " + (title.isEmpty() ? Fields.needed(conversation, "conversationId") : oneLine(title)) + "\n\n"
                + (created == null ? "" : MINUTE.format(created))
                + (model.isEmpty() ? "" : ", " + oneLine(model))
                + "\n";
    }

    private static String markdownOf(BsonDocument message) {
        String sender = Fields.text(message, "sender");
        Instant sent = Fields.time(message, "createdAt");
        StringBuilder text = new StringBuilder("\n## ")
                .append(
                        sender.isEmpty()
                                ? Fields.flag(message, "isCreatedByUser") ? "User" : "Assistant"
                                : oneLine(sender));
        if (sent != null) {
            text.append(" · ").append(MINUTE.format(sent));
        }
        text.append("\n\n");
        String words = Fields.text(message, "text");
        if (!words.isEmpty()) {
            text.append(words).append('\n');
        }
        Fields.list(message, "content").forEach(part -> text.append(part(part)));
        Fields.list(message, "files").stream()
                .filter(BsonValue::isDocument)
                .forEach(file -> text.append("\n- ")
                        .append(oneLine(Fields.text(file.asDocument(), "filename")))
                        .append('\n'));
        return text.toString();
    }

    /** Answers of newer versions come in parts: text, thoughts, calls of tools. */
    private static String part(BsonValue part) {
        if (!part.isDocument()) {
            return "";
        }
        BsonDocument content = part.asDocument();
        String type = Fields.text(content, "type");
        String words = type.equals("tool_call") ? Fields.text(content, "tool_call.name") : Fields.text(content, type);
        if (words.isEmpty()) {
            words = Fields.text(content, type + ".value");
        }
        return switch (type) {
            case "text" -> words + "\n";
            case "think", "tool_call" -> "\n> " + type + ": " + words.replace("\n", "\n> ") + "\n";
            default -> "\n> " + oneLine(type) + "\n";
        };
    }

    private static String named(BsonDocument conversation, String id) {
        Instant created = Fields.time(conversation, "createdAt");
        String title = oneLine(Fields.text(conversation, "title"));
        String day = created == null ? "" : MINUTE.format(created).substring(0, 10) + " ";
        return part(day
                        + title.substring(
                                0, title.offsetByCodePoints(0, Math.min(60, title.codePointCount(0, title.length()))))
                        + " " + id)
                .strip();
    }

    private void text(String path, @Nullable Instant changed, InputStream content) {
        sink.entry(path, Form.TEXT, changed, content);
    }

    static String part(String name) {
        return name.replace('/', '_').replace('\\', '_');
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** A head, what is made of each message with something in between, and an end. */
    private static final class Written extends Pieces {

        Written(
                String head,
                String between,
                String end,
                Supplier<List<BsonDocument>> batches,
                Function<BsonDocument, String> each) {
            super(new Supplier<>() {
                private final Deque<BsonDocument> batch = new ArrayDeque<>();
                private boolean begun;
                private boolean first = true;
                private boolean ended;

                @Override
                public byte @Nullable [] get() {
                    if (!begun) {
                        begun = true;
                        return head.getBytes(StandardCharsets.UTF_8);
                    }
                    if (batch.isEmpty() && !ended) {
                        batch.addAll(batches.get());
                        if (batch.isEmpty()) {
                            ended = true;
                            return end.getBytes(StandardCharsets.UTF_8);
                        }
                    }
                    if (ended) {
                        return null;
                    }
                    String text = (first ? "" : between) + each.apply(batch.remove());
                    first = false;
                    return text.getBytes(StandardCharsets.UTF_8);
                }
            });
        }
    }
}
