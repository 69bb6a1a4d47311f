package cloud.maidan.portal.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.demo.EmbeddedDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MemberTableTests {

    private static final MemberId MIRA = MemberId.random();
    private static final MemberId MOSS = MemberId.random();

    private final JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(EmbeddedDatabase.newDatabase()));
    private final MemberTable notes = MemberTable.by("member_id", "note", "made_at", "secret");

    @BeforeEach
    void twoPeopleHaveNotes() {
        jdbc.execute("create table note (id int primary key, member_id uuid, made_at timestamptz, body text,"
                + " secret bytea, extra jsonb)");
        jdbc.update(
                "insert into note select n, ?, timestamptz '2026-01-01Z' + make_interval(hours => -n), 'note ' || n,"
                        + " '\\x0102', '{\"a\": [1, true, null]}' from generate_series(1, 1000) n",
                MIRA.value());
        jdbc.update("insert into note values (2000, ?, '2020-01-01Z', 'another''s', null, null)", MOSS.value());
    }

    @Test
    void countsOnlyTheMembersOwnRows() {
        Holding holding = notes.holding(jdbc, MIRA);

        assertThat(holding.count()).isEqualTo(1000);
        assertThat(holding.bytes()).isGreaterThan(40_000);
        assertThat(holding.newest()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(notes.holding(jdbc, MemberId.random())).isEqualTo(Holding.NOTHING);
    }

    @Test
    void countsSeveralTablesInTheirOrder() {
        MemberTable all = new MemberTable("note", "member_id <> ?", null, List.of());

        List<Holding> holdings = MemberTable.holdings(jdbc, List.of(notes, all, notes), MOSS);

        assertThat(holdings).extracting(Holding::count).containsExactly(1L, 1000L, 1L);
        assertThat(holdings.get(1).oldest()).isNull();
        assertThat(MemberTable.holdings(jdbc, List.of(), MOSS)).isEmpty();
    }

    @Test
    void copiesEveryRowOldestFirstWithoutSecrets() {
        List<Map<String, Object>> rows = new ArrayList<>();

        notes.export(jdbc, MIRA, rows::add);

        assertThat(rows).hasSize(1000).noneMatch(row -> row.containsKey("secret"));
        assertThat(rows.getFirst())
                .containsEntry("id", 1000)
                .containsEntry("body", "note 1000")
                .containsEntry("member_id", MIRA.toString())
                .containsKey("extra");
    }

    @Test
    void removesOnlyTheMembersRowsAndRepeatsWithoutEffect() {
        assertThat(notes.erase(jdbc, MIRA)).isEqualTo(1000);
        assertThat(notes.erase(jdbc, MIRA)).isZero();
        assertThat(notes.holding(jdbc, MOSS).count()).isOne();
    }

    @Test
    void takesNoSqlForAName() {
        assertThatThrownBy(() -> MemberTable.by("member_id", "note; drop table note", null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
