package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.RealSynapse;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Holds.Hold;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What another member can still read after an erasure, asked with that member's own client, against what was said. */
class MatrixErasureOnSynapseTests {

    private static final Set<String> OF_THE_ROOM = Set.of(
            "m.room.create",
            "m.room.power_levels",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access",
            "m.room.encryption",
            "m.room.name");

    private static final int NAMES_NOT_IN_FORCE = 2;

    @Test
    void whatOthersCanStillReadIsWhatTheReceiptSays() {
        assumeTrue(RealSynapse.python().isPresent(), RealSynapse.skipped());
        try (RealSynapse synapse = RealSynapse.start()) {
            MatrixServer server =
                    new MatrixServer("Synapse", synapse.url(), synapse.token(), synapse.memberToken(), synapse.seed());
            MatrixAdapter adapter =
                    server.adapter(server.url(), server.token(), HttpLimits.standard(), Clock.systemUTC());
            write(synapse);
            List<String> rooms = List.of(
                    synapse.seed().openRoom(),
                    synapse.seed().leftRoom(),
                    synapse.seed().sealedRoom());
            Map<String, JsonNode> before = read(synapse, rooms);
            Outlook outlook = adapter.outlook(server.account());

            Outcome.Finished finished = finish(adapter, server.account());

            Map<String, JsonNode> after = read(synapse, rooms);
            Map<String, JsonNode> gone = new LinkedHashMap<>(before);
            gone.keySet().removeIf(after::containsKey);
            assertThat(finished.erased()).isEqualTo(outlook.goes());
            assertThat(finished.retained())
                    .extracting(Retained::what)
                    .isEqualTo(outlook.stays().stream().map(Retained::what).toList());
            assertThat(count(gone, "m.room.message"::equals)
                            + count(gone, "m.room.encrypted"::equals)
                            + count(gone, "m.sticker"::equals))
                    .isEqualTo(said(finished, "messages"))
                    .isEqualTo(20);
            assertThat(count(gone, "m.reaction"::equals))
                    .isEqualTo(said(finished, "reactions"))
                    .isEqualTo(3);
            // Synapse shows nothing of an erased account's, not even settings, that was sent before the reader came
            long hidden = count(gone, OF_THE_ROOM::contains) - NAMES_NOT_IN_FORCE;
            assertThat(gone).hasSize((int)
                    (said(finished, "messages") + said(finished, "reactions") + said(finished, "others") + hidden));
            assertThat(after.values())
                    .extracting(event -> event.path("type").asString())
                    .allMatch(type -> OF_THE_ROOM.contains(type) || type.equals("m.room.redaction"));
            assertThat(finished.retained())
                    .filteredOn(kept -> kept.what().key().endsWith(".settings"))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.what().args())
                            .containsExactly(count(after, OF_THE_ROOM::contains) + hidden));
            assertThat(finished.retained()).noneMatch(kept -> kept.what().key().endsWith(".stuck"));
            String contents = after.values().stream()
                    .map(event -> event.path("content").toString())
                    .collect(Collectors.joining());
            assertThat(contents).contains("Blue square").doesNotContain("once upon a name", "a-marker");
            if (after.toString().contains("once upon a name")) { // beside its successor, from Synapse's memory
                assertThat(finished.retained())
                        .anyMatch(kept -> kept.what().key().endsWith(".memory"));
            }
            for (String file : synapse.seed().files().keySet()) {
                assertThat(synapse.status(
                                "/_matrix/client/v1/media/download/" + RealSynapse.SERVER_NAME + "/" + file,
                                synapse.moderatorToken()))
                        .isEqualTo(404);
            }
            assertThat(adapter.probe(server.account())).isEmpty();
            assertThat(adapter.erase(server.account(), "", () -> {})).isEqualTo(new Outcome.NothingHeld());
            assertThat(synapse.ask(
                                    "GET",
                                    "/_synapse/admin/v1/users/" + encode("@portal:" + RealSynapse.SERVER_NAME)
                                            + "/joined_rooms",
                                    synapse.token(),
                                    Map.of())
                            .path("total")
                            .asInt())
                    .isZero();
            System.out.println("real part: Synapse " + synapse.version() + " erased " + gone.size() + " events; "
                    + after.size() + " stay, as the receipt says");
        }
    }

    @Test
    void whatIsHeldStaysAloneUntilItIsFreed() {
        assumeTrue(RealSynapse.python().isPresent(), RealSynapse.skipped());
        try (RealSynapse synapse = RealSynapse.start()) {
            MatrixServer server =
                    new MatrixServer("Synapse", synapse.url(), synapse.token(), synapse.memberToken(), synapse.seed());
            MatrixAdapter adapter =
                    server.adapter(server.url(), server.token(), HttpLimits.standard(), Clock.systemUTC());
            List<String> rooms = List.of(synapse.seed().openRoom());
            String message = read(synapse, rooms).values().stream()
                    .filter(event -> event.path("type").asString().equals("m.room.message"))
                    .map(event -> event.path("event_id").asString())
                    .findFirst()
                    .orElseThrow();
            String file = synapse.seed().files().keySet().iterator().next();
            List<Hold> holds =
                    List.of(MatrixErasureTests.hold("message", message), MatrixErasureTests.hold("file", file));

            finish(adapter, server.account(), MatrixErasureTests.sparing(holds, List.of()));

            assertThat(said(synapse, rooms)).containsExactly(message);
            assertThat(status(synapse, file)).isEqualTo(200);
            assertThat(adapter.kept(server.account(), holds)).isEqualTo(holds);
            assertThat(adapter.probe(server.account(), holds)).isEmpty();
            assertThat(adapter.probe(server.account())).isNotEmpty();

            finish(adapter, server.account(), MatrixErasureTests.sparing(List.of(), holds));

            assertThat(said(synapse, rooms)).isEmpty();
            assertThat(status(synapse, file)).isEqualTo(404);
            assertThat(adapter.probe(server.account())).isEmpty();
        }
    }

    private static List<String> said(RealSynapse synapse, List<String> rooms) {
        return read(synapse, rooms).values().stream()
                .filter(event -> event.path("type").asString().equals("m.room.message"))
                .map(event -> event.path("event_id").asString())
                .toList();
    }

    private static int status(RealSynapse synapse, String file) {
        return synapse.status(
                "/_matrix/client/v1/media/download/" + RealSynapse.SERVER_NAME + "/" + file, synapse.moderatorToken());
    }

    /** More kinds of events, in the room the member left too. */
    private static void write(RealSynapse synapse) {
        String mira = synapse.memberToken();
        String open = room(synapse.seed().openRoom());
        String left = room(synapse.seed().leftRoom());
        synapse.ask("PUT", open + "state/m.room.name", mira, Map.of("name", "once upon a name"));
        synapse.ask("PUT", open + "state/m.room.name", mira, Map.of("name", "Blue square"));
        synapse.ask("PUT", open + "state/org.example.note/mine", mira, Map.of("note", "a-marker"));
        synapse.ask(
                "PUT",
                open + "send/m.sticker/s1",
                mira,
                Map.of("body", "a-marker", "url", "mxc://x/y", "info", Map.of()));
        synapse.ask("PUT", open + "send/m.poll.start/s2", mira, Map.of("question", "a-marker"));
        synapse.ask("POST", "/_matrix/client/v3/join/" + encode(synapse.seed().leftRoom()), mira, Map.of());
        String said = synapse.ask(
                        "PUT", left + "send/m.room.message/s3", mira, Map.of("msgtype", "m.text", "body", "a-marker"))
                .path("event_id")
                .asString();
        synapse.ask("PUT", left + "send/m.reaction/s4", mira, relation(said));
        synapse.ask("POST", left + "leave", mira, Map.of("reason", "a-marker"));
        String sealed = room(synapse.seed().sealedRoom());
        String secret = synapse.ask(
                        "PUT",
                        sealed + "send/m.room.encrypted/s5",
                        mira,
                        Map.of("algorithm", "m.megolm.v1.aes-sha2", "ciphertext", "a-marker", "session_id", "s1"))
                .path("event_id")
                .asString();
        synapse.ask("PUT", sealed + "send/m.reaction/s6", mira, relation(secret));
    }

    private static Map<String, Object> relation(String event) {
        return Map.of("m.relates_to", Map.of("rel_type", "m.annotation", "event_id", event, "key", "a-marker"));
    }

    private static Outcome.Finished finish(MatrixAdapter adapter, ServiceAccount account) {
        return finish(adapter, account, () -> {});
    }

    private static Outcome.Finished finish(MatrixAdapter adapter, ServiceAccount account, Turn turn) {
        String handle = "";
        for (int step = 0; step < 200; step++) {
            switch (adapter.erase(account, handle, turn)) {
                case Outcome.Pending pending -> {
                    handle = pending.handle();
                    LockSupport.parkNanos(50_000_000);
                }
                case Outcome.Finished finished -> {
                    return finished;
                }
                case Outcome.Blocked blocked -> throw new AssertionError(blocked);
                case Outcome.NothingHeld nothing -> throw new AssertionError(nothing);
            }
        }
        throw new AssertionError("it never finishes");
    }

    /** What the other member's client shows of the member: everything that still says something, by id. */
    private static Map<String, JsonNode> read(RealSynapse synapse, List<String> rooms) {
        Map<String, JsonNode> events = new LinkedHashMap<>();
        for (String room : rooms) {
            String from = "";
            do {
                JsonNode page = synapse.ask(
                        "GET",
                        room(room) + "messages?dir=b&limit=100" + (from.isEmpty() ? "" : "&from=" + encode(from)),
                        synapse.moderatorToken(),
                        Map.of());
                page.path("chunk").forEach(event -> {
                    if (event.path("sender").asString("").equals(synapse.seed().account()) && says(event)) {
                        events.put(event.path("event_id").asString(), event);
                    }
                });
                from = page.path("end").asString("");
            } while (!from.isEmpty());
        }
        return events;
    }

    private static boolean says(JsonNode event) {
        boolean redacted = event.path("unsigned").has("redacted_because");
        return event.path("type").asString("").equals("m.room.member")
                ? event.path("content").size() > 1
                : !redacted && !event.path("content").isEmpty();
    }

    private static long count(Map<String, JsonNode> events, Predicate<String> type) {
        return events.values().stream()
                .filter(event -> type.test(event.path("type").asString()))
                .count();
    }

    private static long said(Outcome.Finished finished, String what) {
        return finished.erased().stream()
                .filter(amount -> amount.what().key().equals("matrix.erasure." + what))
                .mapToLong(amount -> amount.items())
                .sum();
    }

    private static String room(String id) {
        return "/_matrix/client/v3/rooms/" + encode(id) + "/";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
