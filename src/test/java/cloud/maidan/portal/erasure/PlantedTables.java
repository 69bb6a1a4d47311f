package cloud.maidan.portal.erasure;

import cloud.maidan.demo.FieldWords;
import cloud.maidan.demo.Planted;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a word of its own into each column that can hold one, of each table that a module says is about members. */
final class PlantedTables {

    private static final Set<String> READABLE =
            Set.of("text", "character varying", "json", "jsonb", "ARRAY", "bytea", "inet");

    private final JdbcClient jdbc;
    private final MemberId member;
    private final FieldWords words;
    private final Set<String> missed = new TreeSet<>();

    private PlantedTables(JdbcClient jdbc, MemberId member, String word) {
        this.jdbc = jdbc;
        this.member = member;
        this.words = FieldWords.of("portal", word);
    }

    /** Into the member's rows, and into rows of their own where the member has none. */
    static Planted plant(JdbcClient jdbc, Collection<PersonalRecords> modules, MemberId member, String word) {
        PlantedTables tables = new PlantedTables(jdbc, member, word);
        tables.fill();
        modules.forEach(module -> module.personal().forEach(table -> tables.plant(module, table)));
        return tables.words.planted(tables.missed);
    }

    private void fill() {
        try (InputStream file = Objects.requireNonNull(PlantedTables.class.getResourceAsStream("/fields/portal.sql"))) {
            for (String row : new String(file.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*")) {
                if (!row.isBlank()) {
                    jdbc.sql(row).param("member", member.value()).update();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Column(String name, String type) {}

    private void plant(PersonalRecords module, PersonalTable table) {
        if (words.leavesOut(table.name())) {
            return;
        }
        List<Column> columns = jdbc.sql("""
                        select column_name, data_type from information_schema.columns
                        where table_schema = 'public' and table_name = ?""")
                .param(table.name())
                .query((row, number) -> new Column(row.getString(1), row.getString(2)))
                .list();
        String mine = module.rows(table).condition();
        for (Column column : columns) {
            String path = table.name() + "." + column.name();
            if (READABLE.contains(column.type())
                    && !words.leavesOut(path)
                    && !(column.type().equals("text") && put(table.name(), column, mine, path))) {
                missed.add(path);
            }
        }
    }

    private boolean put(String table, Column column, String mine, String path) {
        String value = words.isJson(path)
                ? "regexp_replace(" + column.name() + ", '\"([]}\\s]*)$', ? || '\"\\1')"
                : column.name() + " || ?";
        String word = words.wordOf(path);
        jdbc.sql("update " + table + " set " + column.name() + " = " + value + " where " + mine)
                .params(word, member.value())
                .update();
        return jdbc.sql("select exists (select from " + table + " where position(? in " + column.name() + ") > 0)")
                .param(word)
                .query(Boolean.class)
                .single();
    }
}
