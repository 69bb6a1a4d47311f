package cloud.maidan.demo;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * LibreChat's own data schemas, run by Node.js where they are installed: the folder that holds npm's
 * {@code @librechat/data-schemas} is named by {@code PORTAL_LIBRECHAT_SCHEMAS} or
 * {@code -Dportal.test.librechat-schemas}.
 */
public final class RealLibreChatSchemas {

    private static final JsonWriterSettings EXTENDED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private RealLibreChatSchemas() {}

    public static Optional<Path> folder() {
        String named = System.getProperty(
                "portal.test.librechat-schemas",
                Objects.requireNonNullElse(System.getenv("PORTAL_LIBRECHAT_SCHEMAS"), ""));
        return Optional.of(named)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.isDirectory(folder.resolve("node_modules/@librechat/data-schemas")));
    }

    public static String skipped() {
        return "skipped: LibreChat's own schemas (npm @librechat/data-schemas, PORTAL_LIBRECHAT_SCHEMAS) are not installed";
    }

    /**
     * Makes the collections and indexes, and in them what a stand-in's database holds, each document as the schemas take
     * it.
     *
     * @return what was made, in words
     */
    public static String fill(LibreChatDatabase target, LibreChatStandIn source) {
        // its logger makes a folder where it runs
        Path home = source.folder().resolve("schemas");
        try {
            Files.createDirectories(home);
            Path file = Files.writeString(home.resolve("documents.json"), documents(source));
            String uri = "mongodb://127.0.0.1:" + target.port() + "/LibreChat";
            Process node = new ProcessBuilder(
                            "node",
                            Path.of("src/test/resources/librechat/fill.cjs")
                                    .toAbsolutePath()
                                    .toString(),
                            folder().orElseThrow().toAbsolutePath().toString(),
                            uri,
                            file.toString())
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!node.waitFor(1, TimeUnit.MINUTES) || node.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String documents(LibreChatStandIn source) {
        List<String> collections = new ArrayList<>();
        source.database().fill(client -> {
            MongoDatabase db = client.getDatabase("LibreChat");
            for (String name : db.listCollectionNames()) {
                List<String> all = db.getCollection(name, Document.class)
                        .find()
                        .map(document -> document.toJson(EXTENDED))
                        .into(new ArrayList<>());
                collections.add("\"" + name + "\":[" + String.join(",", all) + "]");
            }
        });
        return "{" + String.join(",\n", collections) + "}";
    }
}
