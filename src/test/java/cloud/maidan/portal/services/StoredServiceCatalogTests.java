package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@PortalTest
@RecordApplicationEvents
class StoredServiceCatalogTests {

    private static final ServiceId CHAT = new ServiceId("chat");
    private static final DataSummary SUMMARY = new DataSummary(
            Text.of("portal.headline", 3L),
            List.of(Text.of("some.remark", "two", 2)),
            List.of(new Category(
                    "messages",
                    Text.of("t"),
                    null,
                    12L,
                    null,
                    Instant.parse("2020-01-01T00:00:00Z"),
                    null,
                    Text.of("p"),
                    LegalBasis.CONTRACT,
                    Text.of("r"),
                    Text.of("v"),
                    true,
                    "https://chat.example/settings")),
            List.of(),
            List.of(Text.of("reach")),
            null);

    private final Memory memory;
    private final JdbcClient jdbc;
    private final Member mira = new Member(
            MemberId.random(),
            "http://issuer/",
            MemberId.random().toString(),
            "mira",
            "Mira",
            null,
            false,
            Locale.ENGLISH,
            ZoneOffset.UTC);
    private final Chat chat = new Chat();
    private final MemberDirectory directory = mock(MemberDirectory.class);
    private final MovingClock clock = new MovingClock();
    private StoredServiceCatalog catalog;

    @Autowired
    StoredServiceCatalogTests(Memory memory, JdbcClient jdbc) {
        this.memory = memory;
        this.jdbc = jdbc;
        this.catalog = catalog(Duration.ofMillis(1500), 100);
    }

