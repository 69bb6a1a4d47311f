package cloud.maidan.portal.services.librechat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a file on LibreChat's disk, and only in the folder of the account: its path comes from a database. */
class StoredFiles {

    private final LibreChatProperties properties;
    private final String user;

    StoredFiles(LibreChatProperties properties, String user) {
        this.properties = properties;
        this.user = user;
    }

    /** Whether the portal was given the folder that the path is in. */
    boolean within(String filepath) {
        return folder(parts(filepath)) != null;
    }

    /** @param filepath as LibreChat stores it: {@code /uploads/<account>/…} or {@code /images/<account>/…} */
    Optional<Path> find(String filepath) {
        List<String> parts = parts(filepath);
        Path folder = folder(parts);
        if (folder == null || parts.size() < 3 || !parts.get(1).equals(user)) {
            return Optional.empty();
        }
        List<String> rest = parts.subList(2, parts.size());
        if (rest.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            return Optional.empty();
        }
        try {
            Path own = folder.toRealPath().resolve(user);
            Path file = own.resolve(String.join("/", rest)).toRealPath();
            return file.startsWith(own) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | InvalidPathException gone) {
            return Optional.empty();
        }
    }

    private @Nullable Path folder(List<String> parts) {
        return switch (parts.getFirst()) {
            case "uploads" -> properties.uploadsFolder();
            case "images" -> properties.imagesFolder();
            default -> null;
        };
    }

    /** Pictures carry parameters for browsers. */
    private static List<String> parts(String filepath) {
        String path = filepath.startsWith("/") ? filepath.substring(1) : filepath;
        int parameters = path.indexOf('?');
        return List.of((parameters < 0 ? path : path.substring(0, parameters)).split("/", -1));
    }
}
