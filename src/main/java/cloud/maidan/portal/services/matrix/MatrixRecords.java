package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.matrix.MatrixClient.Account;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The small records of an export, one file each, in the order they are written. */
enum MatrixRecords {
    ACCOUNT(MatrixRecords::account),
    PROFILE(MatrixClient::profile),
    DEVICES(MatrixClient::devices),
    CONNECTIONS(MatrixClient::connections),
    MEMBERSHIPS(MatrixRecords::memberships),
    SETTINGS(MatrixClient::accountData),
    PUSHERS(MatrixRecords::pushers);

    /** Never part of an answer today; kept out should a later version send them. */
    private static final Set<String> SECRETS = Set.of("password_hash", "access_token", "refresh_token");

    /** Files and fields that the archive explains, each by the message {@code matrix.export.<file>[.<field>]}. */
    private static final List<String> EXPLAINED = List.of(
            "native/account.json",
            "native/account.json#creation_ts",
            "native/account.json#external_ids",
            "native/account.json#threepids",
            "native/account.json#last_seen_ts",
            "native/account.json#deactivated",
            "native/account.json#erased",
            "native/account.json#shadow_banned",
            "native/account.json#consent_version",
            "native/profile.json",
            "native/devices.json",
            "native/devices.json#last_seen_ip",
            "native/devices.json#last_seen_user_agent",
            "native/devices.json#last_seen_ts",
            "native/connections.json",
            "native/memberships.json",
            "native/settings.json",
            "native/settings.json#m.direct",
            "native/settings.json#m.ignored_user_list",
            "native/settings.json#m.secret_storage",
            "native/pushers.json",
            "native/pushers.json#pushkey",
            "native/rooms/*/room.json",
            "native/rooms/*/sent-*.ndjson",
            "native/rooms/*/sent-*.ndjson#type",
            "native/rooms/*/sent-*.ndjson#origin_server_ts",
            "native/rooms/*/sent-*.ndjson#content",
            "native/rooms/*/sent-*.ndjson#redacted_ts",
            "native/rooms/*/sent-*.ndjson#m.room.encrypted",
            "native/files/list-*.ndjson",
            "native/files/list-*.ndjson#media_length",
            "native/files/list-*.ndjson#created_ts",
            "native/files/list-*.ndjson#sha256",
            "native/files/*");

    private final BiFunction<MatrixClient, String, JsonNode> reading;

    MatrixRecords(BiFunction<MatrixClient, String, JsonNode> reading) {
        this.reading = reading;
    }

    String file() {
        return name().toLowerCase(Locale.ROOT) + ".json";
    }

    JsonNode read(MatrixClient matrix, String user) {
        return reading.apply(matrix, user);
    }

    static void describe(ExportSink sink) {
        EXPLAINED.forEach(path -> sink.describe(path, Text.of(key(path))));
        for (MatrixRecords record : values()) {
            sink.schema("native/" + record.file(), schema(record.file().replace(".json", "")));
        }
        sink.schema("native/rooms/*/room.json", schema("room"));
        sink.schema("native/rooms/*/sent-*.ndjson", schema("event"));
        sink.schema("native/files/list-*.ndjson", schema("file"));
    }

    private static String schema(String name) {
        return "/schemas/matrix/" + name + ".schema.json";
    }

    /** {@code native/rooms/*}{@code /sent-*.ndjson#type} is explained by {@code matrix.export.rooms.sent.type}. */
    static String key(String path) {
        return path.replace("native/", "matrix.export.")
                .replace("/*/", ".")
                .replaceAll("(-\\*)?\\.(nd)?json", "")
                .replace("/*", ".bytes")
                .replace('/', '.')
                .replace('#', '.');
    }

    private static JsonNode account(MatrixClient matrix, String user) {
        Account account = matrix.account(user)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "matrix: the account went away", null));
        return ((ObjectNode) account.json()).deepCopy().remove(SECRETS);
    }

    private static JsonNode memberships(MatrixClient matrix, String user) {
        ObjectNode memberships = JsonNodeFactory.instance.objectNode();
        matrix.memberships(user).entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(membership -> memberships.put(membership.getKey(), membership.getValue()));
        return memberships;
    }

    /** Whoever has the key of a push service can send to the device; only an e-mail address is not a secret. */
    private static JsonNode pushers(MatrixClient matrix, String user) {
        JsonNode pushers = matrix.pushers(user);
        for (JsonNode pusher : pushers) {
            if (pusher instanceof ObjectNode object
                    && !object.path("kind").asString("").equals("email")) {
                object.remove("pushkey");
            }
        }
        return pushers;
    }
}
