package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy set at the stand-in and read back, and what differs from it behind our back. */
class PeerTubeFederationTests {

    private static final FederationPolicy CLOSED = new FederationPolicy(Stance.CLOSED, List.of());
    private static final FederationPolicy NO_HILLS =
            new FederationPolicy(Stance.OPEN, List.of("hills.example", "*.spam.example"));
    private static final FederationPolicy MEADOW = new FederationPolicy(Stance.ALLOW_LIST, List.of("meadow.example"));

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final PeerTubeAdapter adapter = PeerTubeServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aClosedPolicyIsSetAndReadBackUpToWhatOnlyItsFileSets() {
        standIn.federating().follow("hills.example");
        standIn.federating().follow("walks@meadow.example");
        standIn.federating().followedBy("hana@hills.example");

        assertThat(applied(CLOSED))
                .containsExactly(
                        new Applied.ByHand("config/production.yaml", "federation.enabled", "false"),
                        new Applied.Done(),
                        new Applied.Done());

        assertThat(standIn.federating().following()).isEmpty();
        assertThat(standIn.federating().followers()).isEmpty();
        assertThat(adapter.drift(CLOSED)).extracting(Drift::item).containsExactly("federation.enabled");
        standIn.federating().enable(false);
        assertThat(adapter.drift(CLOSED)).isEmpty();
        assertThat(applied(CLOSED)).containsOnly(new Applied.AlreadySo());
        assertThat(adapter.reach().key()).endsWith(".closed");
    }

    @Test
    void whatChangedBehindOurBackIsFoundAndMended() {
        applied(MEADOW);
        assertThat(adapter.drift(MEADOW)).isEmpty();

        standIn.federating().turn("followings.instance.autoFollowBack.enabled", true);
        standIn.federating().follow("meadow.example");
        standIn.federating().follow("hills.example");
        standIn.federating().followedBy("hana@hills.example");
        standIn.federating().store("hills.example");
        standIn.federating().store("hills.example");

        assertThat(adapter.drift(MEADOW))
                .extracting(Drift::item)
                .containsExactly(
                        "followings.instance.autoFollowBack.enabled",
                        "following hills.example",
                        "follower hills.example",
                        "videos hills.example");
        applied(MEADOW);
        assertThat(standIn.federating().following()).containsExactly("meadow.example");
        assertThat(adapter.drift(MEADOW)).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(Drift.Kind.STORED);
            assertThat(drift.what().args()).containsExactly("hills.example", 2L);
        });
    }

    @Test
    void deniedServersAreBlockedOnceAndEntriesWithAStarAreNot() {
        assertThat(adapter.drift(NO_HILLS)).extracting(Drift::item).containsExactly("-hills.example");

        applied(NO_HILLS);
        applied(NO_HILLS);

        assertThat(standIn.federating().blocked()).containsExactly("hills.example");
        assertThat(adapter.drift(NO_HILLS)).isEmpty();
        assertThat(applied(NO_HILLS)).last().isInstanceOf(Applied.Refused.class);
    }

    @Test
    void whatAnEarlierPolicyDeniedIsUnblockedAndWhatModeratorsBlockedStays() {
        applied(NO_HILLS);
        standIn.federating().block("rude.example");
        FederationPolicy later = new FederationPolicy(Stance.OPEN, List.of("*.spam.example")).after(NO_HILLS.servers());
        assertThat(later.lifted()).containsExactly("hills.example");
        assertThat(adapter.drift(later)).extracting(Drift::item).containsExactly("+hills.example");

        applied(later);

        assertThat(standIn.federating().blocked()).containsExactly("rude.example");
        assertThat(adapter.drift(later)).isEmpty();
        applied(later);
        assertThat(standIn.federating().blocked()).containsExactly("rude.example");
    }

    @Test
    void aSettingThatTheEnvironmentOverridesIsNotCalledDone() {
        standIn.federating().override();

        assertThat(applied(CLOSED).get(1)).isInstanceOf(Applied.Refused.class);
    }

    private List<Applied> applied(FederationPolicy policy) {
        return adapter.enforce(policy, () -> {}).stream().map(Taken::applied).toList();
    }
}
