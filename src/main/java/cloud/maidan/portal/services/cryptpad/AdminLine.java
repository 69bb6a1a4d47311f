package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An administrator's signed questions to CryptPad 2026.2 over its WebSocket. The server writes what it read anew, as
 * JavaScript does, and checks the signature of that: so what is signed must be exactly what JavaScript would write.
 */
class AdminLine {

    /** JavaScript leaves slashes as they are, which Base64 is full of. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** Members of a channel have ids of 32 characters, the server of 16. */
    private static final int HISTORY_KEEPER = 16;

    private final Conversation conversation;
    private final AdminKey key;
    private final String historyKeeper;
    private int sequence = 1;
    private int asked;
    private @Nullable String cookie;

    /** @param value null when the command takes none */
    record Question(String command, @Nullable Object value) {}

    /**
     * @param values what was answered; a list comes as its items, so nothing and an empty list look the same
     * @param refusal the server's word for why it did not answer; null when it did
     */
    record Said(List<JsonNode> values, @Nullable String refusal) {

        /** Whether the server says that there is no such thing; some commands hand on what the disk said. */
        boolean nothing() {
            return refusal != null && (refusal.equals("ENOENT") || refusal.startsWith("Error: ENOENT"));
        }

        JsonNode value() {
            orFault();
            if (values.isEmpty()) {
                throw misread();
            }
            return values.getFirst();
        }

        Said orFault() {
            if (refusal != null) {
                throw new ServiceFault(
                        switch (refusal) {
                            case "FORBIDDEN", "INVALID_SIGNATURE_OR_PUBLIC_KEY", "EINVAL" -> Fault.REFUSED;
                            case "UNHANDLED_ADMIN_COMMAND", "NOT_IMPLEMENTED", "ENOENT" -> Fault.UNREADABLE;
                            default -> Fault.BROKEN;
                        },
                        null,
                        "cryptpad: a question of the administrator was refused",
                        null);
            }
            return this;
        }
    }

    AdminLine(Conversation conversation, AdminKey key) {
        this.conversation = conversation;
        this.key = key;
        this.historyKeeper = join();
    }

    Said ask(String command, @Nullable Object value) {
        return ask(List.of(new Question(command, value))).getFirst();
    }

    /** Asks all at once; answers stand in the questions' order. */
    List<Said> ask(List<Question> questions) {
        if (cookie == null) {
            fetchCookie();
        }
        List<Said> said = put(questions);
        // a cookie lives for a minute, and not over a restart
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            if ("NO_COOKIE".equals(said.get(i).refusal())) {
                again.add(i);
            }
        }
        if (!again.isEmpty()) {
            fetchCookie();
            List<Said> second = put(again.stream().map(questions::get).toList());
            for (int i = 0; i < again.size(); i++) {
                said.set(again.get(i), second.get(i));
            }
        }
        return said;
    }

    /** Any channel will do: whoever else is in one is the server's history keeper, which answers questions. */
    private String join() {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        String channel = HexFormat.of().formatHex(random);
        await(frame -> text(frame, 2).equals("IDENT"));
        conversation.say(written(Arrays.asList(sequence++, "JOIN", channel)));
        return text(
                await(frame -> text(frame, 1).length() == HISTORY_KEEPER
                        && text(frame, 2).equals("JOIN")
                        && text(frame, 3).equals(channel)),
                1);
    }

    private void fetchCookie() {
        cookie = null;
        Map<String, JsonNode> answers = new HashMap<>();
        String id = send("COOKIE", "");
        collect(answers, 1);
        Said said = said(Objects.requireNonNull(answers.get(id))).orFault();
        if (cookie == null || !said.values().isEmpty()) {
            throw misread();
        }
    }

    private List<Said> put(List<Question> questions) {
        List<String> ids = new ArrayList<>();
        for (Question question : questions) {
            ids.add(send(
                    "ADMIN",
                    question.value() == null
                            ? List.of(question.command())
                            : List.of(question.command(), question.value())));
        }
        Map<String, JsonNode> answers = new HashMap<>();
        collect(answers, questions.size());
        List<Said> said = new ArrayList<>();
        for (String id : ids) {
            JsonNode answer = answers.get(id);
            if (answer == null) {
                throw misread();
            }
            said.add(said(answer));
        }
        return said;
    }

    private String send(String type, Object args) {
        String id = Integer.toHexString(++asked);
        List<@Nullable Object> signed = Arrays.asList(cookie, type, args);
        String signature = key.sign(written(signed).getBytes(StandardCharsets.UTF_8));
        List<@Nullable Object> message = new ArrayList<>(List.of(signature, key.publicKey()));
        message.addAll(signed);
        conversation.say(written(Arrays.asList(sequence++, "MSG", historyKeeper, written(Arrays.asList(id, message)))));
        return id;
    }

    private void collect(Map<String, JsonNode> answers, int count) {
        while (answers.size() < count) {
            JsonNode frame = await(
                    each -> text(each, 1).equals(historyKeeper) && text(each, 2).equals("MSG"));
            JsonNode answer = read(text(frame, 4));
            String id = text(answer, 0);
            if (!id.isEmpty()) {
                answers.put(id, answer);
            }
        }
    }

    private Said said(JsonNode answer) {
        String first = text(answer, 1);
        if (first.equals("ERROR")) {
            return new Said(List.of(), text(answer, 2));
        }
        cookie = first;
        List<JsonNode> values = new ArrayList<>();
        for (int i = 2; i < answer.size(); i++) {
            values.add(answer.get(i));
        }
        return new Said(values, null);
    }

    private JsonNode await(Predicate<JsonNode> expected) {
        while (true) {
            JsonNode frame = read(conversation.hear());
            if (frame.isArray() && expected.test(frame)) {
                return frame;
            }
        }
    }

    private static String text(JsonNode array, int index) {
        return array.path(index).asString("");
    }

    private static String written(Object value) {
        return JSON.writeValueAsString(value);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw misread();
        }
    }

    static ServiceFault misread() {
        return new ServiceFault(Fault.UNREADABLE, null, "cryptpad: an answer of another form", null);
    }
}
