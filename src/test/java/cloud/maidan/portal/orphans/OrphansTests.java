package cloud.maidan.portal.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.orphans.Orphan.Kind;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class OrphansTests {

    private static final ServiceId CHAT = new ServiceId("matrix");
    private static final ServiceId PROVIDER = new ServiceId("authentik");

    @LocalServerPort
    int port;

    @Autowired
    OrphanRows rows;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    /** Accounts with the subject each stores; null stands for none. */
    private final Map<String, @Nullable String> chat = new LinkedHashMap<>();

    private final Map<String, @Nullable String> provider = new LinkedHashMap<>();
    private final ServiceCatalog services = mock(ServiceCatalog.class);
    private @Nullable Fault chatFails;
    private @Nullable Fault providerFails;

    @BeforeEach
    void threePeople() {
        empty();
        when(services.linked(any(), any())).thenReturn(Set.of());
        provider.putAll(Map.of("1", "s-1", "2", "s-2", "3", "s-3"));
        chat.put("@one:x", "s-1");
        chat.put("@gone:x", "s-9");
        chat.put("@machine:x", null);
    }

    @AfterEach
    void empty() {
        List.of("orphan", "orphan_search", "orphan_round")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void whoseOwnerIsGoneAndWhoseIsNobodysAreFoundAndLeaveTheListAgain() {
        assertThat(search().search()).isTrue();

        assertThat(found()).isEqualTo(Map.of("@gone:x", Kind.OWNER_GONE, "@machine:x", Kind.NOBODY_KNOWN));
        Instant first = rows.after("", "", 10).getFirst().firstSeenAt();

        chat.remove("@machine:x");
        assertThat(search().search()).isTrue();

        assertThat(found()).isEqualTo(Map.of("@gone:x", Kind.OWNER_GONE));
        assertThat(rows.after("", "", 10).getFirst().firstSeenAt()).isEqualTo(first);
        assertThat(rows.searches())
                .filteredOn(each -> each.service().equals("matrix"))
                .singleElement()
                .satisfies(each -> assertThat(each.accounts()).isEqualTo(2));
    }

    @Test
    void anAccountThatWasProvenToBeAMembersIsNoOrphan() {
        when(services.linked(any(), any())).thenReturn(Set.of("@machine:x"));

        search().search();

        assertThat(found()).containsOnlyKeys("@gone:x");
    }

    @Test
    void aServiceThatBreaksOffKeepsWhatWasFoundBefore() {
        search().search();
        chat.clear();
        chatFails = Fault.BROKEN;

        search().search();

        assertThat(found()).containsOnlyKeys("@gone:x", "@machine:x");
        assertThat(rows.searches())
                .filteredOn(each -> each.service().equals("matrix"))
                .singleElement()
                .satisfies(each -> assertThat(each.fault()).isEqualTo("BROKEN"));
    }

    @Test
    void nobodyIsAnOrphanWhileTheProviderDoesNotAnswer() {
        providerFails = Fault.TIMED_OUT;

        search().search();

        assertThat(found()).isEmpty();
    }

    @Test
    void nobodyIsAnOrphanWhenTheProviderSuddenlyKnowsFewPeople() {
        search().search();
        provider.clear();
        provider.put("1", "s-1");

        search().search();

        assertThat(found()).containsOnlyKeys("@gone:x", "@machine:x");
        assertThat(rows.searches())
                .filteredOn(each -> each.service().equals("authentik"))
                .singleElement()
                .satisfies(each -> assertThat(each.fault()).isEqualTo("UNREADABLE"));
    }

    @Test
    void oneSearchRunsAtATimeAndOneAWeek() {
        Instant now = clock.instant();
        assertThat(rows.begin(now)).isTrue();
        assertThat(search().search()).isFalse();
        rows.end(rows.round().orElseThrow().startedAt(), now);

        search().tidy(now.plus(Duration.ofDays(6)));
        assertThat(found()).isEmpty();

        search().tidy(now.plus(Duration.ofDays(8)));
        assertThat(found()).isNotEmpty();
    }

    @Test
    void manyAccountsAreReadPageByPageAndShownPageByPage() {
        IntStream.range(0, 130).forEach(i -> chat.put("@extra-%03d:x".formatted(i), "s-gone-" + i));

        search().search();

        assertThat(rows.count(1000)).isEqualTo(132);
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        String first = officer.get("/admin/orphans").body();
        assertThat(first)
                .contains("132 accounts without an owner", "@extra-000:x")
                .doesNotContain("@extra-100:x");
        assertThat(officer.get("/admin/orphans?service=matrix&account=%40extra-099%3Ax")
                        .body())
                .contains("@extra-100:x")
                .doesNotContain("@extra-000:x");
        assertThat(Browser.on(port)
                        .signIn(DemoAccount.MEMBER)
                        .get("/admin/orphans")
                        .statusCode())
                .isEqualTo(403);
    }

    private Map<String, Kind> found() {
        Map<String, Kind> found = new LinkedHashMap<>();
        rows.after("", "", 1000).forEach(orphan -> found.put(orphan.account(), orphan.kind()));
        return found;
    }

    private OrphanSearch search() {
        return new OrphanSearch(
                List.of(
                        adapter(PROVIDER, provider, Optional.ofNullable(providerFails)),
                        adapter(CHAT, chat, Optional.ofNullable(chatFails))),
                services,
                rows,
                new OrphansProperties("authentik", Duration.ofDays(7), 1000),
                clock);
    }

    /** Two accounts a page. */
    private static ServiceAdapter adapter(ServiceId id, Map<String, @Nullable String> accounts, Optional<Fault> fails) {
        ServiceAdapter adapter = mock(ServiceAdapter.class);
        when(adapter.profile()).thenReturn(ServiceProfile.of(id.value(), id.value(), "users", 1));
        when(adapter.configured()).thenReturn(true);
        when(adapter.accounts(any())).thenAnswer(call -> {
            Cursor from = call.getArgument(0);
            int start = from.atStart() ? 0 : Integer.parseInt(from.value());
            if (fails.isPresent()) {
                throw new ServiceFault(fails.get(), null, "as the test says", null);
            }
            List<AccountPage.Entry> page = new ArrayList<>();
            accounts.entrySet().stream()
                    .skip(start)
                    .limit(2)
                    .forEach(entry ->
                            page.add(new AccountPage.Entry(entry.getKey(), Optional.ofNullable(entry.getValue()))));
            return new AccountPage(
                    page,
                    start + 2 < accounts.size()
                            ? Optional.of(new Cursor(Integer.toString(start + 2)))
                            : Optional.empty());
        });
        return adapter;
    }
}
