package cloud.maidan.portal.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.Community;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.Planted;
import cloud.maidan.demo.RestorableDatabase;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.Scan;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.requests.WholeExport;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Text;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/**
 * A member of a whole community is erased, with a word of its own in every field that has room for one: nothing of theirs
 * is left in a service, a table, a file or the log, beside what the receipt says; nor when yesterday's database comes back,
 * as a copy of its cluster or from a dump.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({TestProvider.class, WholeErasureTests.OwnCommunity.class})
@ActiveProfiles("test")
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@TestPropertySource(
        properties = {
            "db-scheduler.polling-interval=200ms",
            "portal.members.addresses-identify=true",
            "portal.erasure.short-window=PT0S",
            "portal.erasure.patience=PT0.5S",
            "portal.erasure.probe-after=PT1S"
        })
class WholeErasureTests {

    private static final DemoAccount MIRA = DemoAccount.MEMBER;
    /** With it begins the word of each field of whatever anybody keeps of the member. */
    private static final String MARKER = "zqmarker";

    private static final List<String> WORDS =
            List.of(MARKER, MIRA.subject(), MIRA.email(), MIRA.displayName(), "\"" + MIRA.username() + "\"");

    /** Where the marker stays in each service, and what the receipt calls it. */
    private static final Map<String, Map<String, String>> STAYS = Map.of(
            "authentik",
            Map.of(),
            "cryptpad",
            Map.of(
                    "archive/blob", "files-archived",
                    "archive/block", "archive",
                    "archive/pins", "archive",
                    "archive/sso", "archive",
                    "invitations", "invitations-unproven",
                    "logs", "traces",
                    "others", "others",
                    "sessions", "sessions"),
            "librechat",
            Map.of("auditlogs", "deeds"),
            "matrix",
            Map.of("MatrixWorld.originals", "originals"),
            "nextcloud",
            Map.of(
                    "NextcloudErasing.leftovers activity", "activity",
                    "NextcloudErasing.leftovers comment", "comments",
                    "NextcloudErasing.leftovers log", "logs",
                    "NextcloudErasing.leftovers mention", "mentions",
                    "NextcloudErasing.leftovers placed", "placed",
                    "NextcloudErasing.leftovers trace", "traces"),
            "peertube",
            Map.of(
                    "PeerTubeErasing.reserved", "name",
                    "PeerTubeWorld.reports", "reports-made"),
            "vaultwarden",
            Map.of(
                    "copies", "copies",
                    "event", "events",
                    "log", "log",
                    "organization_ciphers", "shared"));

    /** Where the services still have the account's number at the provider, or its address; as on the receipt. */
    private static final Map<String, Set<String>> NAMED = Map.of(
            "cryptpad", Set.of("invitations"),
            "matrix", Set.of("MatrixWorld.people"),
            "nextcloud",
                    Set.of(
                            "NextcloudErasing.leftovers activity",
                            "NextcloudErasing.leftovers log",
                            "NextcloudErasing.leftovers placed",
                            "NextcloudErasing.leftovers trace"));

    /** What receipts tell of that holds no marker in the stand-ins: codes, and places that they do not have. */
    private static final Map<String, Set<String>> UNMARKED = Map.of(
            "authentik", Set.of("logs"),
            "librechat", Set.of("elsewhere", "logs"),
            "matrix", Set.of("name", "shells", "vanished", "connections", "sign-in", "reports"),
            "peertube", Set.of("reports-about", "places", "logs"),
            "portal", Set.of("trail"));

    /** What receipts say that nobody here can call back: nothing that a service has. */
    private static final Map<String, Set<String>> BEYOND = Map.of(
            "authentik", Set.of("copies", "gravatar"),
            "cryptpad", Set.of("copies", "written"),
            "librechat", Set.of("shared"),
            "matrix", Set.of("people", "servers"),
            "nextcloud", Set.of("devices", "elsewhere"),
            "peertube", Set.of("copies"),
            "vaultwarden", Set.of("devices", "taken"));

    /** Whatever the portal writes beside its database. */
    private static final Path HOME = home();

    @TempDir
    static Path yesterday;

    @LocalServerPort
    int port;

    private final ErasureDesk desk;
    private final ErasureCourse course;
    private final ErasureRows rows;
    private final ServiceCatalog services;
    private final List<ServiceAdapter> adapters;
    private final MemberDirectory members;
    private final JdbcClient jdbc;
    private final ApplicationContext portal;

    WholeErasureTests(
            ErasureDesk desk,
            ErasureCourse course,
            ErasureRows rows,
            ServiceCatalog services,
            List<ServiceAdapter> adapters,
            MemberDirectory members,
            JdbcClient jdbc,
            ApplicationContext portal) {
        this.desk = desk;
        this.course = course;
        this.rows = rows;
        this.services = services;
        this.adapters = adapters;
        this.members = members;
        this.jdbc = jdbc;
        this.portal = portal;
    }

    /** Of its own, since nobody else wants a community without its member, or a database from yesterday. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnCommunity {

        @Bean
        static Community community() {
            return Community.start(TestProvider.provider(), MARKER);
        }

        @Bean
        static RestorableDatabase database() {
            return RestorableDatabase.start(
                    Path.of("target/test-clusters/" + UUID.randomUUID()).toAbsolutePath());
        }

        @Bean
        static DynamicPropertyRegistrar services(Community community, RestorableDatabase database) {
            return registry -> {
                community.connect(registry);
                registry.add("spring.datasource.url", database::url);
                registry.add("portal.archive.folder", () -> HOME.resolve("archives"));
                registry.add("portal.erasure.ledger", () -> HOME.resolve("ledger"));
                registry.add("portal.keys.folder", () -> HOME.resolve("keys"));
                registry.add("server.tomcat.basedir", () -> HOME.resolve("tomcat"));
                registry.add("spring.servlet.multipart.location", () -> HOME.resolve("tomcat"));
            };
        }
    }

    @Test
    @Order(1)
    void nothingIsLeftAnywhereButWhatTheReceiptSays(CapturedOutput log) throws Exception {
        Browser browser = Browser.on(port).signIn(MIRA);
        List<String> looked = WholeExport.look(portal, browser);
        MemberId id = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(MIRA.subject())
                .query(UUID.class)
                .single());
        assertThat(WholeExport.contents(portal, port, browser, id, looked)).contains(MARKER);
        Member member = members.find(id).orElseThrow();
        Map<ServiceId, ServiceAccount> accounts = accounts(id);
        assertThat(browser.get("/me/erasure/new").body()).contains("Nothing has been changed");
        assertThat(community().where(MARKER))
                .allSatisfy((service, where) -> assertThat(where).as(service).isNotEmpty());
        plant(id);
        database().copyTo(yesterday.resolve("cluster"));
        forgetConnections();
        if (RestorableDatabase.installed()) {
            database().dumpTo(yesterday.resolve("dump"));
        }

        MemberErasure asked = ((Asked.Begun) desk.ask(id, UUID.randomUUID(), true)).erasure();
        MemberErasure done = await().atMost(Duration.ofSeconds(120))
                .until(
                        () -> course.find(asked.id().value()).orElseThrow(),
                        erasure -> erasure.state() == State.DONE && erasure.person() == null
                                || erasure.lines().stream().anyMatch(line -> line.why() != null && stuck(erasure)));

        assertThat(states(done))
                .containsOnlyKeys(services.profiles().stream()
                        .map(profile -> profile.id().value())
                        .filter(service ->
                                services.erasure(new ServiceId(service)).isPresent())
                        .toList());
        assertThat(states(done))
                .as(() -> done.lines().stream()
                        .map(line -> line.service() + ": " + line.why()
                                + (accounts.containsKey(line.service())
                                        ? services.erasure(line.service())
                                                .orElseThrow()
                                                .probe(accounts.get(line.service()))
                                        : ""))
                        .toList()
                        .toString())
                .isEqualTo(erasable(done));
        accounts.forEach((service, account) -> services.erasure(service)
                .ifPresent(erasure ->
                        assertThat(erasure.probe(account)).as(service.value()).isEmpty()));
        // Synapse keeps the name of a deactivated account and its link to the sign-in, which the receipt says
        for (ServiceAdapter adapter : adapters) {
            if (adapter instanceof Erasure
                    && !adapter.profile().id().value().equals("matrix")
                    && !adapter.profile().id().value().equals("portal")) {
                assertThat(adapter.find(member))
                        .as(adapter.profile().id().value())
                        .isNotInstanceOf(cloud.maidan.portal.services.Lookup.Found.class);
            }
        }
        assertThat(rows.receipts(done.id())).hasSize(2);
        Map<String, Set<String>> left = community().where(MARKER);
        left.forEach((service, where) -> assertThat(where)
                .as(service)
                .isEqualTo(STAYS.getOrDefault(service, Map.of()).keySet()));
        assertThat(named(left.keySet())).as("what still names the account").isEqualTo(NAMED);
        done.lines()
                .forEach(line -> assertThat(told(line))
                        .as("what the receipt says of " + line.service())
                        .isEqualTo(expected(line.service().value())));
        assertThat(beyond(done)).as("what nobody can call back").isEqualTo(BEYOND);
        nothingOf(id);
        assertThat(log.getAll())
                .doesNotContain(MARKER, MIRA.email(), MIRA.displayName())
                .doesNotContain(community().secrets());
    }

    @Test
    @Order(2)
    void aClusterFromYesterdayIsErasedAgain(CapturedOutput log) {
        database().replaceBy(yesterday.resolve("cluster"));
        forgetConnections();
        replayed();
        assertThat(log.getAll()).doesNotContain(MARKER, MIRA.email(), MIRA.displayName());
    }

    @Test
    @Order(3)
    void aDumpFromYesterdayIsErasedAgain(CapturedOutput log) {
        assumeThat(RestorableDatabase.installed())
                .as("PostgreSQL 15's programs in " + RestorableDatabase.INSTALLED)
                .isTrue();
        database().restoreFrom(yesterday.resolve("dump"));
        replayed();
        assertThat(log.getAll()).doesNotContain(MARKER, MIRA.email(), MIRA.displayName());
    }

    /** The pool believes a connection that it used half a second ago without trying it. */
    private void forgetConnections() {
        portal.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }

    /** The portal itself notices that its ledger knows more than its database. */
    private void replayed() {
        MemberId id = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(MIRA.subject())
                .query(UUID.class)
                .single());
        assertThat(Scan.tables(jdbc, List.of(MARKER))).contains("member");
        jdbc.sql("update scheduled_tasks set execution_time = now() where task_name = 'erasure.restored'")
                .update();
        await().atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(jdbc.sql("select state || (person is null) from erasure where replayed")
                                .query((row, number) -> row.getString(1))
                                .list())
                        .containsOnly("DONEtrue"));
        assertThat(members.find(id)).isEmpty();
        nothingOf(id);
    }

    private void nothingOf(MemberId id) {
        assertThat(Scan.tables(jdbc, WORDS)).isEmpty();
        assertThat(Scan.tables(jdbc, community().secrets())).isEmpty();
        assertThat(Scan.tables(jdbc, List.of(id.toString())))
                .as("the audit trail keeps an id that means nothing any more")
                .isSubsetOf("audit_record");
        assertThat(Scan.files(HOME, WORDS)).isEmpty();
        assertThat(HOME.resolve("archives")).isEmptyDirectory();
        assertThat(HOME.resolve("ledger/ledger.ndjson")).isNotEmptyFile();
    }

    private void plant(MemberId id) {
        Planted planted = PlantedTables.plant(
                jdbc, portal.getBeansOfType(PersonalRecords.class).values(), id, MARKER);
        assertThat(planted.missed()).as("columns without a word or a reason").isEmpty();
        assertThat(planted.stale())
                .as("columns to leave out that are not there")
                .isEmpty();
    }

    private static Path home() {
        return Path.of("target/test-homes/" + UUID.randomUUID()).toAbsolutePath();
    }

    /** PeerTube has the address as it came, and somebody else's with this one in it. */
    private Map<String, Set<String>> named(Set<String> services) {
        Map<String, Set<String>> named = new TreeMap<>();
        for (String service : services) {
            Set<String> where = new TreeSet<>(community().where(service, MIRA.subject()));
            String address = service.equals("peertube") ? "Member@riverbend.example" : MIRA.email();
            where.addAll(community().where(service, address));
            if (!where.isEmpty()) {
                named.put(service, where);
            }
        }
        return named;
    }

    private static Set<String> told(Line line) {
        return words(line.retained().stream().map(Retained::what));
    }

    private static Map<String, Set<String>> beyond(MemberErasure erasure) {
        Map<String, Set<String>> beyond = new TreeMap<>();
        erasure.lines().stream()
                .filter(line -> !line.beyondReach().isEmpty())
                .forEach(line -> beyond.put(
                        line.service().value(),
                        words(line.beyondReach().stream().map(BeyondReach::what))));
        return beyond;
    }

    private static Set<String> words(Stream<Text> said) {
        return said.map(each -> each.key().replaceAll(".*\\.", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> expected(String service) {
        Set<String> expected =
                new TreeSet<>(STAYS.getOrDefault(service, Map.of()).values());
        expected.addAll(UNMARKED.getOrDefault(service, Set.of()));
        return expected;
    }

    private Community community() {
        return portal.getBean(Community.class);
    }

    private RestorableDatabase database() {
        return portal.getBean(RestorableDatabase.class);
    }

    private boolean stuck(MemberErasure erasure) {
        return jdbc.sql("select exists (select from work_step where about = ? and state = 'NEEDS_ATTENTION')")
                .param(erasure.id().value())
                .query(Boolean.class)
                .single();
    }

    private Map<ServiceId, ServiceAccount> accounts(MemberId id) {
        Map<ServiceId, ServiceAccount> found = new HashMap<>();
        services.profiles().forEach(profile -> {
            if (services.account(id, profile.id())
                    instanceof Reply.Answered<ServiceAccount>(ServiceAccount account, var asOf)) {
                found.put(profile.id(), account);
            }
        });
        return found;
    }

    private static Map<String, Line.State> states(MemberErasure erasure) {
        return erasure.lines().stream()
                .collect(Collectors.toMap(line -> line.service().value(), Line::state, (a, b) -> a, TreeMap::new));
    }

    /** CryptPad says nothing by which the portal could know the member. */
    private static Map<String, Line.State> erasable(MemberErasure erasure) {
        Map<String, Line.State> expected = new TreeMap<>(states(erasure));
        expected.replaceAll((service, state) ->
                state == Line.State.NOTHING_HELD && service.equals("cryptpad") ? state : Line.State.ERASED);
        return expected;
    }
}
