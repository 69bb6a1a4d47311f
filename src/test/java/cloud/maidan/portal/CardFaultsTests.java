package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.Fleeting;
import cloud.maidan.demo.MatrixStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Twelve faults of a real HTTP server, as a member sees them: on the faulty service's card and nowhere else. */
@PortalTest
class CardFaultsTests {

    private static final String CANNOT_BE_REACHED = "It cannot be reached.";
    private static final String IN_TIME = "It did not answer in time.";
    private static final String NOT_ACCEPTED = "It does not accept how this portal identifies itself or asks.";
    private static final String UNREADABLE = "Its answer cannot be read or was cut short.";
    private static final Map<Trouble, String> SAID = Map.ofEntries(
            Map.entry(Trouble.REFUSED_CONNECTION, CANNOT_BE_REACHED),
            Map.entry(Trouble.SILENCE, IN_TIME),
            Map.entry(Trouble.ONE_BYTE_A_SECOND, IN_TIME),
            Map.entry(Trouble.UNAUTHORIZED, NOT_ACCEPTED),
            Map.entry(Trouble.FORBIDDEN, NOT_ACCEPTED),
            Map.entry(Trouble.RATE_LIMITED, "It asks us to wait before we ask again."),
            Map.entry(Trouble.SERVER_ERROR, "Something is broken on its side."),
            Map.entry(Trouble.GARBAGE, UNREADABLE),
            Map.entry(Trouble.TRUNCATED, UNREADABLE),
            Map.entry(Trouble.ENDLESS, "Its answer is larger than this portal takes."),
            Map.entry(Trouble.REDIRECT_LOOP, "It sends us to another address; we do not follow."),
            Map.entry(Trouble.REDIRECT_TO_LINK_LOCAL, "It sends us to another address; we do not follow."));
    private static final Pattern CARD = Pattern.compile("(?s)<article[^>]*id=\"card-matrix\".*?</article>");
    private static final Pattern CHANGING = Pattern.compile("name=\"_csrf\" value=\"[^\"]*\"");

    /** They last as long as the portal that speaks to them, which other tests may use later. */
    private static final MatrixStandIn MATRIX = MatrixStandIn.start(0);

    private static final FaultyServer SERVER = FaultyServer.inFrontOf(URI.create(MATRIX.url()));

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private Browser member = Browser.on(1);

    @DynamicPropertySource
    static void matrix(DynamicPropertyRegistry registry) throws IOException {
        Path token = Fleeting.file("maidan-token-", MATRIX.token());
        token.toFile().deleteOnExit();
        registry.add("portal.services.matrix.url", SERVER::url);
        registry.add("portal.services.matrix.token-file", token::toString);
    }

    /** Whoever was asked to wait has to, so that fault has a person of its own. */
    @BeforeEach
    void answerOnce(TestInfo test) {
        SERVER.heal();
        boolean told = test.getDisplayName().contains(Trouble.RATE_LIMITED.name());
        member = Browser.on(port).signIn(told ? DemoAccount.OFFICER : DemoAccount.MEMBER);
        await("Up to date");
        member.get("/me/services/portal/card");
    }

    @ParameterizedTest
    @EnumSource
    void aFaultMarksItsOwnCardAndNothingElse(Trouble trouble) {
        String before = rest();

        SERVER.fail(trouble);
        long start = System.nanoTime();
        HttpResponse<String> card = member.get("/me/services/matrix/card");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("card under " + trouble + ": " + took.toMillis() + " ms");

        assertThat(card.statusCode()).isEqualTo(200);
        assertThat(card.body())
                .contains("Not answering", "Not answering since", SAID.get(trouble), "This is what it said")
                .contains("room");
        assertThat(took).as("far less than the fault would last").isLessThan(Duration.ofSeconds(25));
        assertThat(rest()).isEqualTo(before);
        assertThat(CARD.matcher(member.get("/me").body())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group())
                .contains("Not answering", SAID.get(trouble));
    }

    @Test
    void whenTheServiceAnswersAgainTheCardSaysSo() {
        SERVER.fail(Trouble.SERVER_ERROR);
        assertThat(member.get("/me/services/matrix/card").body()).contains("Not answering");

        SERVER.heal();

        await("Up to date");
        assertThat(member.get("/me/services/matrix/card").body()).doesNotContain("Not answering");
    }

    @Test
    void theCardSaysSinceWhenTheServiceDoesNotAnswer() {
        Browser german = Browser.on(port).speaking("de").signIn(DemoAccount.AUDITOR);
        SERVER.fail(Trouble.SERVER_ERROR);
        member.get("/me/services/matrix/card");
        german.get("/me/services/matrix/card");
        jdbc.sql("update service_answer set failing_since = '2026-11-19T10:11:12Z' where kind = 'FAILED'")
                .update();

        assertThat(member.get("/me/services/matrix/card").body())
                .contains("Not answering since 19 November 2026 at 10:11", "Last tried");
        assertThat(member.get("/me").body()).contains("Not answering since 19 November 2026 at 10:11");
        assertThat(german.get("/me").body()).contains("Antwortet nicht seit dem 19. November 2026 um 10:11");

        SERVER.heal();
        await("Up to date");
        SERVER.fail(Trouble.SERVER_ERROR);
        assertThat(member.get("/me/services/matrix/card").body())
                .contains("Not answering since")
                .doesNotContain("19 November", "Last tried");
    }

    private void await(String words) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String card = member.get("/me/services/matrix/card").body();
        while (!card.contains(words) && System.nanoTime() < end) {
            pause();
            card = member.get("/me/services/matrix/card").body();
        }
        assertThat(card).contains(words);
    }

    /** The overview without the faulty service's card. */
    private String rest() {
        String page = member.get("/me").body();
        return CHANGING.matcher(CARD.matcher(page).replaceAll("")).replaceAll("");
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
