package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Projections.include;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.librechat.ExportPosition.Account;
import cloud.maidan.portal.services.librechat.ExportPosition.Conversations;
import cloud.maidan.portal.services.librechat.ExportPosition.Files;
import cloud.maidan.portal.services.librechat.ExportPosition.Records;
import cloud.maidan.portal.services.librechat.ExportPosition.Strays;
import cloud.maidan.portal.subject.Text;
import com.mongodb.client.model.Filters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes one account's records, then conversation after conversation, then its files. */
class LibreChatExport {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();
    private static final int RECORDS = 200;
    private static final int FEW = 50;
    private static final List<Kept> LISTS = Arrays.stream(Kept.values())
            .filter(kept -> kept != Kept.CONVERSATIONS && kept != Kept.MESSAGES)
            .toList();

    private final LibreChatClient librechat;
    private final LibreChatProperties properties;
    private final String user;
    private final ExportSink sink;
    private final ConversationFiles conversations;
    private final StoredFiles stored;

    LibreChatExport(LibreChatClient librechat, LibreChatProperties properties, String user, ExportSink sink) {
        this.librechat = librechat;
        this.properties = properties;
        this.user = user;
        this.sink = sink;
        this.conversations = new ConversationFiles(librechat, user, sink);
        this.stored = new StoredFiles(properties, user);
    }

    void run(ExportPosition from) {
        ExportPosition position = from;
        if (position instanceof Account) {
            position = account();
        }
        if (position instanceof Records records) {
            position = records(records);
        }
        if (position instanceof Conversations all) {
            position = conversations(all);
        }
        if (position instanceof Strays strays) {
            position = strays(strays);
        }
        if (position instanceof Files files) {
            files(files);
        }
    }

