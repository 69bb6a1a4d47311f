package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
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

/** What the adapter makes of the twelve faults, between the portal and the stand-in. */
class MatrixFaultsTests {

    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofMillis(500), Duration.ofMillis(500), DataSize.ofKilobytes(200));
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

    private final MatrixStandIn standIn = MatrixStandIn.start(0);
    private final MatrixServer server = MatrixServer.of(standIn);
    private final FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()));
    private final MatrixAdapter adapter = server.adapter(faulty.url().toString(), MatrixStandIn.TOKEN, SHORT);

    @AfterEach
    void stop() {
        faulty.close();
        standIn.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameWhateverIsAsked(Trouble trouble) {
        faulty.fail(trouble);
        Fault expected = named(trouble);
        RecordedSink sink = new RecordedSink();

        assertThat(faultOf(() -> adapter.find(MatrixServer.member(server.seed().subject()))))
                .isEqualTo(expected);
        assertThat(faultOf(() -> adapter.accounts(Cursor.START))).isEqualTo(expected);
        assertThat(faultOf(() -> adapter.view(server.account()))).isEqualTo(expected);
        assertThat(faultOf(() -> adapter.export(server.account(), Cursor.START, sink)))
                .isEqualTo(expected);
        assertThat(sink.entries).isEmpty();
        assertThat(sink.cursors).isEmpty();
        assertThat(adapter.check()).isEqualTo(new Health.Unreachable(expected));
    }

    @ParameterizedTest
    @EnumSource
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        RecordedSink whole = new RecordedSink();
        adapter.export(server.account(), Cursor.START, whole);
        int halfway = whole.cursors.size() / 2;
        CuttingSink cut = new CuttingSink(halfway, () -> faulty.fail(trouble));

        // the connection that was open when it happened breaks first
        assertThat(faultOf(() -> adapter.export(server.account(), Cursor.START, cut)))
                .isIn(named(trouble), Fault.BROKEN);
        faulty.heal();
        RecordedSink rest = new RecordedSink();
        adapter.export(server.account(), cut.cursors.getLast(), rest);

        int done = cut.entriesAtCursor.getLast();
        assertThat(whole.cursors).startsWith(cut.cursors.toArray(Cursor[]::new));
        assertThat(cut.entries.keySet().stream().limit(done)).hasSize(whole.entries.size() - rest.entries.size());
        assertThat(rest.entries.keySet())
                .containsExactlyElementsOf(
                        whole.entries.keySet().stream().skip(done).toList());
    }

    @Test
    void theServersWishToBeLeftAloneIsKeptToTheMillisecond() {
        standIn.limitNext("/media/download", Duration.ofMillis(4200));
        RecordedSink sink = new RecordedSink();

        ServiceFault fault = fault(() -> adapter.export(server.account(), Cursor.START, sink));

        assertThat(fault.fault()).isEqualTo(Fault.RATE_LIMITED);
        assertThat(fault.retryAt()).isEqualTo(Optional.of(MatrixServer.NOW.plusMillis(4200)));
        assertThat(sink.cursors).as("what was read before stays read").hasSizeGreaterThan(10);
    }

    static Fault named(Trouble trouble) {
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
