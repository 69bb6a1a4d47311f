package cloud.maidan.demo;

import cloud.maidan.demo.CryptPadWorld.Person;
import cloud.maidan.demo.CryptPadWorld.Thing;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What CryptPad's history keeper answers to signed questions (shared sheet {@code services/cryptpad.md}, section 1). */
final class CryptPadAnswers {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] BEFORE_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

    private final CryptPadWorld world;
    private final CryptPadDeeds deeds;
    private final String admin;
    private final Map<String, List<String>> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    final List<CryptPadStandIn.Signed> signed = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();

    CryptPadAnswers(CryptPadWorld world, String admin) {
        this.world = world;
        this.deeds = new CryptPadDeeds(world);
        this.admin = admin;
    }

    CryptPadDeeds deeds() {
        return deeds;
    }

    /** As after a minute of silence, or a restart. */
    void forgetSessions() {
        tokens.clear();
    }

    /** @param text {@code [txid,[signature,key,cookie,TYPE,args]]} */
    String to(String text) {
        JsonNode message = JSON.readTree(text);
        List<@Nullable Object> answer = new ArrayList<>();
        answer.add(message.path(0).asString());
        JsonNode call = message.path(1);
        String key = call.path(1).asString("");
        List<String> session = tokens.computeIfAbsent(key, any -> new CopyOnWriteArrayList<>(List.of(token())));
        String error = refusal(call, key, session);
        Object value = null;
        if (error == null && call.path(3).asString("").equals("ADMIN")) {
            Object answered =
                    answer(call.path(4).path(0).asString(""), call.path(4).path(1));
            if (answered instanceof CryptPadDeeds.Refusal(String why)) {
                error = why;
            } else {
                value = answered;
            }
        }
        if (error != null) {
            answer.add("ERROR");
            answer.add(error);
        } else {
            answer.add("1767225600000|42|" + session.getLast());
            // JavaScript's concat: a list becomes its items
            if (value instanceof List<?> list) {
                answer.addAll(list);
            } else if (value != null) {
                answer.add(value);
            }
        }
        return JSON.writeValueAsString(answer);
    }

    private @Nullable String refusal(JsonNode call, String key, List<String> session) {
        String type = call.path(3).asString("");
        String cookie = call.path(2).asString("");
        int known = session.indexOf(cookie.substring(cookie.lastIndexOf('|') + 1));
        if (!type.equals("COOKIE") && (cookie.isEmpty() || known < 0)) {
            return "NO_COOKIE";
        }
        if (known > 0) { // the newest was used: a newer one takes the place of the oldest
            session.add(token());
            if (session.size() > 2) {
                session.removeFirst();
            }
        }
        String text = written(
                JSON.createArrayNode().add(call.path(2)).add(call.path(3)).add(call.path(4)));
        signed.add(new CryptPadStandIn.Signed(key, call.path(0).asString(""), text));
        if (!verifies(key, call.path(0).asString(""), text)) {
            return "INVALID_SIGNATURE_OR_PUBLIC_KEY";
        }
        return !type.equals("ADMIN") || key.equals(admin) ? null : "FORBIDDEN";
    }

    private @Nullable Object answer(String command, JsonNode value) {
        commands.add(command);
        String text = value.asString("");
        Person person = deeds.stores(text) ? world.people.get(text) : null;
        Thing thing = deeds.live(text) ? world.things.get(text) : null;
        return switch (command) {
            case "INSTANCE_STATUS" -> world.rules;
            case "GET_ALL_USERS" -> world.known;
            case "GET_USER_TOTAL_SIZE" ->
                person == null
                        ? 0
                        : person.stored().stream()
                                .filter(deeds::live)
                                .mapToLong(id -> Objects.requireNonNull(world.things.get(id))
                                        .bytes())
                                .sum();
            case "GET_USER_STORAGE_STATS" ->
                Map.of(
                        "channels", count(person, 32),
                        "files", count(person, 48));
            case "GET_USER_QUOTA" -> List.of(1_073_741_824L, "", "");
            case "GET_PIN_ACTIVITY" ->
                person == null
                        ? new CryptPadDeeds.Refusal("ENOENT")
                        : Map.of("first", 1_767_225_600_000L, "latest", 1_790_000_000_000L);
            case "GET_PIN_LOG_STATUS" -> Map.of("live", person != null, "archived", deeds.archived(text));
            case "GET_PIN_LIST" -> person == null ? List.of() : person.stored();
            case "GET_DOCUMENT_STATUS" ->
                text.length() == 44
                        ? Map.of(
                                "live",
                                deeds.blockLive(text),
                                "archived",
                                deeds.archived(text),
                                "totp",
                                secondFactor(text))
                        : Map.of("live", thing != null, "archived", deeds.archived(text));
            case "GET_DOCUMENT_SIZE" -> thing == null ? new CryptPadDeeds.Refusal("ENOENT") : thing.bytes();
            case "GET_LAST_CHANNEL_TIME" ->
                thing == null || thing.id().length() == 48 ? new CryptPadDeeds.Refusal("ENOENT") : thing.changed();
            case "GET_STORED_METADATA" -> deeds.metadata(text);
            case "GET_ALL_INVITATIONS" -> world.invitations;
            default -> deeds.answer(command, value);
        };
    }

    private Object secondFactor(String block) {
        return world.people.values().stream()
                        .anyMatch(person -> person.secondFactor()
                                && person.block() != null
                                && CryptPadWorld.escaped(person.block()).equals(block))
                ? Map.of("enabled", true, "recovery", "secret")
                : "DISABLED";
    }

    private long count(@Nullable Person person, int length) {
        return person == null
                ? 0
                : person.stored().stream()
                        .filter(id -> id.length() == length && deeds.live(id))
                        .count();
    }

    private String token() {
        return "token" + made.incrementAndGet();
    }

    /** As JavaScript's {@code JSON.stringify} writes it. */
    static String written(JsonNode node) {
        if (node.isArray()) {
            return "["
                    + String.join(
                            ",",
                            node.valueStream().map(CryptPadAnswers::written).toList()) + "]";
        }
        if (node.isObject()) {
            return "{"
                    + String.join(
                            ",",
                            node.propertyStream()
                                    .map(each -> quoted(each.getKey()) + ":" + written(each.getValue()))
                                    .toList())
                    + "}";
        }
        return node.isString() ? quoted(node.asString()) : node.isMissingNode() ? "null" : node.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    /** By the JDK's Ed25519, which is not the one that the portal signs with. */
    private static boolean verifies(String key, String signature, String text) {
        try {
            byte[] raw = Base64.getDecoder().decode(key);
            byte[] encoded = new byte[BEFORE_KEY.length + raw.length];
            System.arraycopy(BEFORE_KEY, 0, encoded, 0, BEFORE_KEY.length);
            System.arraycopy(raw, 0, encoded, BEFORE_KEY.length, raw.length);
            PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(publicKey);
            check.update(text.getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
