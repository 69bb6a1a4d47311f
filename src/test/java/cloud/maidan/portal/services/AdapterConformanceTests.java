package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import cloud.maidan.demo.Community;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every connected service's adapter has to keep, whatever the service is: twelve faults, bounds, nothing twice. */
@CommunityTest
class AdapterConformanceTests {

    private static final Map<Trouble, Fault> NAMES = Map.ofEntries(
            Map.entry(Trouble.REFUSED_CONNECTION, Fault.UNREACHABLE),
            Map.entry(Trouble.SILENCE, Fault.TIMED_OUT),
            Map.entry(Trouble.ONE_BYTE_A_SECOND, Fault.TIMED_OUT),
            Map.entry(Trouble.UNAUTHORIZED, Fault.REFUSED),
            Map.entry(Trouble.FORBIDDEN, Fault.REFUSED),
            Map.entry(Trouble.RATE_LIMITED, Fault.RATE_LIMITED),
            Map.entry(Trouble.SERVER_ERROR, Fault.BROKEN),
            Map.entry(Trouble.GARBAGE, Fault.UNREADABLE),
            Map.entry(Trouble.TRUNCATED, Fault.UNREADABLE),
            Map.entry(Trouble.ENDLESS, Fault.TOO_LARGE),
            Map.entry(Trouble.REDIRECT_LOOP, Fault.REDIRECTED),
            Map.entry(Trouble.REDIRECT_TO_LINK_LOCAL, Fault.REDIRECTED));

    private final Community community = TestCommunity.community();
    private final Map<String, ServiceAdapter> adapters = new LinkedHashMap<>();

    @LocalServerPort
    int port;

    @Autowired
    MemberDirectory members;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    AdapterConformanceTests(List<ServiceAdapter> all) {
        all.forEach(adapter -> adapters.put(adapter.profile().id().value(), adapter));
    }

    @BeforeEach
    void somebodyIsSignedIn() {
        community.heal();
        Browser.on(port).signIn(DemoAccount.MEMBER);
    }

    @AfterEach
    void heal() {
        community.heal();
    }

    @Test
    void everyAdapterIsTried() {
        assertThat(community.servers().keySet())
                .containsExactlyInAnyOrderElementsOf(adapters.keySet().stream()
                        .filter(service -> !service.equals("portal"))
                        .toList());
        assertThat(adapters.values()).allMatch(ServiceAdapter::configured);
    }

