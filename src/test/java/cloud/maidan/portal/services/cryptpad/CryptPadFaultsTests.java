package cloud.maidan.portal.services.cryptpad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** The line breaks while it is spoken over; what a fault is called at the beginning is tried for every adapter alike. */
class CryptPadFaultsTests {

    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofMillis(500), Duration.ofMillis(500), DataSize.ofKilobytes(500));

    private final CryptPadStandIn standIn = CryptPadStandIn.start(0, 210);
    private final CryptPadServer server = CryptPadServer.of(standIn);
    private final FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()));
    private final CryptPadAdapter adapter = server.adapter(faulty.url().toString(), server.key(), SHORT);

    @AfterEach
    void stop() {
        faulty.close();
        standIn.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_CONNECTION", "SERVER_ERROR"})
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        RecordedSink whole = new RecordedSink();
        adapter.export(server.account(Evidence.SUBJECT), Cursor.START, whole);
        assertThat(whole.cursors).hasSize(3);
        RecordedSink cut = new RecordedSink() {
            @Override
            public void reached(Cursor cursor) {
                super.reached(cursor);
                if (cursors.size() == 2) {
                    faulty.fail(trouble);
                }
            }
        };

        ServiceFault fault = catchThrowableOfType(
                ServiceFault.class, () -> adapter.export(server.account(Evidence.SUBJECT), Cursor.START, cut));
        assertThat(fault).isNotNull();
        faulty.heal();
        RecordedSink rest = new RecordedSink();
        adapter.export(server.account(Evidence.SUBJECT), cut.cursors.getLast(), rest);

        assertThat(cut.entries).hasSize(2);
        assertThat(rest.entries.keySet())
                .containsExactlyElementsOf(
                        whole.entries.keySet().stream().skip(2).toList());
        assertThat(whole.lines("native/stored/"))
                .hasSize(210)
                .containsExactlyElementsOf(java.util.stream.Stream.concat(
                                cut.lines("native/stored/").stream(), rest.lines("native/stored/").stream())
                        .toList());
    }

    @Test
    void moreThanWeTakeIsNotTaken() {
        CryptPadAdapter narrow = server.adapter(
                standIn.url(),
                server.key(),
                new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), DataSize.ofKilobytes(20)));

        assertThat(catchThrowableOfType(
                                ServiceFault.class,
                                () -> narrow.export(server.account(Evidence.SUBJECT), Cursor.START, new RecordedSink()))
                        .fault())
                .isEqualTo(Fault.TOO_LARGE);
    }
}
