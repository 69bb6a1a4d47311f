package cloud.maidan.portal.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceOverlay;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.Steps;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class FederationTests {

    private static final ServiceId CHAT = new ServiceId("matrix");
    private static final Measure LIST =
            new Measure("list", Text.of("federation.title"), new Way.ByHand("chat.yaml", "list", "[]"));
    private static final Measure DOOR = new Measure("door", Text.of("federation.title"), new Way.Live());

    @LocalServerPort
    int port;

    @Autowired
    PolicyRows policies;

    @Autowired
    DriftRows drifts;

    @Autowired
    TakenRows taken;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    FederationProperties properties;

    @Autowired
    FederationPost post;

    @Autowired
    Clock clock;

    private final ServiceCatalog services = mock(ServiceCatalog.class);
    private final InventedChat chat = new InventedChat();

    /** Somebody's chat that talks to whom it is told, once told. */
    private static final class InventedChat implements Federation {

        private final List<Drift> differences = new ArrayList<>();
        private boolean broken;

        @Override
        public Text reach() {
            return Text.of("federation.policy");
        }

        @Override
        public List<Measure> meaning(FederationPolicy policy) {
            return List.of(LIST, DOOR);
        }

        @Override
        public List<Taken> enforce(FederationPolicy policy, Turn turn) {
            answer();
            turn.stillMine();
            differences.removeIf(Drift::mendable);
            return List.of(
                    new Taken(LIST, new Applied.ByHand("chat.yaml", "list", "[]")),
                    new Taken(DOOR, new Applied.Done()));
        }

        @Override
        public List<Drift> drift(FederationPolicy policy) {
            answer();
            return List.copyOf(differences);
        }

        private void answer() {
            if (broken) {
                throw new ServiceFault(Fault.UNREACHABLE, null, "nobody there", null);
            }
        }
    }

    @BeforeEach
    void oneService() {
        when(services.profiles()).thenReturn(List.of(ServiceProfile.of("matrix", "Chat", "users", 1)));
        when(services.federation(any())).thenReturn(Optional.of(chat));
        empty();
    }

    @AfterEach
    void empty() {
        List.of("federation_policy", "federation_taken", "federation_check", "federation_drift", "letter")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        jdbc.sql("delete from work_step where kind = ?").param(EnforceTask.KIND).update();
    }

    @Test
    void aDifferenceIsFoundInOneCheckAndLeavesWithItsCause() {
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        chat.differences.add(new Drift("door", Drift.Kind.CONFIGURATION, Text.of("federation.title"), true));
        chat.differences.add(new Drift("room", Drift.Kind.STORED, Text.of("federation.title"), false));

        check().check(CHAT);

        assertThat(items()).containsExactly("door", "room");
        assertThat(new EnforceTask(policies, taken, check(), services, none(), clock).run(run()))
                .isEqualTo(new StepOutcome.Done());
        assertThat(items()).containsExactly("room");
        assertThat(taken.all())
                .extracting(TakenRows.Row::applied)
                .containsExactly(new Applied.ByHand("chat.yaml", "list", "[]"), new Applied.Done());
    }

    @Test
    void whatOnlyTheOperatorCanWriteIsWaitedForAndThenSaid() {
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        Applied.ByHand byHand = new Applied.ByHand("chat.yaml", "list", "[]");
        Applied.Written written = new Applied.Written(byHand, Instant.parse("2026-11-21T12:00:00Z"));
        List<UUID> works = new ArrayList<>();
        List<Optional<Applied>> answers = new ArrayList<>(List.of(Optional.empty(), Optional.of(written)));
        ServiceOverlay operator = (work, service, setting, turn) -> {
            works.add(work);
            assertThat(setting).isEqualTo(byHand);
            return answers.removeFirst();
        };
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("operator", operator);
        StepRun run = run();
        EnforceTask task =
                new EnforceTask(policies, taken, check(), services, beans.getBeanProvider(ServiceOverlay.class), clock);

        assertThat(task.run(run)).isInstanceOf(StepOutcome.Again.class);
        assertThat(taken.all()).isEmpty();
        assertThat(task.run(run)).isEqualTo(new StepOutcome.Done());

        assertThat(taken.all()).extracting(TakenRows.Row::applied).containsExactly(written, new Applied.Done());
        assertThat(works).containsOnly(run.about()).hasSize(2);
        assertThat(Browser.on(port)
                        .signIn(DemoAccount.ADMIN)
                        .get("/admin/federation")
                        .body())
                .contains("Written by the operator", "list in chat.yaml");
    }

    @Test
    void aServiceThatIsSilentIsNotTakenForOneThatComplies() {
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        chat.differences.add(new Drift("room", Drift.Kind.STORED, Text.of("federation.title"), false));
        check().check(CHAT);
        chat.broken = true;

        check().check(CHAT);

        assertThat(items()).containsExactly("room");
        assertThat(drifts.checks())
                .singleElement()
                .satisfies(each -> assertThat(each.fault()).isEqualTo(Fault.UNREACHABLE));
        assertThat(new EnforceTask(policies, taken, check(), services, none(), clock).run(run()))
                .isInstanceOf(StepOutcome.Again.class);
    }

    @Test
    void whatWasAcceptedStaysAcceptedUntilAnotherPolicyComes() {
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        chat.differences.add(new Drift("room", Drift.Kind.STORED, Text.of("federation.title"), false));
        check().check(CHAT);
        long room = drifts.after(false, 0, 10).getFirst().id();

        desk().accept(room, "our neighbours", MemberId.random());
        check().check(CHAT);

        assertThat(items()).isEmpty();
        assertThat(drifts.after(true, 0, 10))
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo("our neighbours"));
        decide(new FederationPolicy(Stance.OPEN, List.of("hills.example")));
        assertThat(items()).containsExactly("room");
    }

    @Test
    void theLaterOfTwoAdministratorsSeesThatThereWasAnother() {
        Browser one = Browser.on(port).signIn(DemoAccount.ADMIN);
        Browser other = Browser.on(port).signIn(DemoAccount.ADMIN);
        String first = draft(one, 0, "ALLOW_LIST", "müller.example");
        String second = draft(other, 0, "OPEN", "SPÄM.example\n*.hills.example");

        assertThat(one.post(first + "/decision", Map.of()).statusCode()).isEqualTo(302);
        HttpResponse<String> late = other.post(second + "/decision", Map.of());

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body())
                .contains("Somebody else put another policy in force")
                .contains("/admin/federation/new?from=");
        assertThat(policies.current())
                .hasValueSatisfying(row -> assertThat(policies.policy(row))
                        .isEqualTo(new FederationPolicy(Stance.ALLOW_LIST, List.of("xn--mller-kva.example"))));
        assertThat(other.get(second).body()).contains("The policy has changed meanwhile");
        String anew = other.get("/admin/federation/new?from=" + second.substring(second.lastIndexOf('/') + 1))
                .body();
        assertThat(anew)
                .contains("name=\"base\" value=\"1\"")
                .containsPattern("value=\"OPEN\"[^>]*checked")
                .contains("späm.example", "*.hills.example");
        assertThat(one.get("/admin/federation").body())
                .contains("One server may be talked to.", "/admin/federation/servers");
        assertThat(one.get("/admin/federation/servers").body()).contains("müller.example");
    }

    @Test
    void tenThousandServersAreTakenShownInPartsAndRubbishIsNamedByItsLine() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        String many = IntStream.range(0, 20_000)
                .mapToObj(number -> (number % 2 == 0 ? "*." : "") + (number < 10_000 ? "späm" : "SPÄM")
                        + number % 10_000 + ".example")
                .collect(Collectors.joining("\n"));

        String draft = draft(admin, 0, "OPEN", many);

        assertThat(admin.get(draft).body()).contains("Nothing has been changed.", "and 9,980 others.");
        admin.post(draft + "/decision", Map.of());
        String page = admin.get("/admin/federation/servers").body();
        assertThat(page).contains("späm1").contains("/admin/federation/servers?after=");
        admin.get("/admin/federation/new");
        HttpResponse<String> wrong = admin.post(
                "/admin/federation/drafts",
                Map.of("base", "1", "stance", "OPEN", "servers", "good.example\n<script>.example"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Line 2 is no name of a server.", "&lt;script&gt;.example", "good.example");
    }

    @Test
    void whatAnEarlierPolicyDeniedAndThisOneAdmitsIsLifted() {
        decide(new FederationPolicy(Stance.OPEN, List.of("spam.example", "rude.example", "loud.example")));
        assertThat(policies.current().map(policies::policy).orElseThrow().lifted())
                .isEmpty();
        decide(new FederationPolicy(Stance.OPEN, List.of("rude.example", "*.spam.example")));
        decide(new FederationPolicy(Stance.ALLOW_LIST, List.of("spam.example", "hills.example")));

        assertThat(policies.current().map(policies::policy).orElseThrow().lifted())
                .containsExactly("spam.example");
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        assertThat(policies.current().map(policies::policy).orElseThrow().lifted())
                .isEmpty();
    }

    @Test
    void aNewDifferenceIsToldOnceAndAServiceThatWasSilentDoesNotMakeItNew() {
        Browser.on(port).signIn(DemoAccount.ADMIN);
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        chat.differences.add(new Drift("room", Drift.Kind.STORED, Text.of("federation.title"), false));
        check().check(CHAT);
        chat.broken = true;
        check().check(CHAT);
        chat.broken = false;
        check().check(CHAT);
        assertThat(letters()).isEqualTo(1);

        chat.differences.add(new Drift("door", Drift.Kind.CONFIGURATION, Text.of("federation.title"), true));
        check().check(CHAT);

        assertThat(letters()).isEqualTo(2);
    }

    @Test
    void acceptingNeedsAReason() {
        decide(new FederationPolicy(Stance.CLOSED, List.of()));
        chat.differences.add(new Drift("room", Drift.Kind.STORED, Text.of("federation.title"), false));
        check().check(CHAT);
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        admin.get("/admin/federation");
        String path = "/admin/federation/drifts/"
                + drifts.after(false, 0, 1).getFirst().id() + "/acceptance";

        admin.post(path, Map.of("reason", "  "));
        assertThat(items()).containsExactly("room");

        admin.get("/admin/federation");
        admin.post(path, Map.of("reason", "our neighbours"));
        assertThat(items()).isEmpty();
        assertThat(admin.get("/admin/federation/accepted").body()).contains("our neighbours");
        assertThat(jdbc.sql("select count(*) from audit_record where action = 'federation.accepted'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    private long letters() {
        return jdbc.sql("select count(*) from letter where path = '/admin/federation'"
                        + " and member_id in (select id from member where subject = ?)")
                .param(DemoAccount.ADMIN.subject())
                .query(Long.class)
                .single();
    }

    private static String draft(Browser admin, int base, String stance, String servers) {
        admin.get("/admin/federation/new");
        HttpResponse<String> answer = admin.post(
                "/admin/federation/drafts",
                Map.of("base", Integer.toString(base), "stance", stance, "servers", servers));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }

    private void decide(FederationPolicy policy) {
        Policies desk = desk();
        desk.decide(desk.draft(desk.version(), policy), MemberId.random());
    }

    private Policies desk() {
        return new Policies(
                policies, drifts, check(), services, mock(Steps.class), mock(ApplicationEventPublisher.class), clock);
    }

    private DriftCheck check() {
        return new DriftCheck(policies, drifts, services, properties, transactions, post, clock);
    }

    private List<String> items() {
        return drifts.after(false, 0, 10).stream().map(DriftRows.Row::item).toList();
    }

    private static ObjectProvider<ServiceOverlay> none() {
        return new StaticListableBeanFactory().getBeanProvider(ServiceOverlay.class);
    }

    private static StepRun run() {
        StepRun run = mock(StepRun.class);
        when(run.about()).thenReturn(UUID.randomUUID());
        when(run.part()).thenReturn(CHAT.value());
        when(run.attempt()).thenReturn(1);
        org.mockito.Mockito.doAnswer(call -> {
                    call.<Runnable>getArgument(0).run();
                    return null;
                })
                .when(run)
                .effect(any());
        return run;
    }
}
