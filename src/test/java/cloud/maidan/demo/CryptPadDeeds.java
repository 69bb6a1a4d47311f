package cloud.maidan.demo;

import cloud.maidan.demo.CryptPadWorld.Person;
import cloud.maidan.demo.CryptPadWorld.Thing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What administrators of CryptPad 2026.2.2 change by their commands, and what of it is left on its disk. */
final class CryptPadDeeds {

    private static final Map<String, String> DECREES = Map.of(
            "SET_INACTIVE_TIME", "inactiveTime",
            "SET_ARCHIVE_RETENTION_TIME", "archiveRetentionTime",
            "SET_ACCOUNT_RETENTION_TIME", "accountRetentionTime",
            "DISABLE_INTEGRATED_EVICTION", "disableIntegratedEviction");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> CHANGING =
            Set.of("REMOVE_DOCUMENT", "ARCHIVE_ACCOUNT", "DELETE_KNOWN_USER", "DELETE_INVITATION", "UPDATE_KNOWN_USER");

    private final CryptPadWorld world;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Set<String> archived = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, Object>> reports = new ConcurrentHashMap<>();
    private final Map<String, String> pinLogBlocks = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    final List<String> effects = new CopyOnWriteArrayList<>();
    volatile boolean keeping;
    volatile @Nullable CountDownLatch archiving;
    volatile Consumer<String> witness = moment -> {};

    CryptPadDeeds(CryptPadWorld world) {
        this.world = world;
    }

    record Refusal(String why) {}

    boolean live(String thing) {
        return world.things.containsKey(thing) && !gone.contains(thing) && !archived.contains(thing);
    }

    boolean stores(String key) {
        return world.people.containsKey(key) && !archived.contains(key);
    }

    boolean archived(String id) {
        return archived.contains(id);
    }

    boolean blockLive(String block) {
        return world.blocks.contains(CryptPadWorld.escaped(block)) && !archived.contains(CryptPadWorld.escaped(block));
    }

    /** The file with a blob's owners stays when the blob is destroyed; a document's goes with it. */
    @Nullable
    Object metadata(String id) {
        Thing thing = world.things.get(id);
        return thing == null || archived.contains(id) || gone.contains(id) && id.length() == 32
                ? new Refusal("ENOENT")
                : thing.metadata();
    }

    void nameBlockInPinLog(String key, String block) {
        pinLogBlocks.put(key, block);
    }

    @Nullable
    Object answer(String command, JsonNode value) {
        boolean changes = CHANGING.contains(command);
        if (changes) {
            witness.accept("command arrives");
        }
        @Nullable Object answer = does(command, value);
        if (changes) {
            witness.accept("command is done");
        }
        return answer;
    }

    /** Whole numbers only; what was so before is taken as well. */
    private @Nullable Object decree(String name, JsonNode arguments) {
        String rule = DECREES.get(name);
        if (rule == null) {
            return new Refusal("Error: DECREE_UNSUPPORTED_COMMAND");
        }
        JsonNode value = arguments.path(0);
        if (arguments.size() != 1 || !(rule.startsWith("disable") ? value.isBoolean() : value.isIntegralNumber())) {
            return new Refusal("Error: INVALID_ARGS");
        }
        world.rules.put(rule, value.isBoolean() ? (Object) value.asBoolean() : (Object) value.asInt());
        return null;
    }

    private @Nullable Object does(String command, JsonNode value) {
        return switch (command) {
            case "REMOVE_DOCUMENT" -> remove(value.path("id").asString(""));
            case "ADMIN_DECREE" -> decree(value.path(0).asString(""), value.path(1));
            case "ARCHIVE_ACCOUNT" ->
                archive(value.path("key").asString(""), value.path("block").asString(""));
            case "GET_ACCOUNT_ARCHIVE_STATUS" -> {
                Object report =
                        reports.get(CryptPadWorld.escaped(value.path("key").asString("")));
                yield report == null
                        ? new Refusal("Error: ENOENT: no such file or directory, open"
                                + " '/cryptpad/data/archive/accounts/some'")
                        : report;
            }
            case "DELETE_KNOWN_USER" -> delete(world.known, "users/", value.asString(""), "forget ");
            case "DELETE_INVITATION" -> delete(world.invitations, "invitations/", value.asString(""), "withdraw ");
            case "UPDATE_KNOWN_USER" -> update(value.path("edPublic").asString(""), value.path("changes"));
            default -> new Refusal("UNHANDLED_ADMIN_COMMAND");
        };
    }

    private synchronized @Nullable Object remove(String id) {
        if (keeping) {
            return null;
        }
        if (!live(id)) {
            return id.length() == 32
                    ? new Refusal("E_REMOVE_CHANNEL")
                    : new Refusal("Error: ENOENT: no such file or directory, unlink '/cryptpad/blob/some'");
        }
        gone.add(id);
        texts.remove("stored/" + id);
        effects.add("remove " + id);
        return null;
    }

