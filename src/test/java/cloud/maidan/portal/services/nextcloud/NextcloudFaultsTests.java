package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/**
 * What an export makes of the twelve faults when they come in its middle; {@code AdapterConformanceTests} has them from
 * the start.
 */
class NextcloudFaultsTests {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final HttpLimits SHORT = new HttpLimits(SOON, SOON, DataSize.ofKilobytes(200));
    private static final NextcloudProperties IMPATIENT = new NextcloudProperties(
            NextcloudStandIn.USER,
            null,
            SOON,
            SOON,
            SOON,
            SOON,
            DataSize.ofMegabytes(100),
            true,
            Duration.ofMillis(700));
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

    private final NextcloudStandIn standIn = NextcloudStandIn.start(0, 12, 20);
    private final NextcloudServer server = NextcloudServer.of(standIn);
    private final FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()));
    private final NextcloudAdapter adapter = server.at(faulty.url().toString()).adapter(IMPATIENT, SHORT);
    private final NextcloudAdapter patient = server.at(faulty.url().toString()).adapter();

    @AfterEach
    void stop() {
        faulty.close();
        standIn.close();
    }

    /** Among small records, among calendars and among files: what was there is right, and nothing is read twice. */
    @ParameterizedTest
    @EnumSource
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        RecordedSink whole = new RecordedSink();
        patient.export(server.account(), Cursor.START, whole);
        int cut = 2 + trouble.ordinal() % (whole.cursors.size() - 3);
        CuttingSink first = new CuttingSink(cut, () -> faulty.fail(trouble));

        // the connection that was open when it happened breaks first, and what is no XML is not read to its end
        assertThat(faultOf(() -> adapter.export(server.account(), Cursor.START, first)))
                .isIn(named(trouble), Fault.BROKEN, trouble == Trouble.ENDLESS ? Fault.UNREADABLE : Fault.BROKEN);
        faulty.heal();
        RecordedSink rest = new RecordedSink();
        patient.export(server.account(), first.cursors.getLast(), rest);

        int done = first.entriesAtCursor.getLast();
        assertThat(whole.cursors).startsWith(first.cursors.toArray(Cursor[]::new));
        assertThat(first.entries.keySet().stream().limit(done)).hasSize(whole.entries.size() - rest.entries.size());
        assertThat(rest.entries.keySet())
                .containsExactlyElementsOf(
                        whole.entries.keySet().stream().skip(done).toList());
        first.entries.forEach(
                (path, content) -> assertThat(content).as(path).isEqualTo(whole.entries.getOrDefault(path, content)));
        assertThat(first.missing.keySet()).as("a fault of the whole is no gap").isSubsetOf(whole.missing.keySet());
    }

    @Test
    void aFaultInTheMiddleOfTheFilesIsNoGapAndNoFile() {
        RecordedSink whole = new RecordedSink();
        patient.export(server.account(), Cursor.START, whole);
        for (Trouble trouble : new Trouble[] {Trouble.GARBAGE, Trouble.FORBIDDEN, Trouble.SERVER_ERROR}) {
            RecordedSink cut = new RecordedSink() {
                @Override
                public void entry(
                        String path,
                        Form form,
                        java.time.@org.jspecify.annotations.Nullable Instant modified,
                        java.io.InputStream content) {
                    super.entry(path, form, modified, content);
                    if (path.equals("neutral/files/Photos/2026/chair 0003.svg")) {
                        faulty.fail(trouble);
                    }
                }
            };

            assertThat(faultOf(() -> patient.export(server.account(), Cursor.START, cut)))
                    .as(trouble.name())
                    .isIn(named(trouble), Fault.BROKEN);
            faulty.heal();

            cut.entries.forEach((path, content) ->
                    assertThat(content).as(trouble + " " + path).isEqualTo(whole.entries.get(path)));
            assertThat(cut.missing.keySet()).as(trouble.name()).isSubsetOf(whole.missing.keySet());
        }
    }

    @Test
    void theServersWishToBeLeftAloneIsKept() {
        faulty.fail(Trouble.RATE_LIMITED);

        ServiceFault fault = fault(() -> adapter.view(server.account()));

        assertThat(fault.retryAt())
                .isEqualTo(Optional.of(NextcloudServer.NOW.plusSeconds(FaultyServer.RETRY_AFTER_SECONDS)));
    }

    private static Fault named(Trouble trouble) {
        return Objects.requireNonNull(NAMES.get(trouble));
    }

    private static Fault faultOf(ThrowingCallable call) {
        return fault(call).fault();
    }

    private static ServiceFault fault(ThrowingCallable call) {
        ServiceFault fault = catchThrowableOfType(ServiceFault.class, call);
        assertThat(fault).isNotNull();
        return fault;
    }

    /** Lets something happen once a number of cursors was reached. */
    private static class CuttingSink extends RecordedSink {

        private final int after;
        private final Runnable cut;

        CuttingSink(int after, Runnable cut) {
            this.after = after;
            this.cut = cut;
        }

        @Override
        public void reached(Cursor cursor) {
            super.reached(cursor);
            if (cursors.size() == after) {
                cut.run();
            }
        }
    }
}
