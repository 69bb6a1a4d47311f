package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** What becomes of an export when Authentik fails in its midst; the rest is asked of every adapter alike. */
class AuthentikFaultsTests {

    private static final HttpLimits SHORT =
            new HttpLimits(Duration.ofMillis(500), Duration.ofMillis(500), DataSize.ofMegabytes(1));

    private final AuthentikStandIn standIn = AuthentikStandIn.start(0);
    private final AuthentikServer server = AuthentikServer.of(standIn);
    private final ServiceAccount account = server.account();
    private final FaultyServer faulty = FaultyServer.inFrontOf(URI.create(standIn.url()));
    private final AuthentikAdapter adapter = server.at(faulty.url().toString()).adapter(SHORT, 100);

    @AfterEach
    void stop() {
        faulty.close();
        standIn.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED_CONNECTION", "UNAUTHORIZED", "SERVER_ERROR", "GARBAGE", "TRUNCATED", "REDIRECT_LOOP"})
    void anExportThatWasCutOffGoesOnWhereItWas(Trouble trouble) {
        RecordedSink whole = new RecordedSink();
        adapter.export(account, Cursor.START, whole);
        RecordedSink cut = new RecordedSink() {
            @Override
            public void reached(Cursor cursor) {
                super.reached(cursor);
                if (cursors.size() == whole.cursors.size() / 2) {
                    faulty.fail(trouble);
                }
            }
        };

        assertThat(catchThrowableOfType(ServiceFault.class, () -> adapter.export(account, Cursor.START, cut)))
                .isNotNull();
        faulty.heal();
        RecordedSink rest = new RecordedSink();
        adapter.export(account, cut.cursors.getLast(), rest);

        int done = cut.entriesAtCursor.getLast();
        assertThat(whole.cursors).startsWith(cut.cursors.toArray(Cursor[]::new));
        assertThat(rest.entries.keySet())
                .containsExactlyElementsOf(
                        whole.entries.keySet().stream().skip(done).toList());
    }

    @Test
    void aFaultInOneOfManyQuestionsIsNotMistakenForNothing() {
        faulty.fail(Trouble.SERVER_ERROR);

        assertThat(catchThrowableOfType(ServiceFault.class, () -> adapter.view(account))
                        .fault())
                .isEqualTo(Fault.BROKEN);
    }
}
