package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.matrix.ErasurePosition.Closing;
import cloud.maidan.portal.services.matrix.ErasurePosition.Counted;
import cloud.maidan.portal.services.matrix.ErasurePosition.Redacting;
import cloud.maidan.portal.services.matrix.ErasurePosition.Sweeping;
import cloud.maidan.portal.services.matrix.ErasurePosition.Unbegun;
import cloud.maidan.portal.services.matrix.MatrixClient.Account;
import cloud.maidan.portal.services.matrix.MatrixClient.Room;
import cloud.maidan.portal.services.matrix.Writings.Entry;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Erases one account: its messages, the rest of what it wrote, its files, and then the account. It is closed last, since
 * a closed account cannot delete any more.
 */
class MatrixErasure {

    private static final Duration AT_A_TIME = Duration.ofMinutes(1);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 3;
    private static final int MOST_WAITS = 360;

    private final MatrixClient matrix;
    private final MatrixChanges changes;
    private final MatrixProperties properties;
    private final Clock clock;
    private final String user;
    private final Spared spared;

    MatrixErasure(
            MatrixClient matrix,
            MatrixChanges changes,
            MatrixProperties properties,
            Clock clock,
            String user,
            Spared spared) {
        this.matrix = matrix;
        this.changes = changes;
        this.properties = properties;
        this.clock = clock;
        this.user = user;
        this.spared = spared;
    }

    Outlook outlook() {
        Optional<Account> account = matrix.account(user);
        if (account.isEmpty()) {
            return Outlook.NOTHING;
        }
        Tally tally = counted(account.get(), true);
        return account.get().erased() && tally.nothingGoes()
                ? Outlook.NOTHING
                : new Outlook(goes(tally), stays(tally), beyondReach(tally), obstacle());
    }

    Outcome erase(String handle, Turn turn) {
        Optional<Account> account = matrix.account(user);
        if (account.isEmpty()) {
            return new Outcome.NothingHeld();
        }
        Text obstacle = obstacle();
        if (obstacle != null) {
            return new Outcome.Blocked(obstacle);
        }
        return switch (ErasurePosition.of(handle)) {
            case Unbegun() -> begin(account.get());
            case Counted counted -> redact(counted, account.get(), turn);
            case Redacting redacting -> await(redacting, account.get(), turn);
            case Sweeping sweeping -> sweep(sweeping, account.get(), turn);
            case Closing closing -> close(closing, account.get(), turn);
        };
    }

    List<Amount> probe() {
        Optional<Account> account = matrix.account(user);
        if (account.isEmpty()) {
            return List.of();
        }
        List<Amount> found = written(counted(account.get(), true));
        add(found, "account", account.get().closed() ? 0 : 1);
        add(found, "profile", account.get().erased() ? 0 : 1);
        add(found, "addresses", account.get().contactAddresses().size());
        add(found, "rooms", matrix.joinedRooms(user));
        return found;
    }

    /** An erasure would take away our own right to go on. */
    private @Nullable Text obstacle() {
        return matrix.own().equals(user) ? Text.of("matrix.erasure.obstacle.own") : null;
    }

    /** Written down before anything is done: afterwards nobody could count it. */
    private Outcome begin(Account account) {
        Tally tally = counted(account);
        return account.erased() && tally.nothingGoes()
                ? new Outcome.NothingHeld()
                : pending(new Counted(tally, 0), Duration.ZERO, "counted");
    }

    private Outcome redact(Counted counted, Account account, Turn turn) {
        if (!account.closed()) {
            turn.stillMine();
            changes.liftLimits(user);
            changes.suspend(user);
        }
        Optional<String> running = matrix.runningRedaction(user);
        if (running.isPresent()) {
            return pending(new Redacting(counted.tally(), counted.tries(), running.get()), WAIT, "redacting");
        }
        List<String> rooms = roomsWithMessages();
        if (rooms.isEmpty() || counted.tries() == MOST_TRIES) {
            return sweep(new Sweeping(counted.tally(), ""), account, turn);
        }
        turn.stillMine();
        return changes.redactAll(user, rooms)
                .map(id -> pending(new Redacting(counted.tally(), counted.tries() + 1, id), WAIT, "redacting"))
                .orElseGet(() -> pending(counted, WAIT, "redacting"));
    }

    private Outcome await(Redacting at, Account account, Turn turn) {
        return switch (matrix.redaction(at.id())) {
            case RUNNING -> pending(at, WAIT, "redacting");
            case FAILED -> redact(new Counted(at.tally(), at.tries()), account, turn);
            case DONE, FORGOTTEN -> sweep(new Sweeping(at.tally(), ""), account, turn);
        };
    }

    private Outcome sweep(Sweeping from, Account account, Turn turn) {
        Instant end = clock.instant().plus(AT_A_TIME);
        String own = matrix.own();
        Map<String, String> inside = matrix.memberships(own);
        Sweeping at = from;
        try (RoomSweep sweep = new RoomSweep(matrix, changes, clock, turn, spared, user, own, account.closed())) {
            for (Map.Entry<String, String> room : rooms().entrySet()) {
                if (room.getKey().compareTo(from.room()) <= 0) {
                    continue;
                }
                if (clock.instant().isAfter(end)) {
                    return pending(at, Duration.ZERO, "sweeping");
                }
                Tally left = sweep.sweep(
                        room.getKey(),
                        room.getValue().equals("join"),
                        inside.getOrDefault(room.getKey(), "").equals("join"),
                        at.tally());
                at = new Sweeping(left, room.getKey());
            }
        }
        return close(new Closing(at.tally().withFiles(files(turn, at.tally().files())), 0), account, turn);
    }

