package cloud.maidan.portal.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardTests {

    private static final Instant NOW = Instant.parse("2026-11-20T20:41:00Z");
    private static final DashboardProperties LIMITS =
            new DashboardProperties(Duration.ofHours(6), Duration.ofMinutes(1));

    private final InventedServices services = new InventedServices(NOW);

    @Test
    void everyStateHasItsWord() {
        assertThat(cards().stream().map(Card::standing))
                .containsExactly(
                        Standing.UP_TO_DATE,
                        Standing.UP_TO_DATE,
                        Standing.NOT_ANSWERING,
                        Standing.SEALED,
                        Standing.NOT_CONNECTED,
                        Standing.NOTHING_HELD,
                        Standing.OLDER,
                        Standing.UP_TO_DATE);
    }

    @Test
    void anOutageKeepsTheLastNumbersWithTheirDate() {
        Card card = card("peertube");

        assertThat(card.held()).isEqualTo(InventedServices.videos());
        assertThat(card.asOf()).isEqualTo(NOW.minus(Duration.ofDays(2)));
        assertThat(card.sentences())
                .extracting(Text::key)
                .containsExactly(
                        "services.fault.timed-out",
                        "dashboard.failed.since",
                        "dashboard.failed.at",
                        "dashboard.failed.known",
                        "dashboard.failed.again");
    }

    @Test
    void theFirstTryInVainIsNamedOnce() {
        Instant now = NOW.minus(Duration.ofHours(1));
        ServiceState before =
                services.lastKnown(MemberId.random(), new ServiceId("peertube")).orElseThrow();
        services.put(new ServiceState(
                before.profile(), new Reply.Failed<>(Fault.BROKEN, Optional.empty()), now, now, null, null, null));

        assertThat(card("peertube").sentences())
                .contains(Text.of("dashboard.failed.since", now.toString()))
                .extracting(Text::key)
                .doesNotContain("dashboard.failed.at");
    }

    @Test
    void anOutageIsNotMistakenForAnEmptyAccount() {
        services.put(
                services.failed("peertube", "PeerTube", "clapperboard", 3, null, Duration.ZERO, Fault.UNREACHABLE));

        Card card = card("peertube");

        assertThat(card.standing()).isEqualTo(Standing.NOT_ANSWERING);
        assertThat(card.held()).isNull();
        assertThat(card.sentences()).extracting(Text::key).contains("dashboard.failed.unknown");
    }

    @Test
    void nothingHeldIsSaidOnlyWhenTheServiceSaidSo() {
        services.put(services.answered("matrix", "Matrix", "message-square", 1, nothing(), Duration.ZERO));

        assertThat(card("matrix").standing()).isEqualTo(Standing.NOTHING_HELD);
    }

    @Test
    void whatCannotBeCountedIsNotNothing() {
        services.put(services.answered("matrix", "Matrix", "message-square", 1, uncounted(), Duration.ZERO));

        assertThat(card("matrix").standing()).isEqualTo(Standing.UP_TO_DATE);
        assertThat(card("matrix").bytes()).isNull();
    }

    @Test
    void severalPossibleAccountsAreNotShown() {
        ServiceState before =
                services.lastKnown(MemberId.random(), new ServiceId("matrix")).orElseThrow();
        services.put(new ServiceState(before.profile(), new Reply.Ambiguous<>(), NOW, null, null, null, null));

        assertThat(card("matrix").standing()).isEqualTo(Standing.NOT_CONNECTED);
        assertThat(card("matrix").sentences())
                .extracting(Text::key)
                .containsExactly("dashboard.not-connected.ambiguous");
    }

    @Test
    void aServiceThatWasJustAskedIsLeftInPeace() {
        assertThat(card("portal").asks()).isFalse();
        assertThat(card("nextcloud").asks()).isTrue();
        assertThat(card("vaultwarden").asks()).isFalse();
    }

    @Test
    void aServiceThatAsksToBeLeftAloneIsNotAskedByItself() {
        ServiceState before =
                services.lastKnown(MemberId.random(), new ServiceId("peertube")).orElseThrow();
        services.put(new ServiceState(
                before.profile(),
                new Reply.Failed<>(Fault.RATE_LIMITED, Optional.of(NOW.plusSeconds(60))),
                NOW.minus(Duration.ofHours(1)),
                NOW.minus(Duration.ofHours(1)),
                before.lastKnown(),
                null,
                null));

        assertThat(card("peertube").asks()).isFalse();
        assertThat(card("peertube").askable()).isTrue();
    }

    @Test
    void theMiddleAddsUpWhatIsKnownAndNamesWhatIsNot() {
        services.put(services.failed("cryptpad", "CryptPad", "file-pen", 4, null, Duration.ZERO, Fault.BROKEN));

        Square square = Square.of(cards());

        assertThat(square.bytes())
                .isEqualTo(4_100_000L + 2_200_000 + 305_000_000 + 1_200_000_000 + 3_100_000_000L + 9_000 + 180_000);
        assertThat(square.items()).isEqualTo(902 + 382 + 64 + 846 + 12 + 31 + 140);
        assertThat(square.knowing()).isEqualTo(5);
        assertThat(square.silent()).containsExactly(Text.of("service.cryptpad.name"));
        assertThat(square.unsized()).containsExactly(Text.of("service.matrix.name"));
        assertThat(square.parts()).allMatch(part -> part.start() + part.width() <= Square.WIDTH && part.width() >= 0);
    }

    @Test
    void aFailureLeavesTheMiddleAsItWas() {
        Square before = Square.of(cards());
        services.put(services.failed(
                "matrix", "Matrix", "message-square", 1, InventedServices.chat(), Duration.ofMinutes(2), Fault.BROKEN));

        assertThat(Square.of(cards())).isEqualTo(before);
    }

    @Test
    void theFigureStandsApartFromWhatItCounts() {
        assertThat(Headline.of("1,284 messages in 17 rooms")).isEqualTo(new Headline("1,284", "messages in 17 rooms"));
        assertThat(Headline.of("1.284 Nachrichten")).isEqualTo(new Headline("1.284", "Nachrichten"));
        assertThat(Headline.of("Your profile")).isEqualTo(new Headline("", "Your profile"));
    }

    @Test
    void onlyWebAddressesBecomeLinks() {
        assertThat(Card.webAddress("https://chat.example/")).isEqualTo("https://chat.example/");
        assertThat(Card.webAddress("javascript:alert(1)")).isNull();
        assertThat(Card.webAddress(null)).isNull();
    }

    private List<Card> cards() {
        return services.lastKnown(MemberId.random()).stream()
                .map(state -> Card.of(state, services.connected(state.profile().id()), false, NOW, LIMITS))
                .toList();
    }

    private Card card(String id) {
        return cards().stream().filter(card -> card.id().equals(id)).findFirst().orElseThrow();
    }

    private static DataSummary nothing() {
        return new DataSummary(Text.of("invented.files", 0), List.of(), List.of(), List.of(), List.of(), null);
    }

    private static DataSummary uncounted() {
        return new DataSummary(
                Text.of("invented.files", 0),
                List.of(),
                List.of(InventedServices.kind("devices", null, null, false)),
                List.of(),
                List.of(),
                null);
    }
}