    private ExportPosition account() {
        ExportWords.describe(sink);
        BsonDocument account = librechat
                .account(user)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "librechat: the account went away", null));
        ObjectNode json = Fields.json(account);
        json.set(
                "groups",
                JSON.valueToTree(
                        librechat.groupsOf(account).stream().map(Fields::json).toList()));
        text("native/account.json", PRETTY.writeValueAsBytes(json));
        picture(Fields.text(account, "avatar"));
        Set<String> collections = librechat.collections();
        Kept.unknown(collections)
                .forEach(unknown -> sink.missing("native/" + unknown, Text.of("librechat.missing.collection")));
        Kept.unreadable(collections)
                .forEach(unread -> sink.missing("native/" + unread, Text.of("librechat.missing.unread")));
        sink.missing("native/keys", Text.of("librechat.missing.secrets"));
        ExportPosition next = new Records(LISTS.getFirst().word(), 0, Optional.empty());
        sink.reached(next.cursor());
        return next;
    }

    private void picture(String avatar) {
        if (avatar.isEmpty()) {
            return;
        }
        Optional<Path> file = stored.find(avatar);
        if (file.isPresent()) {
            bytes("native/picture", file.get());
        } else {
            sink.missing("native/picture", why(avatar, "local"));
        }
    }

    private ExportPosition records(Records from) {
        Records at = from;
        int first =
                LISTS.indexOf(Kept.valueOf(from.kept().toUpperCase(Locale.ROOT).replace('-', '_')));
        for (int i = first; i < LISTS.size(); i++) {
            Kept kept = LISTS.get(i);
            if (i > first) {
                at = new Records(kept.word(), 0, Optional.empty());
            }
            int size;
            do {
                List<BsonDocument> page = librechat.page(kept, user, at.after(), RECORDS);
                size = page.size();
                if (size > 0) {
                    at = new Records(kept.word(), at.pages() + 1, Optional.of(Fields.at(page.getLast(), "_id")));
                    text("native/" + kept.word() + "-%06d.ndjson".formatted(at.pages()), lines(kept, page));
                    sink.reached(at.cursor());
                }
            } while (size == RECORDS);
        }
        ExportPosition next = new Conversations(Optional.empty());
        sink.reached(next.cursor());
        return next;
    }

    private static byte[] lines(Kept kept, List<BsonDocument> page) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (BsonDocument document : page) {
            ObjectNode json = Fields.json(document);
            if (kept == Kept.FILES && !local(document)) {
                json.remove("filepath"); // an address of a store outside lets anybody in for a while
            }
            lines.writeBytes(JSON.writeValueAsBytes(json));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /** In order of their ids, so that a later run finds its place though conversations came or went. */
    private ExportPosition conversations(Conversations from) {
        Conversations at = from;
        int size;
        do {
            List<BsonDocument> page = librechat.page(Kept.CONVERSATIONS, user, at.after(), FEW);
            size = page.size();
            for (BsonDocument conversation : page) {
                conversations.write(conversation);
                at = new Conversations(Optional.of(Fields.at(conversation, "_id")));
                sink.reached(at.cursor());
            }
        } while (size == FEW);
        ExportPosition next = new Strays("");
        sink.reached(next.cursor());
        return next;
    }

    /** A conversation can be deleted, or run out, before its messages. */
    private ExportPosition strays(Strays from) {
        String at = from.after();
        for (Optional<String> next = librechat.conversationAfter(user, at);
                next.isPresent();
                next = librechat.conversationAfter(user, at)) {
            at = next.get();
            boolean known = librechat.any(
                    Kept.CONVERSATIONS.collection,
                    Filters.and(Filters.eq("conversationId", at), Kept.CONVERSATIONS.of(user)));
            if (!known) {
                conversations.write(new BsonDocument("conversationId", new BsonString(at)));
                sink.reached(new Strays(at).cursor());
            }
        }
        ExportPosition files = new Files(Optional.empty());
        sink.reached(files.cursor());
        return files;
    }

    private void files(Files from) {
        Optional<BsonValue> at = from.after();
        int size;
        do {
            List<BsonDocument> page = librechat.page(
                    Kept.FILES,
                    user,
                    at,
                    FEW,
                    include("file_id", "filename", "filepath", "source", "bytes", "embedded"));
            size = page.size();
            for (BsonDocument file : page) {
                file(file);
                at = Optional.of(Fields.at(file, "_id"));
                sink.reached(new Files(at).cursor());
            }
        } while (size == FEW);
    }

    private void file(BsonDocument file) {
        String path = "native/files/" + ConversationFiles.part(Fields.needed(file, "file_id")) + "/"
                + ConversationFiles.part(Fields.text(file, "filename"));
        String filepath = Fields.text(file, "filepath");
        Optional<Path> found = local(file) ? stored.find(filepath) : Optional.empty();
        if (found.isPresent()) {
            bytes(path, found.get());
        } else {
            sink.missing(path, why(filepath, Fields.text(file, "source")));
        }
        if (Fields.flag(file, "embedded")) {
            sink.missing(path + " (vectors)", Text.of("librechat.missing.vectors"));
        }
    }

    private Text why(String filepath, String source) {
        return switch (source) {
            case "", "local" ->
                Text.of(stored.within(filepath) ? "librechat.missing.file" : "librechat.missing.no-folder");
            case "text" -> Text.of("librechat.missing.text-only");
            case "vectordb" -> Text.of("librechat.missing.vectors-only");
            default -> Text.of("librechat.missing.elsewhere", source);
        };
    }

    private static boolean local(BsonDocument file) {
        return Set.of("", "local").contains(Fields.text(file, "source"));
    }

    private void bytes(String path, Path file) {
        try {
            long size = java.nio.file.Files.size(file);
            if (size > properties.largestFile().toBytes()) {
                sink.missing(path, Text.of("librechat.missing.file-too-large", size));
                return;
            }
            Instant changed = java.nio.file.Files.getLastModifiedTime(file).toInstant();
            sink.resumable(
                    path, Form.MEDIA, changed, size + " " + changed, (offset, taker) -> read(file, offset, taker));
        } catch (IOException gone) {
            sink.missing(path, Text.of("librechat.missing.file"));
        }
    }

    private static void read(Path file, long offset, Consumer<InputStream> taker) {
        try (InputStream content = java.nio.file.Files.newInputStream(file)) {
            content.skipNBytes(offset);
            taker.accept(content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }
}