    /** @return how many of the counted went */
    private long files(Turn turn, long counted) {
        if (!spared.files().isEmpty()) {
            long stayed = 0;
            for (String file : spared.uploads()) {
                if (spared.files().contains(file)) {
                    stayed++;
                } else {
                    turn.stillMine();
                    changes.deleteFile(user, file);
                }
            }
            return Math.max(0, counted - stayed);
        }
        while (matrix.uploads(user, 0, 1, false).total() > 0) {
            turn.stillMine();
            if (changes.deleteFiles(user) == 0) {
                return counted; // it lists what it does not delete: the probe will find it
            }
        }
        return counted;
    }

    private Outcome close(Closing at, Account account, Turn turn) {
        if (!account.closed() || !account.erased()) {
            turn.stillMine();
            changes.close(user);
        }
        boolean leaving = matrix.account(user).filter(Account::closed).isPresent() && matrix.joinedRooms(user) > 0;
        if (leaving && at.waits() < MOST_WAITS) {
            return pending(new Closing(at.tally(), at.waits() + 1), WAIT, "closing");
        }
        changes.restoreLimits(user);
        return new Outcome.Finished(goes(at.tally()), stays(at.tally()), beyondReach(at.tally()));
    }

    private Outcome pending(ErasurePosition position, Duration wait, String why) {
        return new Outcome.Pending(
                position.handle(), clock.instant().plus(wait), Text.of("matrix.erasure.pending." + why));
    }

    private TreeMap<String, String> rooms() {
        TreeMap<String, String> rooms = new TreeMap<>(matrix.memberships(user));
        spared.rooms().forEach(room -> rooms.putIfAbsent(room, "leave"));
        return rooms;
    }

    private List<String> roomsWithMessages() {
        return rooms().keySet().stream().filter(this::goesInBulk).toList();
    }

    /** Where a message is held the others go one by one. */
    private boolean goesInBulk(String room) {
        Set<String> held = spared.messages();
        boolean[] found = {false, false};
        new Writings(matrix, user, room).each(entry -> {
            found[0] |= entry.bulk();
            found[1] |= held.contains(entry.event());
        });
        return found[0] && !found[1];
    }

    private Tally counted(Account account) {
        return counted(account, false);
    }

    /** @param predicting whether to leave out what nobody of this server will have the right to delete */
    private Tally counted(Account account, boolean predicting) {
        Tally tally = Tally.NONE;
        long shared = 0;
        for (Map.Entry<String, String> each : rooms().entrySet()) {
            boolean free = !account.closed() && each.getValue().equals("join");
            Governed governed = new Governed(matrix, each.getKey(), user);
            tally = counted(
                    each.getKey(), tally, predicting, entry -> !predicting || free || entry.bulk() || governed.is());
            shared += matrix.room(each.getKey()).filter(Room::shared).isPresent() ? 1 : 0;
        }
        long files = matrix.uploads(user, 0, 1, false).total();
        return tally.beside(
                predicting ? spared.files(files) : files, matrix.devices(user).size(), shared);
    }

    private Tally counted(String room, Tally before, boolean predicting, Predicate<Entry> canGo) {
        Set<String> held = predicting ? spared.messages() : Set.of();
        Tally[] tally = {before};
        new Writings(matrix, user, room).each(entry -> {
            if (held.contains(entry.event())) {
                return;
            }
            tally[0] = tally[0].with(entry.trace());
            if (entry.trace() != Trace.SETTING && !canGo.test(entry)) {
                tally[0] = tally[0].without(entry.trace());
            }
        });
        return tally[0];
    }

    private List<Amount> goes(Tally tally) {
        List<Amount> goes = written(tally);
        add(goes, "account", spared.rest() ? 0 : 1);
        return goes;
    }

    private static List<Amount> written(Tally tally) {
        List<Amount> amounts = new ArrayList<>();
        add(amounts, "messages", tally.messages());
        add(amounts, "reactions", tally.reactions());
        add(amounts, "others", tally.others());
        add(amounts, "files", tally.files());
        add(amounts, "devices", tally.devices());
        return amounts;
    }

    private static void add(List<Amount> amounts, String what, long items) {
        if (items > 0) {
            amounts.add(new Amount(Text.of("matrix.erasure." + what), items));
        }
    }

    private List<Retained> stays(Tally tally) {
        Instant now = clock.instant();
        List<Retained> stays = new ArrayList<>();
        stays.add(stays("name", null));
        stays.add(stays("shells", null));
        if (tally.settings() > 0) {
            stays.add(stays("settings", null, tally.settings()));
        }
        if (tally.stuck() > 0) {
            stays.add(stays("stuck", null, tally.stuck()));
        }
        if (tally.messages() + tally.reactions() + tally.others() > 0) {
            stays.add(stays("originals", now.plus(properties.deletedKept())));
        }
        if (tally.others() > 0) {
            stays.add(stays("memory", null));
        }
        stays.add(stays("vanished", null));
        stays.add(stays("connections", now.plus(properties.connectionsKept())));
        stays.add(stays("sign-in", null));
        stays.add(stays("reports", null));
        return stays;
    }

    private static Retained stays(String what, @Nullable Instant until, Object... arguments) {
        String key = "matrix.erasure.stays." + what;
        return new Retained(Text.of(key, arguments), Text.of(key + ".why"), until);
    }

    private static List<BeyondReach> beyondReach(Tally tally) {
        List<BeyondReach> beyond = new ArrayList<>();
        if (tally.shared() > 0) {
            beyond.add(beyond("servers", tally.shared()));
        }
        beyond.add(beyond("people"));
        return beyond;
    }

    private static BeyondReach beyond(String what, Object... arguments) {
        String key = "matrix.erasure.beyond." + what;
        return new BeyondReach(Text.of(key), Text.of(key + ".where", arguments));
    }
}
