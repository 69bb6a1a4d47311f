package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.ExportSink;
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
class RecordedSink implements ExportSink {

    final Map<String, byte[]> entries = new LinkedHashMap<>();
    final Map<String, Text> missing = new LinkedHashMap<>();
    final Map<String, Text> described = new LinkedHashMap<>();
    final Map<String, String> schemas = new LinkedHashMap<>();
    final List<Cursor> cursors = new ArrayList<>();
    final List<Integer> entriesAtCursor = new ArrayList<>();

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
    String everything() {
        StringBuilder all = new StringBuilder();
        entries.forEach((path, content) -> all.append(path)
                .append('\n')
                .append(new String(content, StandardCharsets.UTF_8))
                .append('\n'));
        return all.toString();
    }

    String text(String path) {
        byte[] content = entries.get(path);
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    List<String> lines(String folder) {
        return entries.keySet().stream()
                .filter(path -> path.startsWith(folder) && path.endsWith(".ndjson"))
                .flatMap(path -> text(path).lines())
                .toList();
    }
}
