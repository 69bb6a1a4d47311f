package cloud.maidan.portal.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The files of all archives: one folder each, readable only by the portal's own system user. */
@Component
class ArchiveFolder {

    private static final String GROWING = ".growing";

    private final Path folder;
    private final long freeFloor;

    ArchiveFolder(ArchiveProperties properties) {
        this.folder = properties.folder().toAbsolutePath();
        this.freeFloor = properties.freeFloor().toBytes();
    }

    void prepare(ArchiveId id) throws IOException {
        Files.createDirectories(folder(id), permissions("rwx------"));
    }

    /** @throws ArchiveStorageFault when so many bytes would leave too little room on the disk */
    void requireRoom(long bytes) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() - bytes < freeFloor) {
            throw ArchiveStorageFault.noRoom();
        }
    }

    /** A new file that does not count until it is published; closing brings it to the disk. */
    OutputStream create(ArchiveId id, String file) throws IOException {
        Path path = folder(id).resolve(file + GROWING);
        FileChannel channel = (FileChannel) Files.newByteChannel(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions("rw-------"));
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                try (channel) {
                    if (channel.isOpen()) {
                        channel.force(true);
                    }
                }
            }
        };
    }

    void publish(ArchiveId id, String file) throws IOException {
        Files.move(folder(id).resolve(file + GROWING), folder(id).resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Brings the names of published files to the disk. */
    void sync(ArchiveId id) throws IOException {
        try (FileChannel directory = FileChannel.open(folder(id), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    SeekableByteChannel open(ArchiveId id, String file) throws IOException {
        return Files.newByteChannel(folder(id).resolve(file));
    }

    /** Names of all files, published or not; empty when the archive has no folder. */
    List<String> files(ArchiveId id) throws IOException {
        try (Stream<Path> files = Files.list(folder(id))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    void delete(ArchiveId id, String file) throws IOException {
        Files.deleteIfExists(folder(id).resolve(file));
    }

    void deleteGrowing(ArchiveId id, String file) throws IOException {
        delete(id, file + GROWING);
    }

    void clear(ArchiveId id) throws IOException {
        for (String file : files(id)) {
            delete(id, file);
        }
        Files.deleteIfExists(folder(id));
    }

    /** Archives that have a folder untouched since the given time. */
    List<ArchiveId> untouchedSince(Instant time) throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(path -> touched(path).isBefore(time))
                    .flatMap(path -> ArchiveId.parse(path.getFileName().toString()).stream())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Instant touched(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return Instant.MAX;
        }
    }

    private Path folder(ArchiveId id) {
        return folder.resolve(id.value().toString());
    }

    private static FileAttribute<?>[] permissions(String text) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }
}
