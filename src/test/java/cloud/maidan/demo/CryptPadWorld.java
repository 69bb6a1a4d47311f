package cloud.maidan.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The invented accounts of the CryptPad stand-in, and the part of its data folder that the SSO plugin writes. */
final class CryptPadWorld {

    /** Stands in everything that must not reach the portal's storage. */
    static final String MARKER = "do-not-keep-c0ffee";

    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final long DAY = 86_400_000;

    record Person(
            String key,
            @Nullable String block,
            @Nullable Map<String, @Nullable Object> known,
            boolean secondFactor,
            List<String> stored) {}

    record Thing(
            String id, long bytes, long changed, @Nullable Map<String, @Nullable Object> metadata) {}

    final Map<String, Person> people = new LinkedHashMap<>();
    final Map<String, Thing> things = new LinkedHashMap<>();
    /** The list of known users, by the names of its files: keys without slashes. */
    final Map<String, Map<String, @Nullable Object>> known = new ConcurrentHashMap<>();

    final Map<String, Map<String, @Nullable Object>> invitations = new ConcurrentHashMap<>();
    /** Files that the server took from an account before it kept owners beside them. */
    final Set<String> proofs = ConcurrentHashMap.newKeySet();

    final Set<String> blocks = ConcurrentHashMap.newKeySet();
    final Map<String, @Nullable Object> rules = new LinkedHashMap<>();
    final Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
    final Path data;

    CryptPadWorld(int documents) {
        try {
            data = Fleeting.folder("cryptpad-data-");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        for (DemoAccount person : DemoAccount.values()) {
            if (person != DemoAccount.AUDITOR) { // never opened a document
                signedIn(person, person == DemoAccount.MEMBER ? documents : 2);
            }
        }
        // noted by an administrator, with an address that they typed
        person("kip", null, known("kip", null, "manual", "Kip", DemoAccount.AUDITOR.email()), 1);
        // made with a name and password: only a key to the server
        person("nobody", null, null, 4);
        rules.put("accountRetentionTime", null);
        rules.put("archiveRetentionTime", 90);
        rules.put("inactiveTime", 90);
        rules.put("restrictRegistration", true);
        rules.put("enableEmbedding", false);
        rules.put("dontStoreSSOUsers", false);
        rules.put("blockDailyCheck", true);
        rules.put("admins", List.of(MARKER));
        invitations.put("inv-member", invitation("Mira", DemoAccount.MEMBER.email()));
        invitations.put("inv-other", invitation("Kim", "kim@riverbend.example"));
        configuration.put("httpUnsafeOrigin", "https://pads.riverbend.example");
        configuration.put("websocketPath", "/cryptpad_websocket");
        configuration.put("adminKeys", List.of(MARKER));
        configuration.put("sso", MatrixStandIn.object("force", 1, "password", 2, "list", List.of("authentik")));
        configuration.put("requireConf", Map.of("urlArgs", "ver=2026.2.2-1775040000000"));
    }

    /** Whether it is the account's, or made by it. @param account its key */
    @Nullable
    Boolean isOf(String account, String path, Object entity) {
        Person person = java.util.Objects.requireNonNull(people.get(account));
        return switch (entity) {
            case Person each -> each.key().equals(account);
            case Thing thing -> person.stored().contains(thing.id());
            case Map.Entry<?, ?> entry
            when path.equals("CryptPadWorld.known") -> entry.getKey().equals(escaped(account));
            case Map.Entry<?, ?> entry
            when path.equals("CryptPadWorld.invitations") -> entry.getKey().equals("inv-member");
            default -> null;
        };
    }

    /** The key of an account, by its invented name; each has a slash in it, as every second real one has. */
    static String key(String name) {
        for (int i = 0; ; i++) {
            String key = Base64.getEncoder().encodeToString(hash(name + i));
            if (key.contains("/")) {
                return key;
            }
        }
    }

    /** In files and addresses a key has no slash. */
    static String escaped(String key) {
        return key.replace('/', '-');
    }

    private void signedIn(DemoAccount person, int documents) {
        String block = key("block of " + person.username());
        write(
                "sso_block/" + escaped(block).substring(0, 2) + "/" + escaped(block) + ".json",
                "{\"id\":\"" + person.subject() + "\",\"provider\":\"authentik\"}");
        write(
                "sso_user/authentik/" + person.subject().substring(0, 2) + "/" + person.subject() + ".json",
                "{\"seed\":\"" + MARKER + "\",\"password\":true}");
        write(
                "sessions/" + escaped(block).substring(0, 2) + "/" + escaped(block) + "/1",
                "{\"sso\":{\"id\":\"" + person.subject() + "\",\"access\":\"" + MARKER + "\"}}");
        person(person.username(), block, known(person.username(), block, "sso", person.displayName(), null), documents);
    }

    private Map<String, @Nullable Object> known(
            String name, @Nullable String block, String type, String alias, @Nullable String email) {
        return MatrixStandIn.object(
                "edPublic",
                key(name),
                "block",
                block,
                "name",
                alias,
                "alias",
                alias,
                "email",
                email,
                "type",
                type,
                "createdBy",
                MARKER,
                "time",
                START);
    }

    private static Map<String, @Nullable Object> invitation(String alias, String email) {
        return MatrixStandIn.object("alias", alias, "email", email, "createdBy", MARKER, "time", START);
    }

    private void person(
            String name, @Nullable String block, @Nullable Map<String, @Nullable Object> known, int documents) {
        String key = key(name);
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            boolean file = i % 6 == 5;
            byte[] hash = hash(name + " stored " + i);
            String id = HexFormat.of().formatHex(Arrays.copyOf(hash, file ? 24 : 16));
            stored.add(id);
            boolean proven = file && i % 12 == 11;
            if (proven) {
                proofs.add(id);
            }
            things.put(
                    id,
                    new Thing(
                            id,
                            1000 + i,
                            START + i * DAY,
                            proven ? null : file ? MatrixStandIn.object("owners", List.of(key)) : metadata(key, i)));
        }
        if (known != null) {
            this.known.put(escaped(key), known);
        }
        if (block != null) {
            blocks.add(escaped(block));
        }
        people.put(key, new Person(key, block, known, name.equals(DemoAccount.MEMBER.username()), stored));
    }

    private static Map<String, @Nullable Object> metadata(String key, int i) {
        List<String> owners = i % 3 == 0 ? List.of(key, MARKER) : i % 3 == 1 ? List.of(key) : List.of(MARKER);
        return MatrixStandIn.object(
                "created",
                START + i * DAY / 2,
                "owners",
                owners,
                "allowed",
                List.of(MARKER),
                "mailbox",
                Map.of(MARKER, MARKER),
                "validateKey",
                MARKER,
                "expire",
                i == 1 ? START + 400 * DAY : null);
    }

    private void write(String path, String content) {
        try {
            Path file = data.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
