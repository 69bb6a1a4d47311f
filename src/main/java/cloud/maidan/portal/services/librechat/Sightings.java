package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Finding.Result;
import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which ways are open, by what, and which could not be decided. */
class Sightings {

    private static final int MOST_NAMED = 6;

    private final OwnHosts own;
    private final Map<Way, Set<String>> open = new EnumMap<>(Way.class);
    private final Set<Way> undecided = EnumSet.noneOf(Way.class);
    private final Set<Way.Source> seen = EnumSet.noneOf(Way.Source.class);

    Sightings(OwnHosts own) {
        this.own = own;
    }

    void saw(Way.Source source) {
        seen.add(source);
    }

    boolean has(Way.Source source) {
        return seen.contains(source);
    }

    /** @param by a setting's name, never its value */
    void open(Way way, String by) {
        open.computeIfAbsent(way, none -> new TreeSet<>()).add(by);
    }

    void undecided(Way way) {
        undecided.add(way);
    }

    /** A setting that holds an address: whether its host is ours decides. @param address empty when it is not set */
    void address(Way way, String by, String address) {
        if (address.equals("user_provided")) {
            open(Way.OWN_KEYS, by);
        } else if (!address.isBlank() && !own.holds(address)) {
            open(way, by + ": " + OwnHosts.host(address));
        }
    }

    /** What another look saw beyond this one. @param where what that look was at */
    void addNew(Sightings other, String where) {
        other.open.forEach((way, names) -> names.stream()
                .filter(name -> !open.getOrDefault(way, Set.of()).contains(name))
                .toList()
                .forEach(name -> open(way, name + " (" + where + ")")));
        undecided.addAll(other.undecided);
    }

    List<Finding> findings() {
        return Arrays.stream(Way.values()).map(this::finding).toList();
    }

    private Finding finding(Way way) {
        Set<String> by = open.getOrDefault(way, Set.of());
        Result result = !by.isEmpty()
                ? Result.CONCERN
                : way.visibleIn(seen) && !undecided.contains(way) ? Result.FINE : Result.NOT_CHECKED;
        String state = switch (result) {
            case CONCERN -> "open";
            case FINE -> "closed";
            case NOT_CHECKED -> "unknown";
        };
        String named = by.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new Finding(
                "librechat.way." + way.word(),
                result,
                Text.of("librechat.way." + way.word(), state, by.size() > MOST_NAMED ? named + ", …" : named),
                List.copyOf(by));
    }
}
