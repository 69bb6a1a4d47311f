package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention.Aged;
import cloud.maidan.portal.services.Retention.AgedPage;
import cloud.maidan.portal.services.Turn;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms forget: whole beginnings of rooms, and nothing that was not named. */
class MatrixRetentionTests {

    private static final Instant ALL = Instant.parse("2100-01-01T00:00:00Z");
    private static final Turn MINE = () -> {};

    private final MatrixStandIn standIn = MatrixStandIn.start(0);
    private final MatrixAdapter matrix = MatrixServer.of(standIn).adapter();
    private final String open = standIn.seed().openRoom();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void lookingChangesNothingAndWhatIsNamedGoesAndNoMore() {
        List<Aged> all = aged("messages", ALL);
        Instant middle = all.get(all.size() / 2).at();
        List<Aged> old = aged("messages", middle);
        assertThat(standIn.effects()).isEmpty();
        assertThat(old).isNotEmpty().allMatch(item -> item.at().isBefore(middle));
        assertThat(old).extracting(Aged::group).contains(open);
        standIn.send(open, standIn.seed().account(), "m.room.message", null, Map.of("body", "arrived since"));

        matrix.delete("messages", old, MINE);

        assertThat(forgotten()).containsExactlyInAnyOrderElementsOf(ids(old));
        assertThat(aged("messages", middle)).isEmpty();
        assertThat(standIn.everything()).contains("arrived since");
        matrix.delete("messages", old, MINE);
        assertThat(forgotten()).hasSize(old.size());
    }

    /** Synapse refuses to forget a room's end, and could not go on without it. */
    @Test
    void theLastOfEachRoomStays() {
        List<Aged> all = aged("messages", ALL);
        Set<String> last = new HashSet<>();
        for (String room : all.stream().map(Aged::group).collect(Collectors.toSet())) {
            last.add(standIn.send(room, standIn.seed().account(), "m.room.message", null, Map.of("body", "last")));
        }

        assertThat(ids(aged("messages", ALL))).isNotEmpty().doesNotContainAnyElementsOf(last);
    }

    @Test
    void whatWasNotNamedStopsTheRoomThereAndNotTheOthers() {
        List<Aged> old = aged("messages", ALL);
        List<Aged> here = old.stream().filter(item -> item.group().equals(open)).toList();
        Aged held = here.get(3);
        List<Aged> named = old.stream().filter(item -> !item.equals(held)).toList();

        matrix.delete("messages", named, MINE);

        assertThat(forgotten()).containsAll(ids(here.subList(0, 3)));
        assertThat(forgotten()).doesNotContainAnyElementsOf(ids(here.subList(3, here.size())));
        assertThat(forgotten())
                .containsAll(ids(
                        old.stream().filter(item -> !item.group().equals(open)).toList()));
    }

    @Test
    void whatStaysIsCountedAsFarAsNeeded() {
        List<Aged> all = aged("messages", ALL);
        Instant middle = all.get(all.size() / 2).at();
        long old = aged("messages", middle).size();
        long ends = matrix.staying("messages", ALL, Long.MAX_VALUE);

        assertThat(matrix.staying("messages", middle, Long.MAX_VALUE)).isEqualTo(all.size() + ends - old);
        assertThat(matrix.staying("messages", middle, 1)).isPositive();
    }

    @Test
    void filesGoOneByOne() {
        List<Aged> files = aged("files", ALL);
        assertThat(files).extracting(Aged::account).contains(standIn.seed().account());
        Aged kept = files.getFirst();

        matrix.delete("files", files.subList(1, files.size()), MINE);
        matrix.delete("files", files.subList(1, files.size()), MINE);

        assertThat(aged("files", ALL)).containsExactly(kept);
    }

    @Test
    void nothingIsForgottenByWhoeverLostTheTurn() {
        List<Aged> old = aged("messages", ALL);
        Turn lost = () -> {
            throw new IllegalStateException("superseded");
        };

        assertThatThrownBy(() -> matrix.delete("messages", old, lost)).hasMessage("superseded");
        assertThat(standIn.effects()).isEmpty();
    }

    @Test
    void whatStandsInTheFileIsSaidWithKeyAndValue() {
        assertThat(matrix.keep("remote-files", Period.ofDays(30), MINE))
                .isEqualTo(new Applied.ByHand("homeserver.yaml", "media_retention.remote_media_lifetime", "30d"));
        assertThat(matrix.keep("originals", Period.ofDays(7), MINE))
                .isEqualTo(new Applied.ByHand("homeserver.yaml", "redaction_retention_period", "7d"));
    }

    private List<Aged> aged(String kind, Instant before) {
        List<Aged> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AgedPage page = matrix.aged(kind, before, next.get());
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }

    private List<String> forgotten() {
        return standIn.effects().stream()
                .filter(effect -> effect.startsWith("forget "))
                .map(effect -> effect.substring("forget ".length()))
                .toList();
    }

    private static List<String> ids(List<Aged> items) {
        return items.stream().map(Aged::id).toList();
    }
}
