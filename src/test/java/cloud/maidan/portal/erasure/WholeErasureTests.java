package cloud.maidan.portal.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.Community;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** A member of a whole community is erased: nothing of theirs is left in a service, a table, a file or the log. */
@PortalTest
@Import(WholeErasureTests.OwnCommunity.class)
@ExtendWith(OutputCaptureExtension.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "db-scheduler.polling-interval=200ms",
            "portal.members.addresses-identify=true",
            "portal.erasure.short-window=PT0S",
            "portal.erasure.patience=PT0.5S",
            "portal.erasure.probe-after=PT2S"
        })
class WholeErasureTests {

    private static final DemoAccount MIRA = DemoAccount.MEMBER;

    @LocalServerPort
    int port;

    private final ErasureDesk desk;
    private final ErasureRows rows;
    private final ServiceCatalog services;
    private final List<ServiceAdapter> adapters;
    private final MemberDirectory members;
    private final JdbcClient jdbc;

    WholeErasureTests(
            ErasureDesk desk,
            ErasureRows rows,
            ServiceCatalog services,
            List<ServiceAdapter> adapters,
            MemberDirectory members,
            JdbcClient jdbc) {
        this.desk = desk;
        this.rows = rows;
        this.services = services;
        this.adapters = adapters;
        this.members = members;
        this.jdbc = jdbc;
    }

    /** Of its own, since nobody else wants a community without its member. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnCommunity {

        @Bean
        static Community community() {
            return Community.start(TestProvider.provider());
        }

        @Bean
        static DynamicPropertyRegistrar services(Community community) {
            return community::connect;
        }
    }

    @Test
    void nothingIsLeftAnywhereButWhatTheReceiptSays(CapturedOutput log) {
        Browser browser = Browser.on(port).signIn(MIRA);
        browser.post("/me/ask", Map.of());
        MemberId id = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(MIRA.subject())
                .query(UUID.class)
                .single());
        Member member = members.find(id).orElseThrow();
        Map<ServiceId, ServiceAccount> accounts = accounts(id);
        assertThat(browser.get("/me/erasure/new").body()).contains("Nothing has been changed");

        MemberErasure asked = ((Asked.Begun) desk.ask(id, UUID.randomUUID(), true)).erasure();
        MemberErasure done = await().atMost(Duration.ofSeconds(120))
                .until(
                        () -> desk.find(asked.id().value()).orElseThrow(),
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
        Map<String, String> tables = tables();
        assertThat(tables.entrySet().stream()
                        .filter(table ->
                                List.of(MIRA.subject(), MIRA.email(), MIRA.displayName(), "\"" + MIRA.username() + "\"")
                                        .stream()
                                        .anyMatch(table.getValue()::contains))
                        .map(Map.Entry::getKey))
                .isEmpty();
        assertThat(tables.entrySet().stream()
                        .filter(table -> table.getValue().contains(id.toString()))
                        .map(Map.Entry::getKey))
                .as("the audit trail keeps an id that means nothing any more")
                .containsExactly("audit_record");
        assertThat(log.getAll()).doesNotContain(MIRA.email(), MIRA.displayName());
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

    private Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        jdbc.sql("select quote_ident(table_name) from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE'")
                .query((row, number) -> row.getString(1))
                .list()
                .forEach(table -> tables.put(
                        table,
                        jdbc.sql("select t::text from " + table + " t")
                                .query((row, number) -> row.getString(1))
                                .list()
                                .toString()));
        return tables;
    }
}