    @BeforeEach
    void miraIsAMember() {
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, ?, ?, 'mira', 'Mira', now(), now())")
                .params(mira.id().value(), mira.issuer(), mira.subject())
                .update();
    }

    @Test
    void whatWasAnsweredIsKnownWithoutAskingAgain() {
        ServiceState asked = catalog.ask(mira.id(), CHAT).orElseThrow();

        assertThat(asked.latest()).isEqualTo(new Reply.Answered<>(SUMMARY, clock.instant()));
        assertThat(asked.account()).isEqualTo("@mira:example.org");
        assertThat(catalog.lastKnown(mira.id(), CHAT)).contains(asked);
        assertThat(catalog.lastKnown(mira.id())).contains(asked).hasSameSizeAs(catalog.profiles());
        assertThat(chat.questions).hasValue(1);
    }

    @Test
    void factsAboutAServiceAreThereForOtherModules() {
        Finding fact = new Finding("chat.open", Text.of("chat.open"), true);
        chat.findings = () -> List.of(fact);

        assertThat(catalog.findings(CHAT)).isEqualTo(new Reply.Answered<>(List.of(fact), clock.instant()));
        assertThat(catalog.findings(new ServiceId("unheard-of"))).isEqualTo(new Reply.NotConfigured<>());
        chat.findings = () -> {
            throw new ServiceFault(Fault.TIMED_OUT, null, "late", null);
        };
        assertThat(catalog.findings(CHAT)).isEqualTo(new Reply.Failed<>(Fault.TIMED_OUT, Optional.empty()));
    }

    @Test
    void aServiceThatWasNeverAskedSaysNothing() {
        ServiceState state = catalog.lastKnown(mira.id(), CHAT).orElseThrow();

        assertThat(state.latest()).isNull();
        assertThat(state.lastKnown()).isNull();
        assertThat(catalog.lastKnown(mira.id(), new ServiceId("unheard-of"))).isEmpty();
        assertThat(catalog.ask(mira.id(), new ServiceId("unheard-of"))).isEmpty();
    }

    @Test
    void aFaultKeepsTheLastAnswer() {
        ServiceState before = catalog.ask(mira.id(), CHAT).orElseThrow();
        clock.pass(Duration.ofMinutes(1));
        chat.answer = fault(Fault.BROKEN, null);

        ServiceState after = catalog.ask(mira.id(), CHAT).orElseThrow();

        assertThat(after.latest()).isEqualTo(new Reply.Failed<>(Fault.BROKEN, Optional.empty()));
        assertThat(after.lastKnown()).isEqualTo(before.latest());
        assertThat(after.askedAt()).isEqualTo(clock.instant());
    }

    @Test
    void itIsKnownSinceWhenAServiceDoesNotAnswer() {
        catalog.ask(mira.id(), CHAT);
        clock.pass(Duration.ofMinutes(1));
        Instant since = clock.instant();
        chat.answer = fault(Fault.BROKEN, null);
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().failingSince()).isEqualTo(since);
        clock.pass(Duration.ofMinutes(1));
        chat.answer = fault(Fault.TIMED_OUT, null);
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().failingSince()).isEqualTo(since);
        clock.pass(Duration.ofMinutes(1));
        chat.answer = () -> SUMMARY;
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().failingSince()).isNull();
        clock.pass(Duration.ofMinutes(1));
        chat.answer = fault(Fault.BROKEN, null);
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().failingSince()).isEqualTo(clock.instant());
        clock.pass(Duration.ofMinutes(1));
        chat.lookup = new Lookup.NoAccount();
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().failingSince()).isNull();
    }

    @Test
    void whatBreaksInsideIsAFaultAndNotAnEmptyAccount() {
        chat.answer = () -> {
            throw new IllegalStateException("with somebody's data");
        };

        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest())
                .isEqualTo(new Reply.Failed<>(Fault.BROKEN, Optional.empty()));
    }

    @Test
    void aServiceThatSaysNothingIsTimedOutAndItsThreadEnds() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        catalog = catalog(Duration.ofSeconds(1), 100);
        chat.answer = () -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return SUMMARY;
        };

        ServiceState state = catalog.ask(mira.id(), CHAT).orElseThrow();

        assertThat(state.latest()).isEqualTo(new Reply.Failed<>(Fault.TIMED_OUT, Optional.empty()));
        assertThat(state.account()).isEqualTo("@mira:example.org");
        interrupted.await();
    }

    @Test
    void aServiceIsLeftAloneUntilTheTimeItAskedFor() {
        Instant later = clock.instant().plusSeconds(90);
        chat.answer = fault(Fault.RATE_LIMITED, later);
        catalog.ask(mira.id(), CHAT);
        chat.answer = () -> SUMMARY;
        clock.pass(Duration.ofSeconds(89));

        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest())
                .isEqualTo(new Reply.Failed<>(Fault.RATE_LIMITED, Optional.of(later)));

        clock.pass(Duration.ofSeconds(1));
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest()).isInstanceOf(Reply.Answered.class);
        assertThat(chat.questions).hasValue(2);
    }

    @Test
    void askingAgainWithinSecondsReturnsWhatIsKnown() {
        catalog.ask(mira.id(), CHAT);
        clock.pass(Duration.ofSeconds(4));
        catalog.ask(mira.id(), CHAT);

        assertThat(chat.questions).hasValue(1);
    }

    @Test
    void aServiceThatFailedEverybodyRestsAndIsThenAskedAgain() {
        catalog = catalog(Duration.ofMillis(1500), 2);
        chat.answer = fault(Fault.UNREACHABLE, null);
        for (int i = 0; i < 3; i++) {
            catalog.ask(mira.id(), CHAT);
            clock.pass(Duration.ofSeconds(6));
        }

        assertThat(chat.questions).hasValue(2);
        clock.pass(Duration.ofSeconds(20));
        chat.answer = () -> SUMMARY;
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest()).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void twoPagesAskingAtOnceAskOnce() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        chat.answer = () -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return SUMMARY;
        };
        Thread first = Thread.ofVirtual().start(() -> catalog.ask(mira.id(), CHAT));
        asked.await();
        Thread second = Thread.ofVirtual().start(() -> catalog.ask(mira.id(), CHAT));
        go.countDown();
        first.join();
        second.join();

        assertThat(chat.questions).hasValue(1);
    }

    @Test
    void anotherAccountThanBeforeIsRecorded(ApplicationEvents events) {
        catalog.account(mira.id(), CHAT);
        catalog.account(mira.id(), CHAT);
        chat.lookup = new Lookup.Found("@mira1:example.org", Evidence.SUBJECT);
        catalog.account(mira.id(), CHAT);
        chat.lookup = new Lookup.NoAccount();
        catalog.account(mira.id(), CHAT);

        assertThat(events.stream(AccountLinkChanged.class)
                        .filter(e -> e.member().equals(mira.id())))
                .containsExactly(
                        new AccountLinkChanged(mira.id(), CHAT, null, "@mira:example.org", Evidence.SUBJECT),
                        new AccountLinkChanged(
                                mira.id(), CHAT, "@mira:example.org", "@mira1:example.org", Evidence.SUBJECT),
                        new AccountLinkChanged(mira.id(), CHAT, "@mira1:example.org", null, null))
                .allSatisfy(event -> assertThat(event.kind()).isEqualTo(Auditable.Kind.CHANGE));
    }

    @Test
    void noAccountEndsWhatWasKnown() {
        catalog.ask(mira.id(), CHAT);
        clock.pass(Duration.ofMinutes(1));
        chat.lookup = new Lookup.NoAccount();

        ServiceState state = catalog.ask(mira.id(), CHAT).orElseThrow();

        assertThat(state.latest()).isEqualTo(new Reply.NoAccount<>());
        assertThat(state.lastKnown()).isNull();
        assertThat(state.account()).isNull();
    }

    @Test
    void aClaimedAccountServesViewingOnly() {
        chat.lookup = new Lookup.Found("@mira:example.org", Evidence.CLAIMED);

        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest()).isInstanceOf(Reply.Answered.class);
        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.Ambiguous<>());
    }

    @Test
    void anAddressAloneProvesNothingUntilThePrivacyOfficerConfirmsIt() {
        chat.lookup = new Lookup.Proposed("17", true);

        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.Ambiguous<>());
        assertThat(catalog.ask(mira.id(), CHAT).orElseThrow().latest()).isEqualTo(new Reply.Ambiguous<>());
        Proposals.Open waiting = proposals().open(null, 100).stream()
                .filter(open -> open.member().equals(mira.id()))
                .findFirst()
                .orElseThrow();

        assertThat(proposals().decide(waiting.id(), true, MemberId.random())).isTrue();
        assertThat(proposals().decide(waiting.id(), false, MemberId.random())).isFalse();

        assertThat(catalog.account(mira.id(), CHAT))
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answered -> assertThat(answered.value())
                                .isEqualTo(new ServiceAccount(CHAT, mira, "17", Evidence.OFFICER, clock.instant())));
        chat.lookup = new Lookup.Proposed("18", true);
        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.Ambiguous<>());
    }

    @Test
    void aRefusedAccountIsNotTheMembers() {
        chat.lookup = new Lookup.Proposed("17", false);
        catalog.account(mira.id(), CHAT);
        Proposals.Open waiting = proposals().open(null, 100).stream()
                .filter(open -> open.member().equals(mira.id()))
                .findFirst()
                .orElseThrow();

        proposals().decide(waiting.id(), false, MemberId.random());

        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.NoAccount<>());
    }

    @Test
    void anAddressProvesAnAccountWhenTheAdministratorVouchesAndTheSignInMadeIt() {
        when(directory.addressIsTheirs(mira.id())).thenReturn(true);
        chat.lookup = new Lookup.Proposed("19", true);
        assertThat(catalog.account(mira.id(), CHAT)).isInstanceOf(Reply.Answered.class);

        chat.lookup = new Lookup.Proposed("19", false);
        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.Ambiguous<>());
    }

    @Test
    void anAccountThatAnAddressProvedIsAskedForByItsIdAfterwards() {
        when(directory.addressIsTheirs(mira.id())).thenReturn(true);
        chat.lookup = new Lookup.Proposed("41", true);
        catalog.account(mira.id(), CHAT);

        chat.lookup = new Lookup.Proposed("43", true);
        chat.again = known -> new Lookup.Found(known.id(), known.evidence());

        assertThat(catalog.account(mira.id(), CHAT))
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answered -> assertThat(answered.value())
                                .isEqualTo(new ServiceAccount(CHAT, mira, "41", Evidence.ADDRESS, clock.instant())));
    }

    @Test
    void anAddressThatChangedHandsDoesNotTakeTheAccountAlong() {
        when(directory.addressIsTheirs(mira.id())).thenReturn(true);
        MemberId before = MemberId.random();
        jdbc.sql("insert into member (id, issuer, subject, username, display_name, created_at, seen_at)"
                        + " values (?, 'http://issuer/', ?, 'bera', 'Bera', now(), now())")
                .params(before.value(), before.toString())
                .update();
        jdbc.sql("insert into service_link (member_id, service, account, evidence, proven_at)"
                        + " values (?, 'chat', '42', 'ADDRESS', now())")
                .param(before.value())
                .update();
        chat.lookup = new Lookup.Proposed("42", true);

        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.Ambiguous<>());
    }

    @Test
    void withoutConfigurationNothingIsCalledAndWhatWasKnownStays() {
        ServiceState before = catalog.ask(mira.id(), CHAT).orElseThrow();
        chat.configured = false;
        clock.pass(Duration.ofMinutes(1));

        ServiceState state = catalog.ask(mira.id(), CHAT).orElseThrow();

        assertThat(state.latest()).isEqualTo(new Reply.NotConfigured<>());
        assertThat(state.lastKnown()).isEqualTo(before.latest());
        assertThat(catalog.account(mira.id(), CHAT)).isEqualTo(new Reply.NotConfigured<>());
        assertThat(chat.questions).hasValue(1);
    }

    private StoredServiceCatalog catalog(Duration within, int restAfter) {
        when(directory.find(mira.id())).thenReturn(Optional.of(mira));
        return new StoredServiceCatalog(
                List.of(chat),
                directories(),
                memory,
                proposals(),
                new Claims(jdbc, memory, event -> {}, clock),
                new AskingProperties(
                        within, Duration.ofSeconds(5), Duration.ofSeconds(5), restAfter, Duration.ofSeconds(15)),
                clock);
    }

    private Proposals proposals() {
        return new Proposals(jdbc, directories(), event -> {}, clock);
    }

    private ObjectProvider<MemberDirectory> directories() {
        var beans = new StaticListableBeanFactory();
        beans.addBean("directory", directory);
        return beans.getBeanProvider(MemberDirectory.class);
    }

    private static Supplier<DataSummary> fault(Fault fault, @Nullable Instant retryAt) {
        return () -> {
            throw new ServiceFault(fault, retryAt, "chat: a test", null);
        };
    }

    private static final class Chat implements ServiceAdapter, DataView {

        private final AtomicInteger questions = new AtomicInteger();
        private volatile Lookup lookup = new Lookup.Found("@mira:example.org", Evidence.SUBJECT);
        private volatile Supplier<DataSummary> answer = () -> SUMMARY;
        private volatile Supplier<List<Finding>> findings = List::of;
        private volatile boolean configured = true;
        private volatile Function<ServiceAccount, Lookup> again = known -> lookup;

        @Override
        public ServiceProfile profile() {
            return ServiceProfile.of("chat", "Chat", "message-square", 1);
        }

        @Override
        public boolean configured() {
            return configured;
        }

        @Override
        public Lookup find(Member member) {
            return lookup;
        }

        @Override
        public Lookup findAgain(ServiceAccount known) {
            return again.apply(known);
        }

        @Override
        public AccountPage accounts(Cursor from) {
            return new AccountPage(List.of(), Optional.empty());
        }

        @Override
        public Health check() {
            return new Health.Well("1");
        }

        @Override
        public List<Finding> findings() {
            return findings.get();
        }

        @Override
        public DataSummary view(ServiceAccount account) {
            questions.incrementAndGet();
            return answer.get();
        }
    }

    private static final class MovingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-21T05:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }
    }
}
