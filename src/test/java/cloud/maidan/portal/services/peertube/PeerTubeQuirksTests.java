package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Export.Progress;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import com.ibm.icu.text.MessageFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is special about PeerTube; the display names quote its sheet. */
class PeerTubeQuirksTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int COMMENTS = 10;
    private static final int MANY_COMMENTS = 1100;
    private static final int WATCHED = 1200;

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK, COMMENTS, 30);
    private final PeerTubeServer server = PeerTubeServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    @DisplayName("\"substring ilike on both; compare exactly afterwards\", \"case-insensitive\"")
    void theWholeAddressIsComparedWhateverItsCapitals() {
        assertThat(find(DemoAccount.MEMBER.email())).isEqualTo(proposed("member", true));
        assertThat(find("MEMBER@Riverbend.example")).isEqualTo(proposed("member", true));
        assertThat(find("ember@riverbend.example")).isEqualTo(new Lookup.NoAccount());
    }

    @Test
    @DisplayName("\"pluginAuth=<plugin npm name>\": only then a sign-in made the account")
    void anAccountWithAPasswordOfItsOwnWasNotMadeByTheSignIn() {
        assertThat(find(DemoAccount.OFFICER.email())).isEqualTo(proposed("officer", false));
    }

    @Test
    void twoAccountsWithOneAddressAreForAPersonToDecide() {
        assertThat(find("zwilling@riverbend.example")).isEqualTo(new Lookup.Ambiguous());
    }

    @Test
    @DisplayName("numbers of a PostgreSQL that was restored or set up anew are given out again")
    void aNumberThatIsSomebodyElsesNowIsNotTheAccount() {
        ServiceAccount known = server.account();
        standIn.reuse(standIn.member(), "newcomer", PeerTubeServer.NOW);

        assertThat(server.adapter().findAgain(known)).isEqualTo(new Lookup.NoAccount());
        assertThat(catchThrowableOfType(
                                ServiceFault.class, () -> server.adapter().view(known))
                        .fault())
                .isEqualTo(Fault.UNREADABLE);
    }

    @Test
    @DisplayName("\"e-mail change = new second account\", so the number is asked for and not the address")
    void aProvenAccountIsNotLookedForByAddress() {
        server.adapter().findAgain(server.account());

        assertThat(standIn.calls()).noneMatch(call -> call.contains("search="));
    }

    @Test
    @DisplayName("\"login 15 per 5 min\": \"cache the token\"")
    void weSignInOnce() {
        server.adapter().view(server.account());
        server.export();

        assertThat(logins()).isEqualTo(1);
    }

    @Test
    void aForgottenTokenIsReplacedOnce() {
        var clock = new LaterClock();
        PeerTubeAdapter adapter = at(clock).adapter(server.url(), server.password(), HttpLimits.standard());
        adapter.accounts(Cursor.START);
        standIn.forgetTokens();
        clock.later = Duration.ofMinutes(1);

        adapter.accounts(Cursor.START);

        assertThat(logins()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsRefusedAtOnceIsNotWorthAnotherSignIn() {
        for (int i = 0; i < 20; i++) {
            standIn.forgetTokens();
            assertThat(catchThrowableOfType(
                                    ServiceFault.class, () -> server.adapter().accounts(Cursor.START))
                            == null)
                    .isEqualTo(i == 0);
        }
        assertThat(logins()).isEqualTo(1);
    }

    @Test
    @DisplayName("\"Refresh: same URL grant_type=refresh_token\"; \"access_token = 1 day\"")
    void anOldTokenIsRefreshedWithoutThePassword() {
        var clock = new LaterClock();
        PeerTubeAdapter adapter = at(clock).adapter(server.url(), server.password(), HttpLimits.standard());
        adapter.accounts(Cursor.START);
        clock.later = Duration.ofHours(25);

        adapter.accounts(Cursor.START);

        assertThat(logins()).isEqualTo(2);
        assertThat(standIn.signIns()).as("with the password").isEqualTo(1);
    }

    @Test
    void aRefusedPasswordIsNotTriedAgainAtOnce() {
        PeerTubeAdapter wrong = server.adapter(server.url(), "wrong", HttpLimits.standard());

        for (int i = 0; i < 20; i++) {
            ServiceFault fault = catchThrowableOfType(ServiceFault.class, () -> wrong.accounts(Cursor.START));
            assertThat(fault.fault()).isEqualTo(Fault.REFUSED);
        }
        assertThat(logins()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "peertube.check.version, 7.3.0",
        "peertube.check.archives-off, 8.2.3",
        "peertube.check.two-factor, 8.2.3",
        "peertube.check.not-an-administrator, 8.2.3"
    })
    void theCheckSaysWhatIsMissing(String key, String version) {
        standIn.pretendVersion(version);
        switch (key) {
            case "peertube.check.archives-off" -> standIn.switchArchivesOff();
            case "peertube.check.two-factor" -> standIn.askForSecondFactor();
            case "peertube.check.not-an-administrator" -> standIn.role(PeerTubeStandIn.USERNAME, 1);
            default -> {}
        }

        assertThat(server.adapter().check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting(Text::key)
                                .containsExactly(key));
    }

    @Test
    @DisplayName("\"request Host must equal webserver.hostname, else 403\"")
    void withoutThePublicNameTheCheckSaysWhatToCompare() {
        PeerTubeServer nameless = new PeerTubeServer(
                "nameless",
                server.url(),
                server.url(),
                server.username(),
                server.password(),
                "",
                standIn,
                server.clock());

        assertThat(nameless.adapter(server.url(), server.password(), HttpLimits.standard())
                        .check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting(Text::key)
                                .containsExactly("peertube.check.refused"));
    }

    @Test
    @DisplayName("\"searchAccount is a text match, filter on account.id\"")
    void othersCommentsAndReportsStayOut() {
        RecordedSink sink = server.export();

        assertThat(sink.everything()).doesNotContain(standIn.foreign());
        assertThat(sink.lines("native/api/reports-made")).hasSize(1);
        assertThat(sink.lines("native/api/reports-about")).hasSize(1);
        assertThat(sink.lines("native/api/registrations")).hasSize(1);
    }

    @Test
    @DisplayName("\"USER_EXPORT_MAX_ITEMS = 1000\": flagged and supplemented")
    void commentsBeyondTheThousandComeFromElsewhere() {
        RecordedSink sink;
        try (var busy = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK, MANY_COMMENTS, WATCHED)) {
            sink = PeerTubeServer.of(busy).export();
        }

        assertThat(sink.lines("native/api/comments")).hasSize(MANY_COMMENTS).doesNotHaveDuplicates();
        assertThat(sink.text("native/peertube/comments.json").lines().filter(line -> line.contains("Remark number")))
                .hasSize(1000);
        assertThat(sink.missing)
                .containsEntry("native/peertube/comments.json", Text.of("peertube.missing.cut-comments"))
                .containsEntry("native/peertube/video-history.json", Text.of("peertube.missing.cut-history"))
                .doesNotContainKeys("native/peertube/likes.json", "native/peertube/follower.json");
        assertThat(sink.text("neutral/comments-000001.csv")).contains("\"Remark number 1, \"\"quoted\"\"\"");
    }

    @Test
    @DisplayName("\"live streamKey and video passwords ARE in videos.json\"")
    void secretsAreLeftOutAndThatIsSaid() {
        RecordedSink sink = server.export();

        assertThat(new String(unzipped(standIn.archive(), "peertube/videos.json"), StandardCharsets.UTF_8))
                .as("PeerTube does send them")
                .contains("streamKey", "passwords");
        assertThat(sink.text("native/peertube/videos.json"))
                .contains("Live from the square", "Evening talk")
                .doesNotContain("streamKey", "passwords");
        assertThat(sink.missing)
                .containsEntry("native/peertube/videos.json#streamKey", Text.of("peertube.missing.secret"))
                .containsEntry("native/peertube/videos.json#passwords", Text.of("peertube.missing.secret"));
    }

    @Test
    @DisplayName("\"A static file that cannot be read is skipped with only a log line\"")
    void whatPeerTubeLeftOutIsNamed() {
        RecordedSink sink = server.export();

        assertThat(sink.missing)
                .containsEntry("native/peertube/videos.json", Text.of("peertube.missing.videos", 1L))
                .containsEntry(
                        "native/files/videos/thumbnails/00000004-0000-4000-8000-000000000000.png",
                        Text.of("peertube.missing.skipped"));
    }

    @Test
    void filesThatCannotBeHadAreNamedAndTheRestIsThere() {
        RecordedSink sink = server.export();

        assertThat(sink.missing.values())
                .extracting(Text::key)
                .contains("peertube.missing.file", "peertube.missing.elsewhere", "peertube.missing.no-file");
        assertThat(sink.entries.keySet()).containsAll(standIn.files().keySet());
    }

    @Test
    @DisplayName("\"list -> reuse COMPLETED if young\"")
    void aYoungArchiveIsUsedAgain() {
        standIn.archiveMade(Duration.ofHours(20));

        assertThat(server.adapter().export(server.account(), Cursor.START, new RecordedSink()))
                .isEqualTo(Progress.WHOLE);
        assertThat(standIn.calls()).noneMatch(call -> call.startsWith("POST") && call.contains("/exports/request"));
    }

    @Test
    @DisplayName("\"One non-errored export per user\": \"else DELETE, then request\"")
    void anOldArchiveGivesWayToANewOne() {
        standIn.archiveMade(Duration.ofHours(30));

        server.export();

        assertThat(standIn.calls().stream().filter(call -> !call.startsWith("GET") && call.contains("/exports/")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("DELETE");
    }

    @Test
    @DisplayName("\"export disabled -> 400 on all export routes\"")
    void withoutArchivesTheRestIsExportedAndTheGapSaid() {
        standIn.switchArchivesOff();

        RecordedSink sink = server.export();

        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.archives-off"));
        assertThat(sink.lines("native/api/comments")).hasSize(COMMENTS);
        assertThat(sink.entries.keySet()).containsAll(standIn.files().keySet());
        assertThat(server.adapter().view(server.account()).remarks())
                .extracting(Text::key)
                .contains("peertube.remark.archives-off");
    }

    @Test
    void anArchiveThatFailsTwiceIsGivenUp() {
        standIn.failAtArchives();

        RecordedSink sink = server.export();

        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.archive-failed"));
        assertThat(standIn.calls().stream().filter(call -> call.endsWith("/exports/request")))
                .hasSize(2);
    }

    @Test
    void anArchiveThatIsNeverReadyIsGivenUp() {
        standIn.neverFinishArchives();
        var clock = new LaterClock();
        PeerTubeServer patient = at(clock);
        RecordedSink sink = new RecordedSink();
        PeerTubeAdapter adapter = patient.adapter(server.url(), server.password(), HttpLimits.standard());
        assertThat(adapter.export(server.account(), Cursor.START, sink)).isInstanceOf(Progress.Later.class);
        clock.later = Duration.ofHours(7);

        assertThat(adapter.export(server.account(), sink.cursors.getLast(), sink))
                .isEqualTo(Progress.WHOLE);
        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.archive-stuck"));
    }

    @Test
    @DisplayName("\"JWT valid 15 min; re-list for a fresh one\"")
    void anAddressThatIsTooOldIsAskedForAnew() {
        standIn.archiveMade(Duration.ofHours(1));
        standIn.expireNextAddress();

        RecordedSink sink = server.export();

        assertThat(sink.entries).containsKey("native/peertube/account.json");
        assertThat(standIn.calls().stream().filter(call -> call.contains("/download/user-exports/")))
                .hasSize(2);
    }

    @Test
    @DisplayName("\"object storage -> 302 to a presigned URL (different host)\": not followed")
    void anArchiveThatIsKeptElsewhereIsNamed() {
        standIn.archiveMade(Duration.ofHours(1));
        standIn.keepArchivesElsewhere();

        assertThat(server.export().missing)
                .containsEntry("native/peertube", Text.of("peertube.missing.archive-elsewhere"));
    }

    @Test
    @DisplayName("\"URL host is webserver.hostname\": only the configured address is asked")
    void whateverAddressIsGivenWeAskPeerTube() {
        standIn.archiveMade(Duration.ofHours(1));

        RecordedSink sink = server.export();

        assertThat(sink.entries.keySet()).contains("native/peertube/account.json");
        assertThat(standIn.calls())
                .anyMatch(call -> call.startsWith("GET /download/user-exports/"))
                .anyMatch(call -> call.startsWith("GET /download/original-video-files/"))
                .anyMatch(call -> call.startsWith("GET /download/web-videos/"));
    }

    @Test
    @DisplayName("\"Range/206 supported\", and where a proxy sends the whole, the beginning is left out")
    void aLaterRunAsksForTheRestOfTheArchiveOnly() {
        standIn.archiveMade(Duration.ofHours(1));
        RecordedSink whole = server.export();
        int middle = whole.cursors.size() - 3;
        List<String> rest =
                List.copyOf(whole.entries.keySet()).subList(whole.entriesAtCursor.get(middle), whole.entries.size());

        RecordedSink byRange = server.export(server.adapter(), whole.cursors.get(middle));
        standIn.ignoreRanges();
        RecordedSink bySkipping = server.export(server.adapter(), whole.cursors.get(middle));

        assertThat(rest).isNotEmpty();
        assertThat(byRange.entries.keySet()).containsExactlyElementsOf(rest);
        assertThat(bySkipping.entries.keySet()).containsExactlyElementsOf(rest);
    }

    @Test
    void anArchiveThatWasReplacedMeanwhileIsReadAnewBesideTheFirst() {
        standIn.archiveMade(Duration.ofHours(1));
        RecordedSink whole = server.export();
        standIn.replaceArchive();

        RecordedSink again = server.export(server.adapter(), whole.cursors.getLast());

        assertThat(again.entries)
                .containsKeys("native/again-1/peertube/videos.json", "native/again-1/activity-pub/outbox.json");
    }

    @Test
    @DisplayName("\"ensureAuthUserOwnsAccount, no admin bypass\": never asked for")
    void whatOnlyTheOwnerMayAskForIsNotAskedFor() {
        server.adapter().view(server.account());
        server.export();

        assertThat(standIn.calls())
                .noneMatch(call -> call.contains("/ratings") || call.contains("/followers") || call.contains("/me/"));
    }

    @Test
    @DisplayName("\"(right SEE_ALL_VIDEOS)\": private, unlisted and unpublished videos have to be asked for")
    void videosThatAreNotPublicAreThere() {
        assertThat(server.export().lines("native/api/videos"))
                .anyMatch(line -> line.contains("Laying stones"))
                .anyMatch(line -> line.contains("Never processed"));
    }

    @Test
    @DisplayName("\"8.0+\": sessions are unknown before, which is not none")
    void anOldPeerTubeDoesNotTellWhereOneIsSignedIn() {
        standIn.pretendVersion("7.3.0");

        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.categories())
                .filteredOn(category -> category.id().equals("sessions"))
                .singleElement()
                .satisfies(sessions -> assertThat(sessions.count()).isNull());
        assertThat(server.export().missing)
                .containsEntry("native/api/sessions.ndjson", Text.of("peertube.missing.list"));
    }

    @Test
    void nothingIsAskedTwice() {
        server.adapter().view(server.account());
        List<String> seen = standIn.calls();
        standIn.forgetCalls();
        server.export();

        assertThat(seen).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(12);
        assertThat(standIn.calls().stream()
                        .filter(call -> !call.contains("/exports") && !call.endsWith("withStats=true")))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsWrittenFollowsTheSchemaThatIsNamed() {
        RecordedSink sink = server.export();
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        int checked = 0;
        for (var named : sink.schemas.entrySet()) {
            Schema schema = schemas.getSchema(JSON.readTree(getClass().getResourceAsStream(named.getValue())));
            String form = named.getKey().replace(".", "\\.").replace("*", "[^/]*");
            for (String path : sink.entries.keySet()) {
                Stream<String> texts = !path.matches(form)
                        ? Stream.of()
                        : path.endsWith(".ndjson") ? sink.text(path).lines().limit(50) : Stream.of(sink.text(path));
                for (String text : texts.toList()) {
                    assertThat(schema.validate(JSON.readTree(text))).as(path).isEmpty();
                    checked++;
                }
            }
        }

        assertThat(checked).isGreaterThan(30);
        assertThat(sink.entries.keySet())
                .filteredOn(path -> path.endsWith("json"))
                .allMatch(path -> sink.schemas.keySet().stream()
                        .anyMatch(form -> path.matches(form.replace(".", "\\.").replace("*", "[^/]*"))));
    }

    @Test
    void eachCapabilityIsOfferedOrItsAbsenceExplained() {
        PeerTubeAdapter adapter = server.adapter();

        assertThat(Capability.class.getPermittedSubclasses())
                .allMatch(each ->
                        each.isInstance(adapter) ^ adapter.profile().gaps().containsKey(each));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everySentenceIsThereInEachLanguage(String language) {
        Properties words = words(language);
        DataSummary summary = server.adapter().view(server.account());
        RecordedSink sink = server.export();
        Stream<Text> said = Stream.of(
                        server.adapter().profile().gaps().values().stream(),
                        sink.described.values().stream(),
                        sink.missing.values().stream(),
                        summary.categories().stream().flatMap(PeerTubeQuirksTests::texts),
                        summary.remarks().stream(),
                        summary.hidden().stream(),
                        summary.reach().stream(),
                        Stream.of(summary.headline()))
                .flatMap(text -> text);

        assertThat(said.distinct()).allSatisfy(text -> {
            String pattern = words.getProperty(text.key());
            assertThat(pattern).as(text.key()).isNotNull();
            String sentence = new MessageFormat(pattern, Locale.of(language))
                    .format(text.args().toArray());
            assertThat(sentence).as(text.key()).isNotBlank().doesNotContain("{", "}");
        });
    }

    private static Stream<Text> texts(Category category) {
        return Stream.of(
                        category.title(),
                        category.detail(),
                        category.purpose(),
                        category.retention(),
                        category.visibleTo())
                .filter(Objects::nonNull);
    }

    private static Properties words(String language) {
        String file = "/messages/peertube_" + language + ".properties";
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(PeerTubeQuirksTests.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            Properties words = new Properties();
            words.load(reader);
            return words;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] unzipped(byte[] zip, String name) {
        ZipPieces pieces = new ZipPieces(new ByteArrayInputStream(zip), 0, Long.MAX_VALUE);
        for (var entry = pieces.next(); entry.isPresent(); entry = pieces.next()) {
            if (entry.get().getName().equals(name)) {
                try {
                    return pieces.content().readAllBytes();
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
            pieces.skip();
        }
        throw new IllegalArgumentException(name);
    }

    private Lookup find(String address) {
        return server.adapter().find(PeerTubeServer.member(address));
    }

    private Lookup proposed(String name, boolean born) {
        return new Lookup.Proposed(standIn.account(name), born);
    }

    private long logins() {
        return standIn.calls().stream()
                .filter(call -> call.equals("POST /api/v1/users/token"))
                .count();
    }

    private PeerTubeServer at(Clock clock) {
        return new PeerTubeServer(
                "at a time",
                server.url(),
                server.publicUrl(),
                server.username(),
                server.password(),
                server.address(),
                standIn,
                clock);
    }

    private static final class LaterClock extends Clock {

        private volatile Duration later = Duration.ZERO;

        @Override
        public Instant instant() {
            return PeerTubeServer.NOW.plus(later);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
