package cloud.maidan.portal.grown;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal F7: pages cost the same however large the community is. A few thousand members are enough to see how each statement
 * is carried out; {@link GrowthBenchmark} has as many as the goal says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrownCommunityTests {

    private static final int MEMBERS = Integer.getInteger("portal.grown.members", 3000);
    private static final long EVENTS = Long.getLong("portal.grown.events", 24_000);

    /** Rows that a statement may look at: more than a page shows or counts, fewer than tables have that grow. */
    private static final long MOST = 1100;

    /** Tables that stay small: as many rows as there are services, containers, settings, rules or nodes. */
    private static final String STAY_SMALL = "(connection|hardening)_.*|authentik_reading|erasure_ledger|image_lock"
            + "|federation_(check|policy|taken)|flyway_schema_history|key_line|orphan_(round|search)|retention_(look|rule)"
            + "|service_(container|log|overlay|usage)";

    /** Tables that have a row where one is first needed, or one for thousands of others. */
    private static final String FILL_BY_THEMSELVES = "audit_(batch|member_key)";

    private GrownPortal grown;

    @BeforeAll
    void grow() throws Exception {
        grown = GrownPortal.start(MEMBERS, EVENTS, true);
    }

    @AfterAll
    void leave() {
        grown.close();
    }

    @Test
    void everyTableThatGrowsHasGrown() throws Exception {
        List<String> small = grown.ask("""
                select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
                    and reltuples < %d order by 1""".formatted(MEMBERS / 20));

        assertThat(small).isNotEmpty().allMatch(table -> table.matches(STAY_SMALL + "|" + FILL_BY_THEMSELVES));
    }

    @Test
    void everyPageOfThoseWhoWorkHereIsLookedAt() {
        Set<String> routes = grown.routes().byRoute().keySet();

        assertThat(grown.visits().stream().map(Visit::route)).containsAll(routes);
        assertThat(routes).contains("/admin/members", "/admin/federation", "/admin/requests");
    }

    /** Nor is anything skipped to get there. A count of a table is a scan of it, too, by whatever index. */
    @Test
    void noPageLooksAtThousandsOfRows() throws Exception {
        Looked looked = Looked.at(grown, MOST);

        assertThat(looked.statements()).isGreaterThan(5 * grown.visits().size());
        assertThat(looked.faults()).isEmpty();
    }

    @Test
    void whoSomebodyIsComesFromAnIndex() throws Exception {
        MemberDirectory members = grown.part("memberRows", MemberDirectory.class);
        MemberId somebody = new MemberId(UUID.fromString(
                grown.ask("select id from member where subject = 'grown-17'").getFirst()));
        Member known = members.find(somebody).orElseThrow();

        List<String> plans = grown.watch().during(() -> {
            assertThat(members.addressIsTheirs(somebody)).isTrue();
            assertThat(members.holding(Role.OFFICER)).hasSize(1);
            members.named(known.username());
            members.ofSubject(known.subject());
        });

        assertThat(plans).hasSizeGreaterThanOrEqualTo(4);
        assertThat(plans.stream().map(Plan::read).flatMap(plan -> plan.fault(MOST).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListThatGoesOnShowsEverythingOnce(Walk list) throws Exception {
        List<String> seen = list.through(grown);

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen).hasSize(Integer.parseInt(grown.ask(list.count()).getFirst()));
    }

    static List<Walk> lists() {
        return Walk.ALL;
    }

    @Test
    void whatIsManyIsCountedToAThousand() {
        assertThat(grown.get(DemoAccount.ADMIN, "/admin/orphans").body()).contains("More than 1,000 accounts");
        assertThat(grown.get(DemoAccount.ADMIN, "/admin/federation").body()).contains("More than 1,000 differences");
    }

    /** What would be seen if it were there. */
    @Test
    void aScanAndAnOffsetAreNoticed() throws Exception {
        String scanned = grown.plan("select count(*) from letter where why like '%nothing%'");
        String skipped = grown.plan("select id from member order by id offset 30 limit 1");
        String served = grown.plan("select id from member where subject = 'grown-1' and issuer = 'x'");

        assertThat(Plan.read(scanned).fault(MOST))
                .hasValueSatisfying(
                        fault -> assertThat(fault).startsWith("Seq Scan of " + 2 * MEMBERS + " rows of letter"));
        assertThat(Plan.read(skipped).fault(MOST)).contains("OFFSET");
        assertThat(Plan.read(served).fault(MOST)).isEmpty();
    }
}