    @Test
    void whatWorksWorks() throws Exception {
        everywhere((service, adapter) -> {
            ServiceAccount account = account(adapter);
            assertThat(adapter.check()).as(service).isInstanceOf(Health.Well.class);
            assertThat(((DataView) adapter).view(account).categories())
                    .as(service)
                    .isNotEmpty();
            if (adapter instanceof Export export) {
                RecordedSink sink = new RecordedSink();
                assertThat(exported(export, account, sink)).as(service).isEqualTo(Export.Progress.WHOLE);
                assertThat(sink.entries).as(service).isNotEmpty();
                assertThat(sink.described.keySet())
                        .as(service + " says what its files are")
                        .isNotEmpty();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameWhateverIsAsked(Trouble trouble) throws Exception {
        Map<String, ServiceAccount> accounts = new LinkedHashMap<>();
        community.servers().keySet().forEach(service -> accounts.put(service, account(adapter(service))));
        Set<String> asking = askingForSettings(accounts);
        community.servers().values().forEach(server -> server.fail(trouble));
        Fault expected = Objects.requireNonNull(NAMES.get(trouble));

        everywhere((service, adapter) -> {
            ServiceAccount account = Objects.requireNonNull(accounts.get(service));
            assertThat(faultOf(() -> adapter.find(member())))
                    .as(service + " find")
                    .isEqualTo(expected);
            assertThat(faultOf(() -> adapter.accounts(Cursor.START)))
                    .as(service + " accounts")
                    .isEqualTo(expected);
            assertThat(faultOf(() -> ((DataView) adapter).view(account)))
                    .as(service + " view")
                    .isEqualTo(expected);
            assertThat(adapter.check()).as(service + " check").isEqualTo(new Health.Unreachable(expected));
            if (asking.contains(service)) {
                assertThat(faultOf(() -> ((PrivacySettings) adapter).settings(account)))
                        .as(service + " settings")
                        .isEqualTo(expected);
            }
            if (adapter instanceof Export export) {
                RecordedSink sink = new RecordedSink();
                assertThat(faultOf(() -> export.export(account, Cursor.START, sink)))
                        .as(service + " export")
                        .isEqualTo(expected);
                assertThat(sink.entries).as(service).isEmpty();
            }
        });
    }

    @Test
    void lookingAndExportingAskNothingTwice() throws Exception {
        everywhere((service, adapter) -> {
            ServiceAccount account = account(adapter);
            FaultyServer server = Objects.requireNonNull(community.servers().get(service));
            server.forgetAsked();
            ((DataView) adapter).view(account);
            assertThat(server.asked()).as(service + " view").doesNotHaveDuplicates();
            if (adapter instanceof Export export) {
                server.forgetAsked();
                exported(export, account, new RecordedSink());
                assertThat(server.asked()).as(service + " export").doesNotHaveDuplicates();
            }
        });
    }

    /** Services that are asked before they say what there is to set; the others' settings only their members see. */
    private Set<String> askingForSettings(Map<String, ServiceAccount> accounts) {
        Set<String> asking = new TreeSet<>();
        accounts.forEach((service, account) -> {
            if (adapter(service) instanceof PrivacySettings settings) {
                FaultyServer server = Objects.requireNonNull(community.servers().get(service));
                server.forgetAsked();
                List<PrivacySettings.Setting> all = settings.settings(account);
                if (!server.asked().isEmpty()) {
                    asking.add(service);
                } else {
                    assertThat(all)
                            .as(service)
                            .isNotEmpty()
                            .allMatch(setting -> setting.now() instanceof PrivacySettings.Now.Unseen);
                }
            }
        });
        return asking;
    }

    /** Several calls of an export that prepares something, as the portal would make them. */
    private static Export.Progress exported(Export export, ServiceAccount account, RecordedSink sink) {
        for (int round = 0; round < 50; round++) {
            Cursor from = sink.cursors.isEmpty() ? Cursor.START : sink.cursors.getLast();
            if (!(export.export(account, from, sink) instanceof Export.Progress.Later)) {
                return Export.Progress.WHOLE;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return fail("it never becomes ready");
    }

    private ServiceAccount account(ServiceAdapter adapter) {
        String account = switch (adapter.find(member())) {
            case Lookup.Found found -> found.account();
            case Lookup.Proposed proposed -> proposed.account();
            case Lookup.NoAccount none -> fail(adapter.profile().id() + " does not know the member");
            case Lookup.Ambiguous several -> fail(adapter.profile().id() + " knows several");
        };
        return new ServiceAccount(adapter.profile().id(), member(), account, Evidence.SUBJECT, Instant.EPOCH);
    }

    private Member member() {
        return members.find(new MemberId(jdbc.sql("select id from member where subject = ?")
                        .param(DemoAccount.MEMBER.subject())
                        .query(UUID.class)
                        .single()))
                .orElseThrow();
    }

    private ServiceAdapter adapter(String service) {
        return Optional.ofNullable(adapters.get(service)).orElseThrow(() -> new AssertionError(service));
    }

    private interface Trial {
        void of(String service, ServiceAdapter adapter);
    }

    /** At all services side by side: faults are slow. */
    private void everywhere(Trial trial) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> trials = new ArrayList<>();
            community
                    .servers()
                    .keySet()
                    .forEach(service -> trials.add(() -> {
                        trial.of(service, adapter(service));
                        return null;
                    }));
            for (Future<Void> done : threads.invokeAll(trials)) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
                }
            }
        }
    }

    private static Fault faultOf(ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).isNotNull();
        return fault.fault();
    }
}
