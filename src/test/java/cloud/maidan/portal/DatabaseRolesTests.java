package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the users of the roles may do in the database, asked of the database itself. */
@PortalTest
class DatabaseRolesTests {

    private static final Path PAGE = Path.of("docs/database-roles.md");

    /** Its columns' privileges too, each with its column. */
    private static final String PRIVILEGES = """
            select c.relname as name, r.rolname as role, string_agg(privilege, ', ' order by privilege) as may
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            cross join pg_roles r
            left join lateral (
                select lower(a.privilege_type) as privilege from aclexplode(c.relacl) a where a.grantee in (r.oid, 0)
                union all
                select lower(a.privilege_type) || ' (' || k.attname || ')'
                from pg_attribute k cross join lateral aclexplode(k.attacl) a
                where k.attrelid = c.oid and a.grantee in (r.oid, 0)
            ) given on true
            where c.relkind = any(:kinds) and r.rolname = :role
            group by c.relname, r.rolname
            order by c.relname""";

    private final DatabaseRoles database = DatabaseRoles.migrated();

    @Autowired
    List<PersonalRecords> records;

    /** Run with {@code -Dportal.docs.write=true} to write the page anew, then read what changed. */
    @Test
    void everyTableIsOpenToWhomThePageSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("portal.docs.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void everyTableIsOpenToSomebody() {
        Map<String, String> web = privileges("portal_web", "r", "p");
        Map<String, String> worker = privileges("portal_worker", "r", "p");

        assertThat(web.keySet().stream().filter(table -> (web.get(table) + worker.get(table)).isEmpty()))
                .as("named in db/migration/afterMigrate.sql")
                .containsExactly("flyway_schema_history");
    }

    @Test
    void theOperatorSeesNothingOfMembersAndMayAddToTheAudit() {
        List<String> personal = records.stream()
                .flatMap(module -> module.personal().stream())
                .map(PersonalTable::name)
                .toList();
        Map<String, String> operator = privileges("portal_operator", "r", "p");

        assertThat(personal).hasSizeGreaterThan(20);
        assertThat(operator.keySet()).containsAll(personal);
        personal.forEach(table ->
                assertThat(operator.get(table)).as(table).isEqualTo(table.equals("audit_record") ? "insert" : ""));
    }

    @Test
    void whatWasRecordedNobodyChanges() {
        for (String role : DatabaseRoles.ALL) {
            Map<String, String> tables = privileges(role, "r", "p");
            assertThat(tables.get("audit_record")).doesNotContain("update", "delete");
            assertThat(tables.get("audit_batch")).doesNotContain("update", "delete");
        }
    }

    @Test
    void nobodyButTheOwnerMakesOrOwnsAnything() {
        for (String role : DatabaseRoles.ALL) {
            assertThat(database.asOwner()
                            .sql("""
                            select has_schema_privilege(:role, 'public', 'create')
                                or (select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls from pg_roles
                                    where rolname = :role)
                                or exists (select from pg_class c join pg_roles r on r.oid = c.relowner
                                    where r.rolname = :role)
                                or exists (select from pg_class c cross join lateral aclexplode(c.relacl) a
                                    join pg_roles r on r.oid = a.grantee where r.rolname = :role and a.is_grantable)
                            """)
                            .param("role", role)
                            .query(Boolean.class)
                            .single())
                    .as(role)
                    .isFalse();
        }
    }

    private String page() {
        return """
                # Who may do what in the database

                Written by `DatabaseRolesTests` from a database after all migrations; `db/migration/afterMigrate.sql` grants it.
                “All” is select, insert, update, delete. The owner migrates and has every right.

                | table | web | worker | operator |
                |-|-|-|-|
                %s

                | sequence | web | worker | operator |
                |-|-|-|-|
                %s
                """.formatted(rows("r", "p"), rows("S"));
    }

    private String rows(String... kinds) {
        List<Map<String, String>> roles =
                DatabaseRoles.ALL.stream().map(role -> privileges(role, kinds)).toList();
        return roles.getFirst().keySet().stream()
                .map(name -> "| `%s` | %s |"
                        .formatted(
                                name,
                                roles.stream()
                                        .map(role -> said(role.getOrDefault(name, "")))
                                        .collect(Collectors.joining(" | "))))
                .collect(Collectors.joining("\n"));
    }

    private static String said(String may) {
        return may.equals("delete, insert, select, update") ? "all" : may.isEmpty() ? "–" : may;
    }

    private Map<String, String> privileges(String role, String... kinds) {
        Map<String, String> privileges = new TreeMap<>();
        database.asOwner()
                .sql(PRIVILEGES)
                .param("role", role)
                .param("kinds", kinds)
                .query((row, number) -> {
                    String may = row.getString("may");
                    return privileges.put(row.getString("name"), may == null ? "" : may);
                })
                .list();
        return privileges;
    }
}
