package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.demo.PeerTubeStandIn;
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
class PeerTubeFaultsTests {

    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.ofKilobytes(200));
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

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final PeerTubeServer server = PeerTubeServer.of(standIn);
    private final FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()));
    private final PeerTubeAdapter adapter = server.adapter(faulty.url().toString(), server.password(), SHORT);

    @AfterEach
    void stop() {
        faulty.close();
        standIn.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultHasItsNameWhateverIsAsked(Trouble trouble) {
        adapter.find(PeerTubeServer.member(server.address())); // so that there is a token
        faulty.fail(trouble);
        Fault expected = named(trouble);
        RecordedSink sink = new RecordedSink();

        assertThat(adapter.check()).isEqualTo(new Health.Unreachable(expected));
        assertThat(faultOf(() -> adapter.find(PeerTubeServer.member(server.address()))))
                .isEqualTo(expected);
        assertThat(faultOf(() -> adapter.findAgain(server.account()))).isEqualTo(expected);
        assertThat(faultOf(() -> adapter.accounts(Cursor.START))).isEqualTo(expected);
        assertThat(faultOf(() -> adapter.view(server.account()))).isEqualTo(expected);
        assertThat(faultOf(() -> adapter.export(server.account(), Cursor.START, sink)))
                .isEqualTo(expected);
        assertThat(sink.entries).isEmpty();
        assertThat(sink.cursors).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void signingInMeetsTheSameFaults(Trouble trouble) {
        faulty.fail(trouble);

        assertThat(faultOf(() -> adapter.find(PeerTubeServer.member(server.address()))))
                .isEqualTo(named(trouble));
    }

    @ParameterizedTest
    @EnumSource
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        RecordedSink whole = server.export(adapter, Cursor.START);
        CuttingSink sink = new CuttingSink(() -> faulty.fail(trouble), whole.cursors.size() / 2);

        Fault met = faultOf(() -> server.export(adapter, Cursor.START, sink));
        faulty.heal();
        sink.dropWhatIsNotRecorded();
        server.export(adapter, sink.cursors.getLast(), sink);

        // the connection that was open when it happened may break first
        assertThat(met).isIn(named(trouble), Fault.BROKEN);
        assertThat(sink.entries.keySet()).containsExactlyElementsOf(whole.entries.keySet());
    }

    @Test
    void thePasswordStandsInNoFault() {
        faulty.fail(Trouble.FORBIDDEN);

        ServiceFault fault =
                catchThrowableOfType(ServiceFault.class, () -> adapter.find(PeerTubeServer.member(server.address())));

        assertThat(fault.getMessage()).doesNotContain(server.password(), server.address());
    }

    @Test
    void whoIsAskedToWaitIsToldUntilWhen() {
        adapter.find(PeerTubeServer.member(server.address()));
        faulty.fail(Trouble.RATE_LIMITED);

        ServiceFault fault = catchThrowableOfType(ServiceFault.class, () -> adapter.view(server.account()));

        assertThat(fault.retryAt())
                .isEqualTo(Optional.of(PeerTubeServer.NOW.plusSeconds(FaultyServer.RETRY_AFTER_SECONDS)));
    }

    private static Fault named(Trouble trouble) {
        return Objects.requireNonNull(NAMES.get(trouble));
    }

    private static Fault faultOf(ThrowingCallable question) {
        return catchThrowableOfType(ServiceFault.class, question).fault();
    }

    /** Lets something happen after so many cursors, and can forget what no cursor covers, as an archive does. */
    private static final class CuttingSink extends RecordedSink {

        private final Runnable event;
        private final int after;

        CuttingSink(Runnable event, int after) {
            this.event = event;
            this.after = after;
        }

        @Override
        public void reached(Cursor cursor) {
            super.reached(cursor);
            if (cursors.size() == after) {
                event.run();
            }
        }

        void dropWhatIsNotRecorded() {
            int kept = entriesAtCursor.getLast();
            entries.keySet().removeAll(entries.keySet().stream().skip(kept).toList());
        }
    }
}
