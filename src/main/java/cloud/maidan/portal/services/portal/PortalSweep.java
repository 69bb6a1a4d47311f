package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.AgingTable;
import cloud.maidan.portal.subject.AgingTable.Row;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** Bounds how long the portal keeps rows that ended. A kind is a table; the trail of what was done stays whole. */
final class PortalSweep implements Retention {

    private static final int PAGE = 500;
    /** What was done a moment ago may still be looked up, by people and by work that goes on. */
    private static final Period SHORTEST = Period.ofDays(7);

    private static final String TRAIL = "audit_record";

    private final JdbcOperations jdbc;
    private final Map<String, AgingTable> tables = new LinkedHashMap<>();
    private final List<Kind> kinds;

    PortalSweep(List<Shelf> shelves, JdbcOperations jdbc) {
        this.jdbc = jdbc;
        shelves.stream()
                .map(Shelf::module)
                .distinct()
                .flatMap(module -> module.aging().stream())
                .forEach(table -> tables.put(table.name(), table));
        this.kinds = shelves.stream()
                .map(Shelf::table)
                .flatMap(table -> Stream.ofNullable(kind(table)))
                .toList();
    }

    private @Nullable Kind kind(PersonalTable table) {
        AgingTable aging = tables.get(table.name());
        if (aging == null && !table.name().equals(TRAIL)) {
            return null;
        }
        return new Kind(
                table.name(),
                table.title(),
                table.purpose(),
                table.basis(),
                Set.of(table.name()),
                "entry",
                SHORTEST,
                Optional.ofNullable(aging)
                        .map(each -> Period.ofDays((int) each.kept().toDays())),
                aging == null ? new Unbounded(Text.of("portal.retention.trail")) : new Swept());
    }

    @Override
    public List<Kind> kinds() {
        return kinds;
    }

    @Override
    public AgedPage aged(String kind, Instant before, Cursor from) {
        List<Row> rows = table(kind).before(jdbc, before, from.atStart() ? null : read(from), PAGE);
        return new AgedPage(
                rows.stream().map(PortalSweep::aged).toList(),
                rows.size() < PAGE ? Optional.empty() : Optional.of(written(rows.getLast())));
    }

    private static Aged aged(Row row) {
        return new Aged(row.id().toString(), "", Objects.toString(row.member(), null), row.bytes(), row.since());
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        return table(kind).others(jdbc, before, enough);
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        turn.stillMine();
        table(kind)
                .remove(
                        jdbc,
                        items.stream().map(item -> UUID.fromString(item.id())).toList());
    }

    private AgingTable table(String kind) {
        return Optional.ofNullable(tables.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("no table that ages: " + kind));
    }

    private static Cursor written(Row row) {
        return new Cursor(row.since() + " " + row.id());
    }

    private static Row read(Cursor cursor) {
        String[] parts = cursor.value().split(" ");
        return new Row(UUID.fromString(parts[1]), null, 0, Instant.parse(parts[0]));
    }
}
