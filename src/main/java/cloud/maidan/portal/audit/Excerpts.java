package cloud.maidan.portal.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a search found as a file that {@code audit verify} checks: each record beside the digests of its batch, which is
 * proven by the checkpoints before and after it. What lies between is left out.
 */
@Component
class Excerpts {

    /** Records in one file, the newest ones of what was found. */
    static final int MOST = 1000;

    private static final int PAGES_SIFTED = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final TrailRows rows;
    private final RecordRows records;
    private final Places places;
    private final Clock clock;

    Excerpts(TrailRows rows, RecordRows records, Places places, Clock clock) {
        this.rows = rows;
        this.records = records;
        this.places = places;
        this.clock = clock;
    }

    /** @param ids in their order @param complete false when there may be more */
    record Found(List<Long> ids, boolean complete) {

        Found {
            ids = List.copyOf(ids);
        }
    }

    Found find(TrailSearch search) {
        TreeSet<Long> ids = new TreeSet<>();
        Long below = Long.MAX_VALUE;
        for (int page = 0; page < PAGES_SIFTED && below != null && ids.size() < MOST; page++) {
            TrailRows.Page found = rows.find(search, below);
            found.records().forEach(record -> ids.add(record.id()));
            below = found.next();
        }
        return new Found(List.copyOf(ids), below == null);
    }

    /** Streams it; a batch at a time is in memory. @param asked the search in words of the address */
    void write(Found found, Map<String, String> asked, OutputStream out) {
        write(out, new Line.Excerpt(asked, found.complete(), clock.instant().toString()));
        TreeSet<Long> left = new TreeSet<>(found.ids());
        List<Long> unlinked = new ArrayList<>();
        long parts = 0;
        while (!left.isEmpty()) {
            Optional<ChainPart> part = places.partOf(left.getFirst());
            if (part.isPresent()) {
                write(part.get(), left, out);
                parts++;
            } else {
                unlinked.add(left.removeFirst());
            }
        }
        records.find(unlinked)
                .forEach(record ->
                        write(out, new Line.Unlinked(record.id(), record.at().toString())));
        write(
                out,
                new Line.End(
                        parts,
                        found.ids().size() - unlinked.size(),
                        clock.instant().toString()));
    }

    private void write(ChainPart part, TreeSet<Long> left, OutputStream out) {
        Batch batch = part.batch();
        List<Long> here = new ArrayList<>();
        for (long id : batch.ids()) {
            if (left.remove(id)) {
                here.add(id);
            }
        }
        write(out, Line.Part.of(part));
        records.find(here).stream()
                .sorted(Comparator.comparingInt(record -> here.indexOf(record.id())))
                .forEach(record -> write(out, Line.Record.of(record)));
    }

    private static void write(OutputStream out, Line line) {
        try {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
