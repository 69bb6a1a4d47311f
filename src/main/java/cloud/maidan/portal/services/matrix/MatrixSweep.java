package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.matrix.MatrixHistory.Page;
import cloud.maidan.portal.services.matrix.MatrixHistory.Rooms;
import cloud.maidan.portal.services.matrix.MatrixHistory.Written;
import cloud.maidan.portal.subject.LegalBasis;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forgets what rooms hold, room by room from its beginning, and files nobody opened for long. What Synapse deletes by
 * itself it reads from its configuration.
 */
class MatrixSweep implements Retention {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 500;
    private static final long LOOK = 100_000_000;
    private static final int LOOKS = 600;

    /** What stands in {@code homeserver.yaml}, by kind. */
    private static final Map<String, String> KEYS = Map.of(
            "remote-files", "media_retention.remote_media_lifetime",
            "originals", "redaction_retention_period",
            "connections", "user_ips_max_age");

    private static final List<Kind> KINDS = List.of(
            kind("messages", LegalBasis.CONTRACT, new Swept())
                    .within("messages", "sealed-messages")
                    .heldAs("message")
                    .suggesting(Period.ofYears(1)),
            kind("files", LegalBasis.CONTRACT, new Swept())
                    .within("files")
                    .heldAs("file")
                    .suggesting(Period.ofYears(1)),
            kind("remote-files", LegalBasis.LEGITIMATE_INTERESTS, new InFile()).suggesting(Period.ofDays(30)),
            kind("originals", LegalBasis.LEGITIMATE_INTERESTS, new InFile()).suggesting(Period.ofDays(7)),
            kind("connections", LegalBasis.LEGITIMATE_INTERESTS, new InFile())
                    .within("connections")
                    .suggesting(Period.ofDays(7)));

    private final MatrixClient matrix;
    private final MatrixHistory history;

    MatrixSweep(MatrixClient matrix, MatrixHistory history) {
        this.matrix = matrix;
        this.history = history;
    }

    /**
     * @param at number of the room among all, or of the account
     * @param from where the page of the room, or of the account's files, starts; empty for the first
     * @param level what was read of the room and cannot go yet
     */
    private record Place(long at, String from, List<Written> level) {

        static Place of(Cursor cursor) {
            return cursor.atStart() ? new Place(0, "", List.of()) : JSON.readValue(cursor.value(), Place.class);
        }

        Cursor cursor() {
            return new Cursor(JSON.writeValueAsString(this));
        }
    }

