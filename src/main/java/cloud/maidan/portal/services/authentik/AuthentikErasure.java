package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.services.authentik.ErasurePosition.Counted;
import cloud.maidan.portal.services.authentik.ErasurePosition.Deleted;
import cloud.maidan.portal.services.authentik.ErasurePosition.Unbegun;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Erases one account: first what Authentik would leave behind, which can only be found while the account is there, then
 * the account, then what its deletion itself wrote down.
 */
class AuthentikErasure {

    private static final Duration AT_A_TIME = Duration.ofMinutes(1);
    private static final Duration WAIT = Duration.ofSeconds(15);
    /** Authentik removes a user's events by itself; after so long we do. */
    private static final int MOST_WAITS = 20;

    private final AuthentikClient authentik;
    private final Clock clock;
    private final long pk;
    private final ServiceAccount link;

    AuthentikErasure(AuthentikClient authentik, Clock clock, ServiceAccount link) {
        this.authentik = authentik;
        this.clock = clock;
        this.pk = Long.parseLong(link.id());
        this.link = link;
    }

    Outlook outlook() {
        Optional<Account> account = account();
        if (account.isEmpty()) {
            return Outlook.NOTHING;
        }
        try {
            Tally tally = counted(account.get());
            return new Outlook(goes(tally), stays(), beyondReach(), obstacle(account.get()));
        } catch (NotAllowed notAllowed) {
            return new Outlook(List.of(), List.of(), List.of(), Text.of("authentik.erasure.obstacle.rights"));
        }
    }

    Outcome erase(String handle, Turn turn) {
        try {
            return switch (ErasurePosition.of(handle)) {
                case Unbegun() -> begin();
                case Counted counted -> delete(counted, turn);
                case Deleted deleted -> tidy(deleted, turn);
            };
        } catch (NotAllowed notAllowed) {
            return new Outcome.Blocked(Text.of("authentik.erasure.obstacle.rights"));
        }
    }

    /** By the account's own key; by its name only as long as nobody else bears it. */
    List<Amount> probe() {
        List<Amount> found = new ArrayList<>();
        Optional<Account> account = account();
        add(found, "account", account.isPresent() ? 1 : 0);
        String name = account.map(Account::username).orElse(link.member().username());
        long events = count(Listing.doneTo(pk));
        if (!name.isBlank()) {
            events += count(Listing.doneBy(pk, name));
            boolean free =
                    authentik.account(name).filter(other -> other.pk() != pk).isEmpty();
            add(found, "scores", free ? count(Listing.reputation(name)) : 0);
        }
        add(found, "events", events);
        return found;
    }

    /** Written down before anything is done: afterwards nobody could count it. */
    private Outcome begin() {
        Optional<Account> account = account();
        if (account.isEmpty()) {
            return new Outcome.NothingHeld();
        }
        Text obstacle = obstacle(account.get());
        return obstacle == null
                ? pending(new Counted(counted(account.get()), account.get().username()), Duration.ZERO, "counted")
                : new Outcome.Blocked(obstacle);
    }

    private Outcome delete(Counted at, Turn turn) {
        Optional<Account> account = account();
        if (account.isPresent()) {
            Instant end = clock.instant().plus(AT_A_TIME);
            shutOut(account.get(), turn);
            List<Listing> lists = new ArrayList<>(Mentions.of(account.get()));
            if (!authentik.settings().path("gdpr_compliance").asBoolean(true)) {
                lists.add(Listing.doneBy(pk, account.get().username()));
            }
            for (Listing list : lists) {
                if (!removed(list, authentik::removeEvent, turn, end)) {
                    return pending(at, Duration.ZERO, "mentions");
                }
            }
            if (!removed(Listing.reputation(account.get().username()), authentik::removeScore, turn, end)) {
                return pending(at, Duration.ZERO, "mentions");
            }
            turn.stillMine();
            authentik.removeAccount(pk);
        }
        return pending(new Deleted(at.tally(), at.name(), 0), Duration.ZERO, "events");
    }

    private Outcome tidy(Deleted at, Turn turn) {
        Instant end = clock.instant().plus(AT_A_TIME);
        if (!removed(Listing.doneTo(pk), authentik::removeEvent, turn, end)) {
            return pending(at, Duration.ZERO, "events");
        }
        Listing own = Listing.doneBy(pk, at.name());
        if (count(own) > 0) {
            if (at.waits() < MOST_WAITS) {
                return pending(new Deleted(at.tally(), at.name(), at.waits() + 1), WAIT, "events");
            }
            if (!removed(own, authentik::removeEvent, turn, end)) {
                return pending(at, Duration.ZERO, "events");
            }
        }
        return new Outcome.Finished(goes(at.tally()), stays(), beyondReach());
    }

    /** @throws ServiceFault when it is an account that may do everything */
    void shutOut(Turn turn) {
        Optional<Account> account = account();
        if (account.isPresent() && account.get().superuser()) {
            throw new ServiceFault(Fault.REFUSED, null, "authentik: a superuser is not shut out by the portal", null);
        }
        account.ifPresent(known -> shutOut(known, turn));
    }

