package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.ChatSeed;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** How Synapse surprises: a stand-in that forgot one of these would make a test fail. */
class MatrixQuirksTests {

    private static final int MESSAGES = 450;

    private final MatrixStandIn standIn = MatrixStandIn.start(0, MESSAGES);
    private final MatrixServer server = MatrixServer.of(standIn);
    private final ChatSeed seed = standIn.seed();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void anEmptyPageIsNotTheEndAndNoPageIsReadTwice() {
        RecordedSink sink = export();

        List<String> pages = standIn.calls().stream()
                .filter(call -> call.contains("/messages?"))
                .toList();
        assertThat(pages).doesNotHaveDuplicates();
        assertThat(pages).allMatch(call -> call.contains("senders") && call.contains("limit=500"));
        String open = "native/rooms/" + seed.openRoom() + "/";
        long written = sink.entries.keySet().stream()
                .filter(path -> path.startsWith(open) && path.endsWith(".ndjson"))
                .count();
        long read = pages.stream()
                .filter(call -> call.contains(seed.openRoom().substring(1)))
                .count();
        assertThat(read).as("some pages held nothing of hers").isGreaterThan(written + 1);
        assertThat(sink.lines(open)).hasSizeGreaterThan(MESSAGES);
    }

    @Test
    void nothingElseIsAskedTwiceEither() {
        export();

        assertThat(standIn.calls().stream().filter(call -> !call.endsWith("/memberships")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aPageThatIsTooLargeIsReadInSmallerOnes() {
        var narrow = new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(10), DataSize.ofKilobytes(24));
        RecordedSink sink = new RecordedSink();

        server.adapter(standIn.url(), MatrixStandIn.TOKEN, narrow).export(server.account(), Cursor.START, sink);

        assertThat(standIn.calls()).anyMatch(call -> call.contains("/messages?") && call.contains("limit=50&"));
        assertThat(sink.lines("native/rooms/")).hasSameSizeAs(export().lines("native/rooms/"));
    }

    @Test
    void aServerThatIgnoresTheFilterStillHandsOutNothingOfOthers() {
        standIn.ignoreFilters();

        RecordedSink sink = export();

        assertThat(sink.everything()).doesNotContain(seed.foreign());
        assertThat(sink.lines("native/rooms/")).hasSizeGreaterThan(MESSAGES);
    }

    @Test
    void aFileThatTheServerLostIsNamedAsMissing() {
        RecordedSink sink = export();

        assertThat(sink.missing.entrySet())
                .filteredOn(gap -> gap.getValue().equals(Text.of("matrix.missing.file")))
                .singleElement()
                .satisfies(gap -> assertThat(gap.getKey()).endsWith("/lost.png"));
    }

    @Test
    void whatOnlyTheMembersDeviceCanReadIsNamedRoomByRoom() {
        RecordedSink sink = export();

        assertThat(sink.missing.entrySet())
                .filteredOn(gap -> gap.getValue().equals(Text.of("matrix.missing.sealed")))
                .singleElement()
                .satisfies(gap ->
                        assertThat(gap.getKey()).isEqualTo("native/rooms/" + seed.sealedRoom() + "/readable.html"));
        assertThat(server.adapter().clientExports()).hasSize(2);
    }

    @Test
    void aClosedAccountIsFoundAndItsRemainsAreShown() {
        assertThat(server.adapter().find(MatrixServer.member(MatrixStandIn.CLOSED_SUBJECT)))
                .isEqualTo(new Lookup.Found("@gone:riverbend.example", Evidence.SUBJECT));

        DataSummary summary = server.adapter().view(account("@gone:riverbend.example", MatrixStandIn.CLOSED_SUBJECT));

        assertThat(summary.remarks()).extracting(Text::key).contains("matrix.remark.closed");
        assertThat(count(summary, "rooms")).isZero();
        assertThat(count(summary, "messages")).as("in no room there are none").isZero();
        assertThat(summary.hidden()).isEmpty();
        assertThat(summary.reach()).isEmpty();
    }

    @Test
    void theAuditorNeverSignedInAndHasNoAccount() {
        assertThat(server.adapter().find(MatrixServer.member(DemoAccount.AUDITOR.subject())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void roomsSharedWithOtherServersAreSaid() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.reach()).containsExactly(Text.of("matrix.reach", 1L, 0L));
        assertThat(summary.hidden()).contains(Text.of("matrix.hidden.sealed", 1L, 0L));
        assertThat(summary.remarks()).contains(Text.of("matrix.remark.left", 1L));
    }

    @Test
    void theSummaryAsksEachThingOnce() {
        server.adapter().view(server.account());

        assertThat(standIn.calls()).doesNotHaveDuplicates();
        assertThat(standIn.calls()).hasSize(9 + seed.rooms());
    }

    @Test
    void eachCapabilityIsOfferedOrItsAbsenceExplained() {
        MatrixAdapter adapter = server.adapter();

        assertThat(Capability.class.getPermittedSubclasses())
                .allMatch(each ->
                        each.isInstance(adapter) ^ adapter.profile().gaps().containsKey(each));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everySentenceIsThereInEachLanguage(String language) {
        Properties words = words(language);
        DataSummary summary = server.adapter().view(server.account());
        RecordedSink sink = export();
        Stream<Text> said = Stream.of(
                        server.adapter().profile().gaps().values().stream(),
                        sink.described.values().stream(),
                        sink.missing.values().stream(),
                        summary.categories().stream().flatMap(MatrixQuirksTests::texts),
                        summary.remarks().stream(),
                        summary.hidden().stream(),
                        summary.reach().stream(),
                        Stream.of(summary.headline(), server.adapter().profile().name()))
                .flatMap(text -> text);

        assertThat(said.distinct()).allSatisfy(text -> {
            String pattern = words.getProperty(text.key());
            assertThat(pattern).as(text.key()).isNotNull();
            String sentence = new MessageFormat(pattern, Locale.of(language))
                    .format(text.args().toArray());
            assertThat(sentence).as(text.key()).isNotBlank().doesNotContain("{", "}");
        });
        assertThat(words.keySet()).isEqualTo(words("en").keySet());
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
        String file = "/messages/matrix_" + language + ".properties";
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MatrixQuirksTests.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            Properties words = new Properties();
            words.load(reader);
            return words;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static long count(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .mapToLong(category -> Objects.requireNonNull(category.count()))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceAccount account(String id, String subject) {
        return new ServiceAccount(
                MatrixClient.ID, MatrixServer.member(subject), id, Evidence.SUBJECT, MatrixServer.NOW);
    }

    private RecordedSink export() {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.account(), Cursor.START, sink);
        return sink;
    }
}
