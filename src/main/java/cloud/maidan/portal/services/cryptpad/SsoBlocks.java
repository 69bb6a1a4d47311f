package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which log-in block belongs to which sign-in, as the SSO plugin 0.4 keeps it in {@code data/sso_block}. The folders
 * beside it hold what opens accounts ({@code sso_user}) and tokens ({@code sessions}); they are never read.
 */
class SsoBlocks {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LARGEST = 4096;
    private static final int MOST = 200_000;

    private final Path folder;
    private final @Nullable String provider;
    private final Map<String, Owner> known = new ConcurrentHashMap<>();

    private record Owner(String subject, String provider) {}

    SsoBlocks(Path folder, @Nullable String provider) {
        this.folder = folder;
        this.provider = provider;
    }

    boolean readable() {
        return Files.isDirectory(folder) && Files.isReadable(folder);
    }

    /** Keys of the subject's log-in blocks, {@code /} written as {@code -}. A file that was read is not read again. */
    Set<String> of(String subject) {
        Set<String> blocks = new HashSet<>();
        Set<String> there = new HashSet<>();
        try (Stream<Path> files = Files.find(folder, 2, (path, attributes) -> attributes.isRegularFile())) {
            files.limit(MOST).forEach(file -> {
                String name = file.getFileName().toString();
                there.add(name);
                if (name.endsWith(".json") && subject.equals(subject(file, name))) {
                    blocks.add(name.substring(0, name.length() - ".json".length()));
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new ServiceFault(
                    Fault.REFUSED,
                    null,
                    "portal.services.cryptpad.sso-block-folder cannot be read: "
                            + e.getClass().getSimpleName(),
                    null);
        }
        known.keySet().retainAll(there);
        return blocks;
    }

    /** The subject of each block. */
    Map<String, String> subjects() {
        of("");
        Map<String, String> subjects = new HashMap<>();
        known.forEach((name, owner) -> {
            if (provider == null || provider.equals(owner.provider)) {
                subjects.put(name.substring(0, name.length() - ".json".length()), owner.subject);
            }
        });
        return subjects;
    }

    private @Nullable String subject(Path file, String name) {
        Owner owner = known.get(name);
        if (owner == null) {
            owner = read(file);
            if (owner == null) {
                return null;
            }
            known.put(name, owner);
        }
        return provider == null || provider.equals(owner.provider) ? owner.subject : null;
    }

    /** Null when it is gone, half written or something else. */
    private static @Nullable Owner read(Path file) {
        try {
            if (Files.size(file) > LARGEST || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            JsonNode owner = JSON.readTree(Files.readAllBytes(file));
            String subject = owner.path("id").asString("");
            return subject.isEmpty()
                    ? null
                    : new Owner(subject, owner.path("provider").asString(""));
        } catch (IOException | JacksonException e) {
            return null;
        }
    }
}
