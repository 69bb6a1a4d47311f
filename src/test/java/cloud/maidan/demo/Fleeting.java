package cloud.maidan.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Files and folders that go with this process. */
public final class Fleeting {

    private Fleeting() {}

    public static Path file(String prefix, String content) throws IOException {
        Path file = Files.writeString(Files.createTempFile(prefix, ""), content);
        file.toFile().deleteOnExit();
        return file;
    }

    public static Path folder(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
        return folder;
    }
}
