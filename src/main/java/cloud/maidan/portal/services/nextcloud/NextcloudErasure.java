package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Account;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Erases one account: shuts it, tells its clients to remove their copies, removes it. As our service account alone, since
 * the member's own token is gone by then; so it counts only what an administrator sees.
 */
class NextcloudErasure {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    /** Nextcloud gives a removal an hour, and tries a half-done one again by itself. */
    private static final Duration GIVEN = Duration.ofMinutes(90);

    private static final long MEGABYTE = 1_000_000;

    private final NextcloudClient nextcloud;
    private final NextcloudProperties properties;
    private final Clock clock;
    private final ServiceAccount account;
    private final String uid;

    NextcloudErasure(NextcloudClient nextcloud, NextcloudProperties properties, Clock clock, ServiceAccount account) {
        this.nextcloud = nextcloud;
        this.properties = properties;
        this.clock = clock;
        this.account = account;
        this.uid = account.id();
    }

    /** @param since when Nextcloud began to remove the account; the epoch before that */
    private record Going(long megabytes, long groups, Instant since) {

        static Going of(String handle) {
            long[] numbers =
                    Stream.of(handle.split(",")).mapToLong(Long::parseLong).toArray();
            return new Going(numbers[0], numbers[1], Instant.ofEpochSecond(numbers[2]));
        }

        String handle() {
            return megabytes + "," + groups + "," + since.getEpochSecond();
        }

        List<Amount> amounts() {
            List<Amount> amounts = new ArrayList<>();
            amounts.add(new Amount(Text.of("nextcloud.erasure.account"), 1));
            if (megabytes > 0) {
                amounts.add(new Amount(Text.of("nextcloud.erasure.files"), megabytes));
            }
            if (groups > 0) {
                amounts.add(new Amount(Text.of("nextcloud.erasure.groups"), groups));
            }
            return amounts;
        }
    }

    Outlook outlook() {
        Text refused = refused();
        if (refused != null) {
            return new Outlook(List.of(), List.of(), List.of(), refused);
        }
        return nextcloud
                .account(uid)
                .map(known -> new Outlook(going(known).amounts(), stays(), beyondReach(), obstacle(known)))
                .orElse(Outlook.NOTHING);
    }

    /** The first call only writes down what there is: once the account is gone, nobody can tell. */
    Outcome goOn(String handle, Turn turn) {
        if (!handle.isEmpty()) {
            return goOn(Going.of(handle), turn);
        }
        Text refused = refused();
        if (refused != null) {
            return new Outcome.Blocked(refused);
        }
        Optional<Account> known = nextcloud.account(uid);
        if (known.isEmpty()) {
            return new Outcome.NothingHeld();
        }
        Text obstacle = obstacle(known.get());
        return obstacle == null
                ? pending(going(known.get()), Duration.ZERO, "nextcloud.erasure.begun")
                : new Outcome.Blocked(obstacle);
    }

    private Outcome goOn(Going going, Turn turn) {
        Optional<Account> known = nextcloud.account(uid);
        if (known.isPresent()) {
            if (clock.instant().isBefore(going.since().plus(GIVEN))) {
                return pending(going, LOOK_AGAIN, "nextcloud.erasure.deleting");
            }
            shut(known.get(), turn);
            turn.stillMine();
            switch (nextcloud.remove(uid)) {
                case GONE -> {}
                case UNDER_WAY -> {
                    return pending(
                            new Going(going.megabytes(), going.groups(), clock.instant()),
                            LOOK_AGAIN,
                            "nextcloud.erasure.deleting");
                }
                case DECLINED -> {
                    return new Outcome.Blocked(Text.of("nextcloud.erasure.declined"));
                }
            }
        }
        return new Outcome.Finished(going.amounts(), stays(), beyondReach());
    }

    /** First, so that no client uploads anything while the account goes. */
    private void shut(Account known, Turn turn) {
        if (known.enabled()) {
            turn.stillMine();
            nextcloud.disable(uid);
        }
        turn.stillMine();
        nextcloud.wipe(uid);
    }

    List<Amount> probe() {
        return nextcloud.account(uid).map(known -> going(known).amounts()).orElse(List.of());
    }

    private Going going(Account known) {
        return new Going(
                Math.ceilDiv(known.used(), MEGABYTE), nextcloud.groups(uid).size(), Instant.EPOCH);
    }

    /** Why our account may not do it; null when it may. */
    private @Nullable Text refused() {
        return switch (nextcloud.askedForAccounts()) {
            case 401 -> Text.of("nextcloud.check.password-unknown");
            case 403 -> Text.of("nextcloud.check.not-an-administrator");
            default -> null;
        };
    }

    private @Nullable Text obstacle(Account known) {
        if (uid.equals(properties.user())) {
            return Text.of("nextcloud.erasure.own-account");
        }
        return account.evidence() == Evidence.SUBJECT && !known.bornFromSignIn()
                ? Text.of("nextcloud.erasure.another-origin")
                : null;
    }

    private Outcome pending(Going going, Duration pause, String why) {
        return new Outcome.Pending(going.handle(), clock.instant().plus(pause), Text.of(why));
    }

    private static List<Retained> stays() {
        return Stream.of("activity", "comments", "placed", "mentions", "traces", "logs")
                .map(what -> "nextcloud.erasure." + what)
                .map(key -> new Retained(Text.of(key), Text.of(key + ".why"), null))
                .toList();
    }

    private static List<BeyondReach> beyondReach() {
        return Stream.of("elsewhere", "devices")
                .map(what -> "nextcloud.erasure." + what)
                .map(key -> new BeyondReach(Text.of(key), Text.of(key + ".where")))
                .toList();
    }
}
