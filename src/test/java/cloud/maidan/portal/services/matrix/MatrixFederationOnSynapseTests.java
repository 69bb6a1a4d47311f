package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.RealSynapse;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Synapse whose file was changed by hand, with a room of another server left in its database. */
class MatrixFederationOnSynapseTests {

    private static final String ROOM = "!left-over:hills.example";
    private static final FederationPolicy FRIENDS =
            new FederationPolicy(Stance.ALLOW_LIST, List.of("friends.example", "meadow.example"));

    @Test
    void aChangedListIsFoundInOneCheckAndRoomsOfOthersAreNamed() {
        assumeTrue(RealSynapse.python().isPresent(), RealSynapse.skipped());
        try (RealSynapse synapse = RealSynapse.start()) {
            MatrixAdapter adapter = new MatrixServer(
                            "Synapse", synapse.url(), synapse.token(), synapse.memberToken(), synapse.seed())
                    .adapter();
            Applied.ByHand setting = (Applied.ByHand) whitelisted(adapter);
            synapse.restart(setting.key() + ": " + setting.value());
            assertThat(whitelisted(adapter)).isEqualTo(new Applied.AlreadySo());
            assertThat(adapter.drift(FRIENDS)).isEmpty();

            synapse.restart(
                    "federation_domain_whitelist: [friends.example, hills.example]",
                    "insert into rooms (room_id, is_public, creator, room_version) values ('" + ROOM
                            + "', 0, '@hana:hills.example', '10')",
                    "insert into room_stats_state (room_id, is_federatable) values ('" + ROOM + "', 1)",
                    "insert into room_stats_current (room_id, current_state_events, joined_members, invited_members,"
                            + " left_members, banned_members, local_users_in_room, completed_delta_stream_id)"
                            + " values ('" + ROOM + "', 2, 2, 0, 0, 0, 1, 1)",
                    joined("$1", "@hana:hills.example"),
                    joined("$2", synapse.seed().account()));

            assertThat(adapter.drift(FRIENDS))
                    .extracting(Drift::item)
                    .containsExactly("+hills.example", "-meadow.example", ROOM);
            assertThat(adapter.reach().args()).containsExactly(2L);
            System.out.println("real part: Synapse " + synapse.version() + " differs in " + adapter.drift(FRIENDS));
        }
    }

    private static Applied whitelisted(MatrixAdapter adapter) {
        return adapter.enforce(FRIENDS, () -> {}).stream()
                .filter(taken -> taken.measure().id().equals("federation_domain_whitelist"))
                .map(Taken::applied)
                .findFirst()
                .orElseThrow();
    }

    private static String joined(String event, String person) {
        return "insert into current_state_events (event_id, room_id, type, state_key, membership) values ('" + event
                + "', '" + ROOM + "', 'm.room.member', '" + person + "', 'join')";
    }
}
