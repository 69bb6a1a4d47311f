package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Folders of the account that are there and that the portal may remove. */
    List<Path> reachable() {
        return Stream.of(properties.uploadsFolder(), properties.imagesFolder())
                .filter(root -> root != null && removable(root))
                .map(root -> root.resolve(user))
                .filter(StoredFiles::there)
                .toList();
    }

    /** Folders of the account that it may not, or does not see, as LibreChat itself calls them. */
    List<String> outOfReach() {
        return Stream.of(
                        outOfReach(properties.uploadsFolder(), "/app/uploads/"),
                        outOfReach(properties.imagesFolder(), "/app/client/public/images/"))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> outOfReach(@Nullable Path root, String known) {
        boolean seen = root != null && Files.isDirectory(root) && (!there(root.resolve(user)) || removable(root));
        return seen ? Optional.empty() : Optional.of(known + user);
    }

    private boolean removable(Path root) {
        Path own = root.resolve(user);
        return Files.isWritable(root) && (!there(own) || Files.isWritable(own));
    }

    private static boolean there(Path own) {
        return Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS);
    }

    /** Folders of the account in which there is more than the spared files. @param spared as in {@link #find} */
    long left(List<String> spared) {
        Set<Path> kept = found(spared);
        return reachable().stream().filter(own -> !onlyHolds(own, kept)).count();
    }

    private static boolean onlyHolds(Path own, Set<Path> kept) {
        if (kept.isEmpty()) {
            return false;
        }
        try (Stream<Path> all = Files.walk(own)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(path -> kept.contains(real(path)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Set<Path> found(List<String> paths) {
        return paths.stream().flatMap(path -> find(path).stream()).collect(Collectors.toSet());
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path;
        }
    }

    private static ServiceFault unreadable(IOException e) {
        return new ServiceFault(
                Fault.REFUSED,
                null,
                "librechat: a member's folder could not be removed: "
                        + e.getClass().getSimpleName(),
                null);
    }

    /**
     * Removes the account's folders with everything in them but the spared files; a link is removed, not what it leads
     * to. @param spared as in {@link #find}
     */
    void erase(Turn turn, List<String> spared) {
        Set<Path> kept = found(spared);
        for (Path own : reachable()) {
            turn.stillMine();
            try {
                Files.walkFileTree(own, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (kept.isEmpty() || attributes.isSymbolicLink() || !kept.contains(real(file))) {
                            Files.deleteIfExists(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                            throws IOException {
                        if (failed != null) {
                            throw failed;
                        }
                        if (kept.stream().noneMatch(file -> file.startsWith(real(folder)))) {
                            Files.deleteIfExists(folder);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                throw unreadable(e);
            }
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
