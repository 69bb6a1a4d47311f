package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps everything an export hands over, and how much of it was there at each cursor. */
public class RecordedSink implements ExportSink {

    public final Map<String, byte[]> entries = new LinkedHashMap<>();
    public final Map<String, Text> missing = new LinkedHashMap<>();
    public final Map<String, Text> described = new LinkedHashMap<>();
    public final Map<String, String> schemas = new LinkedHashMap<>();
    public final List<Cursor> cursors = new ArrayList<>();
    public final List<Integer> entriesAtCursor = new ArrayList<>();

    @Override
    public void entry(String path, Form form, @Nullable Instant modified, InputStream content) {
        try {
            if (entries.put(path, content.readAllBytes()) != null) {
                throw new IllegalStateException("twice: " + path);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void missing(String path, Text why) {
        missing.put(path, why);
    }

    @Override
    public void describe(String path, Text meaning) {
        described.put(path, meaning);
    }

    @Override
    public void schema(String path, String resource) {
        schemas.put(path, resource);
    }

    @Override
    public void reached(Cursor cursor) {
        cursors.add(cursor);
        entriesAtCursor.add(entries.size());
    }

    /** All text and bytes as one, to look for words that must or must not be there. */
    public String everything() {
        StringBuilder all = new StringBuilder();
        entries.forEach((path, content) -> all.append(path)
                .append('\n')
                .append(new String(content, StandardCharsets.UTF_8))
                .append('\n'));
        return all.toString();
    }

    public String text(String path) {
        byte[] content = entries.get(path);
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    public List<String> lines(String folder) {
        return entries.keySet().stream()
                .filter(path -> path.startsWith(folder) && path.endsWith(".ndjson"))
                .flatMap(path -> text(path).lines())
                .toList();
    }
}
