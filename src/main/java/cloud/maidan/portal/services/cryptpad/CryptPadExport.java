package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Account;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Admin;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.KnownUser;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Stored;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server can show of an account: its record, and of each stored thing the id, size and times. Ciphertext is
 * left out, since nobody could do anything with it; that the content is not here is named.
 */
class CryptPadExport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final int AT_ONCE = 20;
    private static final int PER_FILE = 200;
    private static final List<String> EXPLAINED = List.of(
            "native/account.json",
            "native/account.json#edPublic",
            "native/account.json#block",
            "native/account.json#alias",
            "native/account.json#type",
            "native/account.json#bytes",
            "native/account.json#quota",
            "native/stored/*.ndjson",
            "native/stored/*.ndjson#id",
            "native/stored/*.ndjson#owned",
            "native/stored/*.ndjson#expire");

    private final CryptPadClient cryptpad;
    private final String key;
    private final ExportSink sink;

    CryptPadExport(CryptPadClient cryptpad, String key, ExportSink sink) {
        this.cryptpad = cryptpad;
        this.key = key;
        this.sink = sink;
    }

    /** A cursor is {@code 1:} and the last id that is written; empty when only the account is. */
    void run(Cursor from) {
        List<String> rest = cryptpad.asking(WITHIN, admin -> {
            if (from.atStart()) {
                account(admin);
            }
            // after a cut the list goes on behind the last id that is whole, whatever came or went meanwhile
            String last = from.atStart() ? "" : from.value().substring("1:".length());
            return some(
                    admin,
                    admin.stored(key).stream()
                            .filter(id -> id.compareTo(last) > 0)
                            .toList());
        });
        while (!rest.isEmpty()) {
            List<String> ids = rest;
            rest = cryptpad.asking(WITHIN, admin -> some(admin, ids));
        }
    }

    private void account(Admin admin) {
        JsonNode account = described(admin, admin.account(key));
        sink.schema("native/account.json", "/schemas/cryptpad/account.schema.json");
        sink.schema("native/stored/*.ndjson", "/schemas/cryptpad/stored.schema.json");
        EXPLAINED.forEach(path -> sink.describe(path, Text.of(message(path))));
        write("native/account.json", JSON.writeValueAsBytes(account));
        sink.missing("client/drive.zip", Text.of("cryptpad.missing.content"));
        sink.reached(new Cursor("1:"));
    }

    /** Writes one file of the list and says what is left. */
    private List<String> some(Admin admin, List<String> ids) {
        List<String> now = ids.subList(0, Math.min(PER_FILE, ids.size()));
        if (!now.isEmpty()) {
            write("native/stored/from-" + now.getFirst() + ".ndjson", lines(admin, now));
            sink.reached(new Cursor("1:" + now.getLast()));
        }
        return ids.subList(now.size(), ids.size());
    }

    private void write(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }

    /** {@code native/stored/*.ndjson#id} is explained by {@code cryptpad.export.stored.id}. */
    static String message(String path) {
        return path.replace("native/", "cryptpad.export.")
                .replaceAll("(/\\*)?\\.(nd)?json", "")
                .replace('#', '.');
    }

    private JsonNode described(Admin admin, Account account) {
        ObjectNode all = NODES.objectNode().put("edPublic", key);
        KnownUser known = account.known();
        if (known != null) {
            for (String field : List.of("block", "name", "alias", "email", "type")) {
                JsonNode value = known.json().path(field);
                if (value.isString()) {
                    all.set(field, value);
                }
            }
            put(all, "known_since", CryptPadClient.time(known.json().path("time")));
            if (known.block().length() == 44) {
                all.put("second_factor", admin.secondFactor(known.block()));
            }
        }
        all.put("documents", account.documents()).put("files", account.files());
        all.put("bytes", account.bytes()).put("quota", account.quota());
        put(all, "first_stored", account.first());
        put(all, "last_stored", account.latest());
        return all;
    }

    private byte[] lines(Admin admin, List<String> ids) {
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < ids.size(); at += AT_ONCE) {
            for (Stored stored : admin.describe(ids.subList(at, Math.min(at + AT_ONCE, ids.size())))) {
                lines.append(JSON.writeValueAsString(line(stored))).append('\n');
            }
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Who else owns it or may open it is theirs, not the member's; that there is somebody is said by a number. */
    private JsonNode line(Stored stored) {
        ObjectNode line =
                NODES.objectNode().put("id", stored.id()).put("kind", stored.document() ? "document" : "file");
        if (stored.size().refusal() == null) {
            line.put("bytes", CryptPadClient.number(stored.size().value()));
        }
        if (stored.changed().refusal() == null && !stored.changed().values().isEmpty()) {
            put(line, "changed", CryptPadClient.time(stored.changed().value()));
        }
        if (stored.metadata().refusal() == null && !stored.metadata().values().isEmpty()) {
            JsonNode metadata = stored.metadata().value();
            put(line, "created", CryptPadClient.time(metadata.path("created")));
            put(line, "expire", CryptPadClient.time(metadata.path("expire")));
            JsonNode owners = metadata.path("owners");
            if (owners.isArray()) {
                line.put(
                        "owned",
                        owners.valueStream()
                                .anyMatch(owner -> owner.asString("").equals(key)));
                line.put("owners", owners.size());
            }
        }
        return line;
    }

    private static void put(ObjectNode node, String field, @Nullable Instant time) {
        if (time != null) {
            node.put(field, time.toString());
        }
    }
}