    private static Kind kind(String id, LegalBasis basis, Means means) {
        return Kind.of("matrix", id, basis, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    /** Synapse tells nobody how it is configured. */
    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        return new Applied.ByHand(
                "homeserver.yaml",
                Optional.ofNullable(KEYS.get(kind)).orElseThrow(() -> new IllegalArgumentException(kind)),
                days + "d");
    }

    @Override
    public AgedPage aged(String kind, Instant before, Cursor from) {
        return kind.equals("files") ? files(before, Place.of(from)) : messages(before, Place.of(from));
    }

    private AgedPage messages(Instant before, Place place) {
        Rooms rooms = history.rooms(place.at, 1);
        if (rooms.ids().isEmpty()) {
            return AgedPage.NOTHING;
        }
        String room = rooms.ids().getFirst();
        Page page = history.page(room, some(place.from), PAGE);
        RoomReading reading = new RoomReading(room, event -> event.at() < before.toEpochMilli(), place.level, false);
        List<Aged> aged = reading.read(page.events());
        Optional<Place> next = page.next().isPresent() && !reading.stopped()
                ? Optional.of(new Place(place.at, page.next().get(), reading.level()))
                : rooms.next().map(at -> new Place(at, "", List.of()));
        return new AgedPage(aged, next.map(Place::cursor));
    }

    /** From the newest page to the oldest, so that what goes does not move what is still to be read. */
    private AgedPage files(Instant before, Place place) {
        var accounts = matrix.accounts(Optional.of(Long.toString(place.at)), 1);
        if (accounts.users().isEmpty()) {
            return AgedPage.NOTHING;
        }
        String user = accounts.users().getFirst().name();
        long from = place.from.isEmpty()
                ? Math.max(0, matrix.uploads(user, 0, 1, false).total() - PAGE)
                : Long.parseLong(place.from);
        List<Aged> old = matrix.uploads(user, from, PAGE, false).media().stream()
                .map(file -> new Aged(
                        file.path("media_id").asString(""),
                        "",
                        user,
                        file.path("media_length").asLong(0),
                        Instant.ofEpochMilli(file.path("last_access_ts")
                                .asLong(file.path("created_ts").asLong()))))
                .filter(file -> file.at().isBefore(before))
                .toList();
        Set<String> portraits = old.isEmpty() ? Set.of() : history.portraits(user);
        Optional<Place> next = from > 0
                ? Optional.of(new Place(place.at, Long.toString(Math.max(0, from - PAGE)), List.of()))
                : Optional.ofNullable(accounts.next()).map(account -> new Place(place.at + 1, "", List.of()));
        return new AgedPage(
                old.stream().filter(file -> !portraits.contains(file.id())).toList(), next.map(Place::cursor));
    }

    @Override
    public long staying(String kind, Instant before, long enough) {
        return kind.equals("files") ? filesStaying(before, enough) : messagesStaying(before, enough);
    }

    private long messagesStaying(Instant before, long enough) {
        long staying = 0;
        Optional<Long> at = Optional.of(0L);
        while (at.isPresent() && staying < enough) {
            Rooms rooms = history.rooms(at.get(), 1);
            for (String room : rooms.ids()) {
                Optional<String> from = Optional.empty();
                RoomReading reading =
                        new RoomReading(room, event -> event.at() < before.toEpochMilli(), List.of(), false);
                do {
                    Page page = history.page(room, from, PAGE);
                    long written = page.events().stream()
                            .filter(event -> !event.lasting())
                            .count();
                    staying += written - reading.read(page.events()).size();
                    from = page.next();
                } while (from.isPresent() && staying < enough);
            }
            at = rooms.next();
        }
        return staying;
    }

    private long filesStaying(Instant before, long enough) {
        long staying = 0;
        for (long at = 0; staying < enough; at++) {
            var accounts = matrix.accounts(Optional.of(Long.toString(at)), 1);
            for (var account : accounts.users()) {
                staying += matrix.uploads(account.name(), 0, 1, false).total();
            }
            if (accounts.next() == null) {
                break;
            }
        }
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AgedPage page = aged("files", before, next.get());
            staying -= page.items().size();
            next = page.next();
        }
        return staying;
    }

    @Override
    public void delete(String kind, List<Aged> items, Turn turn) {
        if (kind.equals("files")) {
            String own = matrix.own();
            for (Aged file : items) {
                turn.stillMine();
                history.deleteFile(own.substring(own.indexOf(':') + 1), file.id());
            }
            return;
        }
        Map<String, Set<String>> byRoom = items.stream()
                .collect(Collectors.groupingBy(
                        Aged::group, LinkedHashMap::new, Collectors.mapping(Aged::id, Collectors.toSet())));
        byRoom.forEach((room, ids) -> upTo(room, ids).ifPresent(event -> forget(room, event, turn)));
    }

    /** The first event that is deeper than all that may go, with nothing before it that may not; empty when none may. */
    private Optional<String> upTo(String room, Set<String> ids) {
        RoomReading reading = new RoomReading(room, event -> ids.contains(event.id()), List.of(), false);
        List<Written> read = new ArrayList<>();
        Optional<String> from = Optional.empty();
        long deepest = -1;
        do {
            Page page = history.page(room, from, PAGE);
            read.addAll(page.events());
            List<String> given =
                    reading.read(page.events()).stream().map(Aged::id).toList();
            deepest = Math.max(
                    deepest,
                    read.stream()
                            .filter(event -> given.contains(event.id()))
                            .mapToLong(Written::depth)
                            .max()
                            .orElse(-1));
            from = page.next();
        } while (from.isPresent() && !reading.stopped());
        long depth = deepest;
        return depth < 0
                ? Optional.empty()
                : read.stream()
                        .filter(event -> event.depth() > depth)
                        .map(Written::id)
                        .findFirst();
    }

    private void forget(String room, String event, Turn turn) {
        turn.stillMine();
        String purge = history.forget(room, event);
        for (int look = 0; look < LOOKS; look++) {
            if (history.forgotten(purge)) {
                return;
            }
            LockSupport.parkNanos(LOOK);
            turn.stillMine();
        }
        throw new ServiceFault(Fault.TIMED_OUT, null, "matrix: a room's history is still being forgotten", null);
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
