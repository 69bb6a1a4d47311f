package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A policy set at the stand-in and read back, and what differs from it behind our back. */
class MatrixFederationTests {

    private static final String ELSEWHERE = "!elsewhere:hills.example";
    private static final FederationPolicy CLOSED = new FederationPolicy(Stance.CLOSED, List.of());
    private static final FederationPolicy ANYBODY = new FederationPolicy(Stance.OPEN, List.of());
    private static final FederationPolicy NO_HILLS =
            new FederationPolicy(Stance.OPEN, List.of("hills.example", "*.spam.example"));
    private static final FederationPolicy HILLS =
            new FederationPolicy(Stance.ALLOW_LIST, List.of("hills.example", "*.river.example"));

    private final MatrixStandIn standIn = MatrixStandIn.start(0);
    private final MatrixAdapter adapter = MatrixServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void whatOnlyAFileSetsIsSaidWithFileKeyAndValueUntilItIsSo() {
        assertThat(applied(CLOSED, "federation_domain_whitelist"))
                .isEqualTo(new Applied.ByHand("homeserver.yaml", "federation_domain_whitelist", "[]"));

        standIn.federating().whitelist(List.of());

        assertThat(applied(CLOSED, "federation_domain_whitelist")).isEqualTo(new Applied.AlreadySo());
        assertThat(applied(ANYBODY, "federation_domain_whitelist"))
                .isEqualTo(new Applied.ByHand("homeserver.yaml", "federation_domain_whitelist", ""));
        assertThat(applied(HILLS, "federation_domain_whitelist"))
                .isEqualTo(new Applied.ByHand("homeserver.yaml", "federation_domain_whitelist", "[\"hills.example\"]"));
    }

    @Test
    void whatSynapseCannotDoIsSaidBeforehand() {
        assertThat(MatrixFederation.meaning(HILLS))
                .filteredOn(measure -> measure.way() instanceof Way.Cannot)
                .extracting(Measure::id)
                .containsExactly("patterns");
        assertThat(MatrixFederation.meaning(NO_HILLS))
                .filteredOn(measure -> measure.way() instanceof Way.Cannot)
                .extracting(Measure::id)
                .containsExactly("deny");
        FederationPolicy many = new FederationPolicy(
                Stance.OPEN,
                IntStream.range(0, 10_000)
                        .mapToObj(number -> "spam" + number + ".example")
                        .toList());
        assertThat(MatrixFederation.meaning(many))
                .filteredOn(measure -> measure.way() instanceof Way.Cannot)
                .extracting(Measure::id)
                .containsExactly("deny", "m.room.server_acl");
        assertThat(adapter.enforce(many, () -> {})).hasSize(4);
    }

    @Test
    void aListThatWasChangedByHandIsFoundEntryByEntry() {
        standIn.federating().whitelist(List.of("hills.example"));
        assertThat(adapter.drift(HILLS)).isEmpty();

        standIn.federating().whitelist(List.of("spam.example"));

        assertThat(adapter.drift(HILLS)).extracting(Drift::item).containsExactly("+spam.example", "-hills.example");
        standIn.federating().whitelist(null);
        assertThat(adapter.drift(HILLS)).extracting(Drift::item).containsExactly("federation_domain_whitelist");
        standIn.federating().readable(false);
        assertThat(adapter.drift(HILLS))
                .extracting(Drift::item)
                .containsExactly("federation_whitelist_endpoint_enabled");
    }

    @Test
    void roomsWithPeopleOfServersThatAreNotAdmittedAreNamedWhateverIsSet() {
        standIn.federating().whitelist(List.of());

        assertThat(adapter.drift(CLOSED)).singleElement().satisfies(drift -> {
            assertThat(drift.item()).isEqualTo(ELSEWHERE);
            assertThat(drift.kind()).isEqualTo(Drift.Kind.STORED);
            assertThat(drift.what().args()).containsExactly(ELSEWHERE, "hills.example", 0L);
        });
    }

    @Test
    void deniedServersAreShutOutOfSharedRoomsBesideThoseTheModeratorsShutOut() {
        standIn.send(
                ELSEWHERE,
                standIn.seed().account(),
                "m.room.server_acl",
                "",
                Map.of("allow", List.of("*"), "deny", List.of("rude.example")));
        assertThat(adapter.drift(NO_HILLS))
                .extracting(Drift::item, Drift::mendable)
                .contains(org.assertj.core.groups.Tuple.tuple("m.room.server_acl " + ELSEWHERE, true));

        assertThat(applied(NO_HILLS, "m.room.server_acl")).isEqualTo(new Applied.Done());

        assertThat(standIn.effects())
                .containsSubsequence(
                        "join @portal:riverbend.example " + ELSEWHERE,
                        "set m.room.server_acl in " + ELSEWHERE,
                        "leave @portal:riverbend.example " + ELSEWHERE)
                .filteredOn(effect -> effect.startsWith("set "))
                .hasSize(1);
        assertThat(standIn.everything()).contains("deny=[\"rude.example\",\"*.spam.example\",\"hills.example\"]");
        assertThat(adapter.drift(NO_HILLS)).extracting(Drift::item).containsExactly(ELSEWHERE);
        assertThat(applied(NO_HILLS, "m.room.server_acl")).isEqualTo(new Applied.AlreadySo());
    }

    @Test
    void whatAnEarlierPolicyDeniedMayTakePartAgainAndWhatModeratorsShutOutStays() {
        standIn.send(
                ELSEWHERE,
                standIn.seed().account(),
                "m.room.server_acl",
                "",
                Map.of("allow", List.of("*"), "deny", List.of("rude.example")));
        applied(NO_HILLS, "m.room.server_acl");
        FederationPolicy later =
                new FederationPolicy(Stance.ALLOW_LIST, List.of("hills.example")).after(NO_HILLS.servers());
        standIn.federating().whitelist(later.single());
        assertThat(adapter.drift(later)).extracting(Drift::item).containsExactly("m.room.server_acl " + ELSEWHERE);

        assertThat(applied(later, "m.room.server_acl")).isEqualTo(new Applied.Done());

        assertThat(standIn.everything()).contains("deny=[\"rude.example\",\"*.spam.example\"]");
        assertThat(adapter.drift(later)).isEmpty();
        assertThat(applied(later, "m.room.server_acl")).isEqualTo(new Applied.AlreadySo());
    }

    @Test
    void aRoomThatOnlyOthersGovernIsLeftToThem() {
        standIn.governElsewhere(ELSEWHERE);

        assertThat(applied(NO_HILLS, "m.room.server_acl"))
                .isEqualTo(new Applied.Refused(Text.of("matrix.federation.rooms.refused", 1)));
        assertThat(standIn.effects()).isEmpty();
    }

    private Applied applied(FederationPolicy policy, String measure) {
        return adapter.enforce(policy, () -> {}).stream()
                .filter(taken -> taken.measure().id().equals(measure))
                .map(Taken::applied)
                .findFirst()
                .orElseThrow();
    }
}
