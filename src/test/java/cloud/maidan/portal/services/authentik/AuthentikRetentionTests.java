package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention.Aged;
import cloud.maidan.portal.services.Retention.AgedPage;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.services.http.HttpLimits;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthentikRetentionTests {

    private final AuthentikStandIn standIn = AuthentikStandIn.start(0);
    private final AuthentikAdapter authentik = AuthentikServer.of(standIn).adapter(HttpLimits.standard(), 5);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aPeriodIsSetAndReadBackAndAChangeBehindOurBackIsSeen() {
        assertThat(authentik.keep("new-events", Period.ofDays(60), () -> {})).isEqualTo(new Applied.Done());
        assertThat(authentik.keep("new-events", Period.ofDays(60), () -> {})).isEqualTo(new Applied.AlreadySo());
        assertThat(authentik.found("new-events")).isEqualTo(new Found.Kept(Period.ofDays(60)));

        standIn.world().set("event_retention", "weeks=52;days=1");

        assertThat(authentik.found("new-events")).isEqualTo(new Found.Kept(Period.ofDays(365)));
        assertThat(authentik.keep("new-events", Period.ofYears(1), () -> {})).isEqualTo(new Applied.AlreadySo());
    }

    /** The setting counts for new events only, so old ones are deleted one by one. */
    @Test
    void exactlyTheNamedEventsGo() {
        List<Aged> all = aged(Instant.parse("2100-01-01T00:00:00Z"));
        assertThat(all).hasSizeGreaterThan(6);
        Instant middle = all.get(all.size() / 2).at();
        List<Aged> old = aged(middle);
        assertThat(old).isNotEmpty().allMatch(event -> event.at().isBefore(middle));
        assertThat(authentik.staying("events", middle, Long.MAX_VALUE)).isEqualTo(all.size() - old.size());
        List<Aged> named = old.subList(1, old.size());

        authentik.delete("events", named, () -> {});
        authentik.delete("events", named, () -> {});

        assertThat(aged(Instant.parse("2100-01-01T00:00:00Z")))
                .hasSize(all.size() - named.size())
                .contains(old.getFirst())
                .doesNotContainAnyElementsOf(named);
    }

    private List<Aged> aged(Instant before) {
        List<Aged> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AgedPage page = authentik.aged("events", before, next.get());
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }
}