    /** Ends sessions and tokens too; what is left of sessions is ended one by one. */
    private void shutOut(Account account, Turn turn) {
        if (account.active()) {
            turn.stillMine();
            authentik.change(pk, "is_active", false);
        }
        removed(Listing.sessions(account), "uuid", authentik::endSession, turn, Instant.MAX);
    }

    private boolean removed(Listing list, Consumer<String> removal, Turn turn, Instant end) {
        return removed(list, "pk", removal, turn, end);
    }

    /**
     * Removes what belongs. What is removed moves the rest forward, so a page is read again until nothing of it belongs.
     *
     * @return false when there was no time for all
     */
    private boolean removed(Listing list, String key, Consumer<String> removal, Turn turn, Instant end) {
        Set<String> tried = new HashSet<>();
        Optional<Integer> next = Optional.of(1);
        while (next.isPresent()) {
            Optional<Page> page = authentik.pageIfThere(list, next.get());
            if (page.isEmpty()) {
                return true;
            }
            boolean any = false;
            for (JsonNode item : page.get().of(list)) {
                String id = item.path(key).asString("");
                if (tried.add(id)) { // it may say that it is gone and list it on: the probe will find that
                    if (clock.instant().isAfter(end)) {
                        return false;
                    }
                    turn.stillMine();
                    removal.accept(id);
                    any = true;
                }
            }
            next = any ? next : page.get().next();
        }
        return true;
    }

    private Optional<Account> account() {
        Optional<Account> account = authentik.account(pk);
        return account.isEmpty() || account.get().uuid().equals(Account.uuidOf(link.member()))
                ? account
                : AuthentikClient.misread();
    }

    /** Whoever may do everything is never erased by a machine: nobody might be left who can. */
    private static @Nullable Text obstacle(Account account) {
        return account.superuser() ? Text.of("authentik.erasure.obstacle.superuser") : null;
    }

    private Outcome pending(ErasurePosition position, Duration wait, String why) {
        return new Outcome.Pending(
                position.handle(), clock.instant().plus(wait), Text.of("authentik.erasure.pending." + why));
    }

    private Tally counted(Account account) {
        Set<String> mentions = new HashSet<>();
        for (Listing list : Mentions.of(account)) {
            each(list, event -> mentions.add(event.path("pk").asString("")));
        }
        return new Tally(
                count(Listing.sessions(account)),
                count(Listing.consents(account)),
                authentik.devices(pk).size(),
                count(Listing.connections(account)),
                count(Listing.notifications(account)),
                many(Listing.doneBy(account)),
                mentions.size(),
                count(Listing.reputation(account.username())));
    }

    /** As {@link #count}, without reading all where the first and the last say that the name was always this account's. */
    private long many(Listing list) {
        Page oldest = authentik.first(list);
        boolean always = !oldest.of(list).isEmpty()
                && !authentik.first(list.newestFirst()).of(list).isEmpty();
        return oldest.items().isEmpty() ? 0 : always ? oldest.count() : count(list);
    }

    private long count(Listing list) {
        long[] count = {0};
        each(list, item -> count[0]++);
        return count[0];
    }

    private void each(Listing list, Consumer<JsonNode> taker) {
        Optional<Integer> next = Optional.of(1);
        while (next.isPresent()) {
            Optional<Page> page = authentik.pageIfThere(list, next.get());
            page.ifPresent(found -> found.of(list).forEach(taker));
            next = page.flatMap(Page::next);
        }
    }

    private static List<Amount> goes(Tally tally) {
        List<Amount> goes = new ArrayList<>();
        add(goes, "account", 1);
        add(goes, "sessions", tally.sessions());
        add(goes, "consents", tally.consents());
        add(goes, "factors", tally.factors());
        add(goes, "connections", tally.connections());
        add(goes, "notices", tally.notices());
        add(goes, "events", tally.events());
        add(goes, "mentions", tally.mentions());
        add(goes, "scores", tally.scores());
        return goes;
    }

    private static void add(List<Amount> amounts, String what, long items) {
        if (items > 0) {
            amounts.add(new Amount(Text.of("authentik.erasure." + what), items));
        }
    }

    private static List<Retained> stays() {
        return List.of(stays("logs"));
    }

    private static Retained stays(String what) {
        String key = "authentik.erasure.stays." + what;
        return new Retained(Text.of(key), Text.of(key + ".why"), null);
    }

    private List<BeyondReach> beyondReach() {
        List<BeyondReach> beyond = new ArrayList<>();
        beyond.add(beyond("copies"));
        if (authentik.settings().path("avatars").asString("").contains("gravatar")) {
            beyond.add(beyond("gravatar"));
        }
        return beyond;
    }

    private static BeyondReach beyond(String what) {
        String key = "authentik.erasure.beyond." + what;
        return new BeyondReach(Text.of(key), Text.of(key + ".where"));
    }
}
