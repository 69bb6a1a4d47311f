package cloud.maidan.portal.services.portal;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows that are pushed, as lines of JSON that can be read. A thread of its own pushes, a few rows ahead of the reader;
 * what goes wrong there is thrown to the reader, never mistaken for the end.
 */
final class RowStream extends InputStream {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ROWS_AHEAD = 64;

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(ROWS_AHEAD);
    private final Set<String> fields = new LinkedHashSet<>();
    private final Thread pushing;
    private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);
    private boolean ended;

    private sealed interface Item {

        record Row(Map<String, Object> values) implements Item {}

        record End(@Nullable RuntimeException because) implements Item {}
    }

    RowStream(Consumer<Consumer<Map<String, Object>>> rows) {
        pushing = Thread.ofVirtual().name("portal-rows").start(() -> push(rows));
    }

    /** Whether there is not one row. */
    boolean empty() {
        return !more();
    }

    /** The names of the values seen so far. */
    Set<String> fields() {
        return Set.copyOf(fields);
    }

    @Override
    public int read() {
        return more() ? line.read() : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        return count == 0 ? 0 : more() ? line.read(target, offset, count) : -1;
    }

    @Override
    public void close() {
        ended = true;
        pushing.interrupt();
    }

    private boolean more() {
        while (!ended && line.available() == 0) {
            switch (take()) {
                case Item.Row(Map<String, Object> values) -> {
                    fields.addAll(values.keySet());
                    line = new ByteArrayInputStream(
                            (JSON.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8));
                }
                case Item.End(@Nullable RuntimeException because) -> {
                    ended = true;
                    if (because != null) {
                        throw new CompletionException(because);
                    }
                }
            }
        }
        return !ended;
    }

    private void push(Consumer<Consumer<Map<String, Object>>> rows) {
        Item.End end = new Item.End(null);
        try {
            rows.accept(row -> put(new Item.Row(row)));
        } catch (RuntimeException e) {
            end = new Item.End(e);
        }
        try {
            put(end);
        } catch (CancellationException e) {
            // the reader left and needs no end
        }
    }

    private void put(Item item) {
        try {
            items.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("nobody reads on");
        }
    }

    private Item take() {
        try {
            Item item = items.poll(1, TimeUnit.SECONDS);
            while (item == null && pushing.isAlive()) {
                item = items.poll(1, TimeUnit.SECONDS);
            }
            return item == null ? new Item.End(new IllegalStateException("the rows stopped without an end")) : item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading rows");
        }
    }
}
