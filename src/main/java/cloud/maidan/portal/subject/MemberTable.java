package cloud.maidan.portal.subject;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table of the database in which a member's rows can be found by one condition. Counts, copies and removes them.
 *
 * @param name the table's name
 * @param condition SQL that is true of a member's rows, with one {@code ?} for the member's id
 * @param time column that says when a row came to be; null when rows carry no time
 * @param withheld columns that are never copied: secrets, seals and other people's keys
 */
public record MemberTable(
        String name, String condition, @Nullable String time, List<String> withheld) {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
    private static final int ROWS_AT_A_TIME = 200;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    public MemberTable {
        mustBeWord(name);
        if (time != null) {
            mustBeWord(time);
        }
        withheld = List.copyOf(withheld);
    }

    /** Rows that name the member in a column of type {@code uuid}. */
    public static MemberTable by(String column, String name, @Nullable String time, String... withheld) {
        mustBeWord(column);
        return new MemberTable(name, column + " = ?", time, List.of(withheld));
    }

    /** How much each of the tables holds about the member, in their order and in one query. */
    public static List<Holding> holdings(JdbcOperations jdbc, List<MemberTable> tables, MemberId member) {
        if (tables.isEmpty()) {
            return List.of();
        }
        String query = IntStream.range(0, tables.size())
                .mapToObj(place -> tables.get(place).counting(place))
                .collect(Collectors.joining(" union all ", "", " order by 1"));
        return jdbc.query(
                query,
                (row, number) -> new Holding(row.getLong(2), row.getLong(3), at(row, 4), at(row, 5)),
                Collections.nCopies(tables.size(), member.value()).toArray());
    }

    /** How much there is about the member. */
    public Holding holding(JdbcOperations jdbc, MemberId member) {
        return holdings(jdbc, List.of(this), member).getFirst();
    }

    private String counting(int place) {
        String times = time == null
                ? "null::timestamptz, null::timestamptz"
                : "min(row_." + time + ")::timestamptz, max(row_." + time + ")::timestamptz";
        return "select " + place + ", count(*), coalesce(sum(pg_column_size(row_.*)), 0), " + times + " from " + name
                + " row_ where " + condition;
    }

    /**
     * Hands over every row, oldest first, as values that fit into JSON: text, numbers, truth values, lists and maps;
     * times as ISO-8601. Reads a few hundred rows at a time; what is withheld never leaves the database.
     */
    public void export(JdbcOperations jdbc, MemberId member, Consumer<Map<String, Object>> sink) {
        String query = "select (to_jsonb(row_) - ?::text[])::text from " + name + " row_ where " + condition
                + (time == null ? "" : " order by row_." + time);
        jdbc.execute((Connection connection) -> {
            boolean onItsOwn = connection.getAutoCommit();
            if (onItsOwn) {
                // PostgreSQL hands rows over in pieces only inside a transaction
                connection.setAutoCommit(false);
            }
            try {
                read(connection, query, member, sink);
            } finally {
                if (onItsOwn) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
            return true;
        });
    }

    /** Removes the member's rows and says how many went. */
    public long erase(JdbcOperations jdbc, MemberId member) {
        return jdbc.update("delete from " + name + " where " + condition, member.value());
    }

    private void read(Connection connection, String query, MemberId member, Consumer<Map<String, Object>> sink)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            statement.setArray(1, connection.createArrayOf("text", withheld.toArray()));
            statement.setObject(2, member.value());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.accept(JSON.readValue(rows.getString(1), ROW));
                }
            }
        }
    }

    private static @Nullable Instant at(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static void mustBeWord(String name) {
        if (!WORD.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of the database: " + name);
        }
    }
}
