package cloud.maidan.portal.services.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.ImpersonalTable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class TableDeclarationTests {

    private final List<PersonalRecords> records;
    private final JdbcClient jdbc;
    private final JdbcOperations rows;

    @Autowired
    TableDeclarationTests(List<PersonalRecords> records, JdbcClient jdbc, JdbcOperations rows) {
        this.rows = rows;
        this.records = records;
        this.jdbc = jdbc;
    }

    @Test
    void everyTableOfTheDatabaseIsDeclaredExactlyOnce() {
        List<String> tables =
                jdbc.sql("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
                """).query((row, number) -> row.getString(1)).list();

        assertThat(Stream.concat(personal(), impersonal().map(ImpersonalTable::name)))
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void whatNamesAMemberOrHangsOnSomethingThatDoesIsPersonal() {
        List<String> aboutMembers =
                jdbc.sql("""
                with recursive about as (
                    select attrelid as id from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where a.attname = 'member_id' and c.relkind in ('r', 'p') and not a.attisdropped
                    union select 'member'::regclass::oid
                    union select f.conrelid from pg_constraint f join about on f.confrelid = about.id
                        where f.contype = 'f'
                )
                select relname from pg_class join about on about.id = pg_class.oid
                """).query((row, number) -> row.getString(1)).list();

        assertThat(aboutMembers).isNotEmpty().isSubsetOf(personal().toList());
    }

    @Test
    void everyTableSaysWhyItIsNotAboutMembers() {
        assertThat(impersonal()).allSatisfy(table -> assertThat(table.reason()).isNotBlank());
    }

    @Test
    void everySentenceAboutATableIsThereInEveryLanguage(@Autowired MessageSource messages) {
        List<String> lacking = new ArrayList<>();
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            records.stream()
                    .flatMap(module -> module.personal().stream())
                    .flatMap(table -> Stream.of(table.title(), table.purpose(), table.retention(), table.visibleTo()))
                    .map(Text::key)
                    .filter(key -> said(messages, key, language) == null)
                    .forEach(key -> lacking.add(language + ": " + key));
        }

        assertThat(lacking).isEmpty();
    }

    @Test
    void everyFieldThatLeavesThePortalIsExplainedInEveryLanguage(@Autowired MessageSource messages) {
        List<String> lacking = new ArrayList<>();
        Map<String, List<String>> columns = columns();
        personal()
                .forEach(table -> columns.getOrDefault(table, List.of()).forEach(column -> {
                    for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                        if (said(messages, "portal.table." + table + "." + column, language) == null
                                && said(messages, "portal.field." + column, language) == null) {
                            lacking.add(language + ": " + table + "." + column);
                        }
                    }
                }));

        assertThat(lacking).isEmpty();
    }

    @Test
    void somebodyUnknownHasNothingAndErasingThemRemovesNothing() {
        MemberId nobody = MemberId.random();
        for (PersonalRecords module : records) {
            for (PersonalTable table : module.personal()) {
                List<Map<String, Object>> copied = new ArrayList<>();
                module.export(table, nobody, copied::add);

                assertThat(copied).as(table.name()).isEmpty();
                assertThat(module.rows(table).holding(rows, nobody))
                        .as(table.name())
                        .isEqualTo(Holding.NOTHING);
                assertThat(module.erase(table, nobody)).as(table.name()).isZero();
            }
        }
    }

    private Map<String, List<String>> columns() {
        return jdbc
                .sql("select table_name, column_name from information_schema.columns where table_schema = 'public'"
                        + " and data_type <> 'bytea'")
                .query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private Stream<String> personal() {
        return records.stream().flatMap(module -> module.personal().stream()).map(PersonalTable::name);
    }

    private Stream<ImpersonalTable> impersonal() {
        return records.stream().flatMap(module -> module.impersonal().stream());
    }

    private static @Nullable String said(MessageSource messages, String key, Locale language) {
        return messages.getMessage(key, null, null, language);
    }
}
