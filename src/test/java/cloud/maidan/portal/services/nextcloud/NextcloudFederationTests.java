package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.NextcloudFederating;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy set at the stand-in and read back, and what differs from it behind our back. */
class NextcloudFederationTests {

    private static final FederationPolicy CLOSED = new FederationPolicy(Stance.CLOSED, List.of());
    private static final FederationPolicy MEADOW = new FederationPolicy(Stance.ALLOW_LIST, List.of("meadow.example"));

    private final NextcloudStandIn standIn = NextcloudStandIn.start(0);
    private final NextcloudFederating federating = standIn.ocs().federating();
    private final NextcloudAdapter adapter = NextcloudServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aClosedPolicyIsSetAndReadBack() {
        federating.set("outgoing_server2server_group_share_enabled", "yes");
        federating.trust("https://hills.example/cloud");

        assertThat(applied(CLOSED).subList(0, 2)).containsOnly(new Applied.Done());

        assertThat(federating.setting("incoming_server2server_share_enabled")).isEqualTo("no");
        assertThat(federating.setting("outgoing_server2server_group_share_enabled"))
                .isEqualTo("no");
        assertThat(federating.trusted()).isEmpty();
        assertThat(adapter.drift(CLOSED)).isEmpty();
        assertThat(applied(CLOSED).subList(0, 2)).containsOnly(new Applied.AlreadySo());
        assertThat(adapter.reach().key()).endsWith(".closed");
    }

    @Test
    void whatChangedBehindOurBackIsFoundAndMended() {
        applied(MEADOW);
        assertThat(adapter.drift(MEADOW)).isEmpty();

        federating.set("incoming_server2server_share_enabled", "no");
        federating.trust("https://meadow.example");
        federating.trust("hills.example");

        assertThat(adapter.drift(MEADOW))
                .extracting(Drift::item)
                .containsExactly("incoming_server2server_share_enabled", "trusted hills.example");
        applied(MEADOW);
        assertThat(federating.trusted()).containsExactly("https://meadow.example");
        assertThat(adapter.drift(MEADOW)).isEmpty();
    }

    @Test
    void thatItSharesWithAllOrNobodyIsSaidAndWhatItsFileOverridesIsNotCalledDone() {
        assertThat(applied(MEADOW))
                .filteredOn(Applied.Refused.class::isInstance)
                .hasSize(2);
        federating.override();

        assertThat(applied(CLOSED).getFirst()).isInstanceOf(Applied.Refused.class);
    }

    private List<Applied> applied(FederationPolicy policy) {
        return adapter.enforce(policy, () -> {}).stream().map(Taken::applied).toList();
    }
}