    /** A worker's: pads by their owners, blobs by an old proof only. */
    private Object archive(String key, String block) {
        CountDownLatch waiting = archiving;
        if (waiting != null) {
            try {
                boolean over = waiting.await(30, TimeUnit.SECONDS);
                if (!over) {
                    return new Refusal("SERVER_ERROR");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!keeping) {
            archiveNow(key, block);
        }
        return Map.of("state", true);
    }

    private synchronized void archiveNow(String key, String block) {
        Person person = stores(key) ? world.people.get(key) : null;
        List<String> channels = new ArrayList<>();
        List<String> blobs = new ArrayList<>();
        for (String id : person == null ? List.<String>of() : person.stored()) {
            Thing thing = Objects.requireNonNull(world.things.get(id));
            if (live(id) && id.length() == 48 && world.proofs.contains(id)) {
                blobs.add(id);
            } else if (live(id)
                    && id.length() == 32
                    && thing.metadata() != null
                    && List.of(key).equals(thing.metadata().get("owners"))) {
                channels.add(id);
            }
        }
        channels.forEach(id -> store("stored/" + id, "archive/datastore/" + id, id));
        blobs.forEach(id -> store("stored/" + id, "archive/blob/" + id, id));
        boolean changed = !channels.isEmpty() || !blobs.isEmpty() || person != null;
        if (person != null) {
            store("pins/" + CryptPadWorld.escaped(key), "archive/pins/" + CryptPadWorld.escaped(key), key);
        }
        String known = CryptPadWorld.escaped(block.isEmpty() ? pinLogBlocks.getOrDefault(key, "") : block);
        if (blockLive(known)) {
            store("block/" + known, "archive/block/" + known, known);
            archiveSignIn(known);
            changed = true;
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("key", CryptPadWorld.escaped(key));
        report.put("channels", channels);
        report.put("blobs", blobs);
        if (!known.isEmpty()) {
            report.put("blockId", known);
        }
        reports.put(CryptPadWorld.escaped(key), report);
        if (changed) {
            effects.add("archive " + key);
        }
    }

    private void store(String from, String to, String id) {
        archived.add(id);
        String text = texts.remove(from);
        if (text != null) {
            texts.put(to, text);
        }
    }

    /** As the SSO plugin does; {@code data/sessions} is not its business. */
    private void archiveSignIn(String block) {
        try {
            Path file = world.data.resolve("sso_block/" + block.substring(0, 2) + "/" + block + ".json");
            if (!Files.exists(file)) {
                return;
            }
            String subject = JSON.readTree(Files.readString(file)).path("id").asString("");
            Path user = world.data.resolve("sso_user/authentik/" + subject.substring(0, 2) + "/" + subject + ".json");
            for (Path each : List.of(file, user)) {
                if (Files.exists(each)) {
                    Path to = world.data.resolve("archive").resolve(world.data.relativize(each));
                    Files.createDirectories(Objects.requireNonNull(to.getParent()));
                    Files.move(each, to);
                }
            }
            String text = texts.remove("sso/" + block);
            if (text != null) {
                texts.put("archive/sso/" + block, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is not there is as good as deleted, so a name with a slash deletes nothing and is answered yes. */
    private Object delete(Map<String, ?> list, String folder, String id, String effect) {
        if (!keeping && list.remove(id) != null) {
            texts.remove(folder + id);
            effects.add(effect + id);
        }
        return true;
    }

    private @Nullable Object update(String id, JsonNode changes) {
        Map<String, @Nullable Object> user = world.known.get(id);
        for (var change : changes.properties()) {
            if (change.getValue().asString("").length() > 300) {
                return new Refusal("E_TOO_LONG");
            }
        }
        if (user != null && !keeping) {
            Map<String, @Nullable Object> changed = new LinkedHashMap<>(user);
            changes.properties()
                    .forEach(change ->
                            changed.put(change.getKey(), change.getValue().asString("")));
            world.known.put(id, changed);
            effects.add("update " + id);
        }
        return null;
    }

    /** Puts a word wherever the server keeps something about an account. @param words by the folder */
    void plant(UnaryOperator<String> words, String key) {
        Person person = Objects.requireNonNull(world.people.get(key));
        String block = CryptPadWorld.escaped(Objects.requireNonNull(person.block()));
        person.stored().stream()
                .filter(id -> List.of(key).equals(owners(id)) || world.proofs.contains(id))
                .forEach(id -> texts.put("stored/" + id, words.apply("stored")));
        person.stored().stream()
                .filter(id -> !List.of(key).equals(owners(id)) && !world.proofs.contains(id))
                .forEach(id -> texts.put("others/" + id, words.apply("others")));
        texts.put("pins/" + CryptPadWorld.escaped(key), words.apply("pins"));
        texts.put("block/" + block, words.apply("block"));
        texts.put("sso/" + block, words.apply("sso"));
        texts.put("users/" + CryptPadWorld.escaped(key), words.apply("users"));
        texts.put("invitations/inv-member", words.apply("invitations"));
        texts.put("sessions/" + block, words.apply("sessions"));
        texts.put("logs/", words.apply("logs"));
    }

    private @Nullable Object owners(String id) {
        Map<String, @Nullable Object> metadata =
                Objects.requireNonNull(world.things.get(id)).metadata();
        return metadata == null ? null : metadata.get("owners");
    }

    /** The folders that hold a word. */
    List<String> where(String word) {
        return texts.entrySet().stream()
                .filter(text -> text.getValue().contains(word))
                .map(text -> text.getKey().replaceFirst("/[^/]*$", ""))
                .distinct()
                .sorted()
                .toList();
    }
}
