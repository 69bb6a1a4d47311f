package cloud.maidan.portal.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Beans of a portal that is going to be killed. */
@TestConfiguration(proxyBeanMethods = false)
public class KillableArchives {

    @Bean
    @Primary
    KillableFolder killableFolder(ArchiveProperties properties) {
        return new KillableFolder(properties);
    }

    @Bean
    Copying copying(StoredArchives archives, ArchiveRegister register, PieceRegister pieces) {
        return (id, target) -> {
            WholeArchive whole = archives.whole(
                    register.find(id).orElseThrow(), pieces.of(id).getFirst());
            try (OutputStream out = Files.newOutputStream(target)) {
                whole.copy(0, whole.size(), out);
            }
        };
    }

    /** Copies a finished archive, decrypted, into a file. */
    public interface Copying {
        void copy(ArchiveId id, Path target) throws IOException;
    }
}
