package cloud.maidan.portal.grown;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.members.Admins;
import cloud.maidan.portal.members.Auditors;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Moderators;
import cloud.maidan.portal.members.Officers;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

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

    private static final List<Class<? extends Annotation>> STAFF =
            List.of(Admins.class, Auditors.class, Moderators.class, Officers.class);

    /** Tables that stay small: as many rows as there are services, rules or nodes. */
    private static final Set<String> STAY_SMALL = Set.of(
            "authentik_reading",
            "connection_check",
            "erasure_ledger",
            "federation_check",
            "federation_policy",
            "federation_taken",
            "flyway_schema_history",
            "key_line",
            "orphan_round",
            "orphan_search",
            "retention_look",
            "retention_rule");

    /** Tables that have a row where one is first needed, or one for thousands of others. */
    private static final Set<String> FILL_BY_THEMSELVES = Set.of("audit_batch", "audit_member_key", "member_look");

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

        assertThat(small)
                .isSubsetOf(Stream.of(STAY_SMALL, FILL_BY_THEMSELVES)
                        .flatMap(Set::stream)
                        .toList());
    }

    @Test
    void everyPageOfThoseWhoWorkHereIsAmongThoseLookedAt() {
        Set<String> routes = new TreeSet<>();
        grown.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, route) -> {
                    if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET) && forStaff(route)) {
                        routes.addAll(info.getPatternValues());
                    }
                });

        assertThat(Visit.staff().stream().map(Visit::route)).containsAll(routes);
        assertThat(routes).contains("/admin/members", "/admin/federation", "/admin/requests");
    }

    private static boolean forStaff(HandlerMethod route) {
        return Stream.<AnnotatedElement>of(route.getMethod(), route.getBeanType())
                .anyMatch(element -> STAFF.stream().anyMatch(element::isAnnotationPresent));
    }

    /** Nor is anything skipped to get there. A count of a table is a scan of it, too, by whatever index. */
    @Test
    void noPageLooksAtThousandsOfRows() throws Exception {
        Looked looked = Looked.at(grown, MOST);

        assertThat(looked.statements()).isGreaterThan(5 * Visit.all().size());
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
