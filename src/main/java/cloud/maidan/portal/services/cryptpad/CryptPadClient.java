package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.cryptpad.AdminLine.Question;
import cloud.maidan.portal.services.cryptpad.AdminLine.Said;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Conversation;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to CryptPad 2026.2: its configuration over HTTP, everything else as its administrator over its WebSocket. */
@Component
class CryptPadClient {

    static final ServiceId ID = new ServiceId("cryptpad");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long LARGEST_CONFIGURATION = DataSize.ofMegabytes(1).toBytes();

    /** Stands where others may see it. */
    private static final String REASON = "erased";
    /** What the server says of a document that is not there. */
    private static final String REMOVED_BEFORE = "E_REMOVE_CHANNEL";

    private final ServiceAccess access;
    private final OutboundHttp http;

    CryptPadClient(ServiceAccess access, OutboundHttp http) {
        this.access = access;
        this.http = http;
    }

    boolean configured() {
        return access.address(ID).isPresent() && access.secret(ID, "key").isPresent();
    }

    URI address() {
        return access.address(ID).orElseThrow(() -> new IllegalStateException("cryptpad is not configured"));
    }

    /** What the server tells everybody about itself. */
    Instance instance() {
        return line().get("/api/config").atMost(LARGEST_CONFIGURATION).stream(body -> {
            try {
                return Instance.of(new String(body.content().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Asks as the administrator, over a line of its own: CryptPad drops those that are silent. */
    <T> T asking(Duration within, Function<Admin, T> questions) {
        AdminKey key = key();
        Instance instance = instance();
        try (Conversation conversation = line().converse(instance.webSocket(), within)) {
            return questions.apply(new Admin(instance, new AdminLine(conversation, key)));
        }
    }

    private AdminKey key() {
        return AdminKey.of(access.secret(ID, "key")
                .orElseThrow(() -> new IllegalStateException("no key for cryptpad"))
                .read());
    }

    private ServiceHttp line() {
        return http.to(ID, address(), Authorization.none());
    }

    /** The questions an administrator may ask; a key is an account's Ed25519 public key as CryptPad writes it. */
    record Admin(Instance instance, AdminLine line) {

        /** The instance's rules as they are in force; empty when our key is no administrator's. */
        Optional<JsonNode> rules() {
            Said said = line.ask("INSTANCE_STATUS", null);
            return "FORBIDDEN".equals(said.refusal()) ? Optional.empty() : Optional.of(said.value());
        }

        /** Sets a rule for good: it outlives a restart and wins over the file. @param value a whole number or a switch */
        void decree(String name, Object value) {
            line.ask("ADMIN_DECREE", List.of(name, List.of(value))).orFault();
        }

        /** Accounts that were made by sign-in, by invitation or noted by an administrator; others are not known. */
        List<KnownUser> knownUsers() {
            return knownUsers(line.ask("GET_ALL_USERS", null));
        }

        private static List<KnownUser> knownUsers(Said said) {
            JsonNode all = said.value();
            if (!all.isObject()) {
                throw AdminLine.misread();
            }
            return all.propertyStream()
                    .map(user -> new KnownUser(user.getKey(), user.getValue()))
                    .toList();
        }

        /** Whether the server holds a list of what the account stores, which every account has. */
        boolean holds(String key) {
            return line.ask("GET_PIN_LOG_STATUS", key).value().path("live").asBoolean(false);
        }

        /** Everything about an account in one go. */
        Account account(String key) {
            List<Said> said = line.ask(List.of(
                    new Question("GET_USER_TOTAL_SIZE", key),
                    new Question("GET_USER_STORAGE_STATS", key),
                    new Question("GET_USER_QUOTA", key),
                    new Question("GET_PIN_ACTIVITY", key),
                    new Question("GET_ALL_USERS", null),
                    new Question("INSTANCE_STATUS", null)));
            JsonNode stored = said.get(1).value();
            JsonNode activity = said.get(3).nothing() ? null : said.get(3).value();
            return new Account(
                    number(said.get(0).value()),
                    number(stored.path("channels")),
                    number(stored.path("files")),
                    number(said.get(2).value()),
                    activity == null ? null : time(activity.path("first")),
                    activity == null ? null : time(activity.path("latest")),
                    knownUsers(said.get(4)).stream()
                            .filter(user -> user.key().equals(key))
                            .findFirst()
                            .orElse(null),
                    said.get(5).value());
        }

        /** Whether a second factor guards the log-in block. */
        boolean secondFactor(String block) {
            return line.ask("GET_DOCUMENT_STATUS", block).value().path("totp").isObject();
        }

        /** What is there of an account now. */
        Traces traces(String key) {
            List<Said> said = line.ask(List.of(
                    new Question("GET_PIN_LOG_STATUS", key),
                    new Question("GET_ALL_USERS", null),
                    new Question("GET_ACCOUNT_ARCHIVE_STATUS", Map.of("key", key)),
                    new Question("GET_ALL_INVITATIONS", null),
                    new Question("INSTANCE_STATUS", null)));
            return new Traces(
                    said.get(0).value().path("live").asBoolean(false),
                    knownUsers(said.get(1)).stream()
                            .filter(user -> user.key().equals(key))
                            .findFirst()
                            .orElse(null),
                    said.get(2).nothing() ? null : said.get(2).value(),
                    said.get(3).value(),
                    said.get(4).value());
        }

        /** Whether a log-in block, a document or a file is there. */
        boolean live(String id) {
            return line.ask("GET_DOCUMENT_STATUS", id).value().path("live").asBoolean(false);
        }

        /** Whether each is there and whose it is, in the ids' order. */
        List<Thing> things(List<String> ids) {
            List<Question> questions = new ArrayList<>();
            for (String id : ids) {
                questions.add(new Question("GET_DOCUMENT_STATUS", id));
                questions.add(new Question("GET_STORED_METADATA", id));
            }
            List<Said> said = line.ask(questions);
            List<Thing> things = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                Said metadata = said.get(2 * i + 1);
                things.add(new Thing(
                        ids.get(i),
                        said.get(2 * i).value().path("live").asBoolean(false),
                        metadata.refusal() == null && !metadata.values().isEmpty()
                                ? metadata.value()
                                        .path("owners")
                                        .valueStream()
                                        .map(owner -> owner.asString(""))
                                        .toList()
                                : List.of()));
            }
            return things;
        }

        /** Destroys a document or a file for good; one that is gone already stays gone. */
        void remove(String id) {
            Said said = line.ask("REMOVE_DOCUMENT", ordered("id", id, "reason", REASON));
            if (!said.nothing() && !REMOVED_BEFORE.equals(said.refusal())) {
                said.orFault();
            }
        }

        /**
         * Moves an account out of the way: what it solely owns, the list of what it stores, its log-in block and its link
         * to the sign-in. The server works on it as long as it takes and answers at the end.
         *
         * @param block key of the log-in block; empty when we do not know it
         */
        void archive(String key, String block) {
            line.ask(
                            "ARCHIVE_ACCOUNT",
                            block.isEmpty()
                                    ? ordered("key", key, "reason", REASON)
                                    : ordered("key", key, "block", block, "reason", REASON))
                    .orFault();
        }

        /**
         * Takes an account out of the list of known users. The server looks for a file of that name and says yes when
         * there is none, so only the list's own name for it, without slashes, does anything.
         */
        void forget(KnownUser user) {
            line.ask("DELETE_KNOWN_USER", user.id()).orFault();
        }

        void withdraw(String invitation) {
            line.ask("DELETE_INVITATION", invitation).orFault();
        }

        /** Changes fields of an entry in the list of known users; as in {@link #forget}, by the list's own name. */
        void change(KnownUser user, Map<String, String> changes) {
            line.ask("UPDATE_KNOWN_USER", ordered("edPublic", user.id(), "changes", changes))
                    .orFault();
        }

        /** In this order, which is part of what is signed. */
        private static Map<String, Object> ordered(Object... fields) {
            Map<String, Object> ordered = new LinkedHashMap<>();
            for (int i = 0; i < fields.length; i += 2) {
                ordered.put(fields[i].toString(), fields[i + 1]);
            }
            return ordered;
        }

        /** Ids of everything the account stores, in the order of the ids. */
        List<String> stored(String key) {
            return line.ask("GET_PIN_LIST", key).orFault().values().stream()
                    .map(id -> id.asString(""))
                    .sorted()
                    .toList();
        }

        /** What the server knows of each, in the ids' order. */
        List<Stored> describe(List<String> ids) {
            List<Question> questions = new ArrayList<>();
            for (String id : ids) {
                questions.add(new Question("GET_DOCUMENT_SIZE", id));
                questions.add(new Question("GET_LAST_CHANNEL_TIME", id));
                questions.add(new Question("GET_STORED_METADATA", id));
            }
            List<Said> said = line.ask(questions);
            List<Stored> all = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                all.add(new Stored(ids.get(i), said.get(3 * i), said.get(3 * i + 1), said.get(3 * i + 2)));
            }
            return all;
        }
    }

    static long number(JsonNode value) {
        if (!value.isNumber()) {
            throw AdminLine.misread();
        }
        return value.asLong();
    }

    static @Nullable Instant time(JsonNode milliseconds) {
        return milliseconds.isNumber() ? Instant.ofEpochMilli(milliseconds.asLong()) : null;
    }

    /** {@code /api/config}: a script that defines an object, not JSON. @param json the object */
    record Instance(JsonNode json) {

        static Instance of(String script) {
            int from = script.indexOf('{', Math.max(0, script.indexOf("return")));
            int to = script.lastIndexOf("};");
            if (from < 0 || to < from) {
                throw AdminLine.misread();
            }
            try {
                JsonNode json = JSON.readTree(script.substring(from, to + 1));
                return json.isObject() ? new Instance(json) : fail();
            } catch (JacksonException e) {
                return fail();
            }
        }

        private static Instance fail() {
            throw new ServiceFault(Fault.UNREADABLE, null, "cryptpad: its configuration cannot be read", null);
        }

        /** The one place that names the version: {@code ver=2026.2.2-1775040000000}. */
        String version() {
            String words = json.path("requireConf").path("urlArgs").asString("");
            return words.replaceFirst("^ver=", "").replaceFirst("-\\d+$", "");
        }

        String webSocket() {
            String path = json.path("websocketPath").asString("");
            return path.matches("/[A-Za-z0-9_/-]*") ? path : "/cryptpad_websocket";
        }

        boolean signInByProvider() {
            return json.path("sso").isObject();
        }

        /** Whether every account made by sign-in has a password of its own, without which the operator could open it. */
        boolean ownPasswords() {
            return json.path("sso").path("password").asInt(0) == 2;
        }
    }

    /**
     * @param id what the list calls it: the key with {@code /} written as {@code -}
     * @param json as the server keeps it; {@code email} only when an administrator typed one
     */
    record KnownUser(String id, JsonNode json) {

        String key() {
            return json.path("edPublic").asString("");
        }

        /** Key of the log-in block, {@code /} written as {@code -}. */
        String block() {
            return json.path("block").asString("").replace('/', '-');
        }

        boolean madeBySignIn() {
            return json.path("type").asString("").equals("sso");
        }

        String email() {
            return json.path("email").asString("");
        }
    }

    /**
     * @param bytes of documents and files together
     * @param first when it stored something for the first time; null when it never did
     * @param known null when the server knows the account by its key only
     */
    record Account(
            long bytes,
            long documents,
            long files,
            long quota,
            @Nullable Instant first,
            @Nullable Instant latest,
            @Nullable KnownUser known,
            JsonNode rules) {}

    /**
     * @param stores whether there is a list of what the account stores
     * @param known null when it is in no list
     * @param report of an archiving; null when none came to an end
     * @param invitations those that are open, by their ids
     */
    record Traces(
            boolean stores,
            @Nullable KnownUser known,
            @Nullable JsonNode report,
            JsonNode invitations,
            JsonNode rules) {

        /** Ids of open invitations to an address. */
        List<String> invitationsTo(String address) {
            return invitations
                    .propertyStream()
                    .filter(each -> each.getValue().path("email").asString("").equalsIgnoreCase(address))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }
    }

    /** A document (id of 32 characters) or a file (48). @param owners keys of accounts; empty when nobody owns it */
    record Thing(String id, boolean live, List<String> owners) {

        boolean document() {
            return id.length() == 32;
        }

        boolean onlyOwnedBy(String key) {
            return owners.equals(List.of(key));
        }
    }

    /** What the server knows about one stored thing: a document has an id of 32 characters, a file one of 48. */
    record Stored(String id, Said size, Said changed, Said metadata) {

        boolean document() {
            return id.length() == 32;
        }
    }
}
