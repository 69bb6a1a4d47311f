package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Erases one account in the order that loses nobody else's words: sign-ins, archives, comments, the account, the request
 * for it. PeerTube deletes with an account its comments, and with those all answers to them, whoever wrote them; so the
 * comments are first taken back one by one, which leaves an empty place in each thread.
 */
class PeerTubeErasure {

    private static final int ADMINISTRATOR = 0;
    private static final int PENDING = 1;
    private static final int PROCESSING = 2;
    private static final int PAGES_SEARCHED = 5;
    private static final int ROUNDS = 20;
    private static final int MOST_ASKS = 3;
    private static final Duration COMMENTS_AGAIN = Duration.ofSeconds(10);
    private static final Duration NO_PROGRESS = Duration.ofMinutes(2);
    private static final Duration DELETION_AGAIN = Duration.ofMinutes(1);
    private static final Duration DELETION_WITHIN = Duration.ofMinutes(15);

    private final PeerTubeClient peertube;
    private final PeerTubeProperties properties;
    private final Clock clock;
    private final ServiceAccount account;
    private final UserNumber meant;
    private final String id;

    PeerTubeErasure(PeerTubeClient peertube, PeerTubeProperties properties, Clock clock, ServiceAccount account) {
        this.peertube = peertube;
        this.properties = properties;
        this.clock = clock;
        this.account = account;
        this.meant = UserNumber.of(account.id());
        this.id = meant.number();
    }

    Outlook outlook() {
        Optional<JsonNode> user = user();
        Leaving leaving = user.map(this::leaving).orElseGet(this::leftover);
        return leaving.goes().isEmpty()
                ? Outlook.NOTHING
                : new Outlook(
                        leaving.goes(),
                        leaving.stays(),
                        leaving.beyondReach(),
                        user.map(this::obstacle).orElse(null));
    }

    /** The first call only writes down what there is: once the account is gone, nobody can tell. */
    Outcome goOn(String handle, Turn turn) {
        if (!handle.isEmpty()) {
            return goOn(Leaving.of(handle), turn);
        }
        Optional<JsonNode> user = user();
        Leaving leaving = user.map(this::leaving).orElseGet(this::leftover);
        if (leaving.goes().isEmpty()) {
            return new Outcome.NothingHeld();
        }
        Text obstacle = user.map(this::obstacle).orElse(null);
        return obstacle == null
                ? pending(leaving, Duration.ZERO, Text.of("peertube.erasure.begun"))
                : new Outcome.Blocked(obstacle);
    }

    private Outcome goOn(Leaving leaving, Turn turn) {
        Optional<JsonNode> user = peertube.user(id).filter(meant::is).filter(leaving::is);
        if (user.isPresent()) {
            Outcome waiting = removed(user.get(), leaving, turn);
            if (waiting != null) {
                return waiting;
            }
        }
        for (String registration : leaving.registrations()) {
            turn.stillMine();
            peertube.removeRegistration(registration);
        }
        HeldVideos videos = new HeldVideos(peertube, turn.held());
        long held = videos.any()
                        && peertube.user(id)
                                .filter(meant::is)
                                .filter(leaving::is)
                                .isPresent()
                ? videos.of(leaving.name())
                : 0;
        List<Retained> stays = new ArrayList<>(leaving.stays());
        if (held > 0) {
            stays.add(new Retained(Text.of("peertube.erasure.carrier"), Text.of("peertube.erasure.carrier.why"), null));
        }
        return new Outcome.Finished(leaving.sparing(held).goes(), stays, leaving.beyondReach());
    }

    /** What has to be waited for; null when the account is gone, or only carries what is held. */
    private @Nullable Outcome removed(JsonNode user, Leaving leaving, Turn turn) {
        if (leaving.deleting() && clock.instant().isBefore(leaving.since().plus(DELETION_WITHIN))) {
            return deleting(leaving);
        }
        endSessions(turn);
        if (!archivesRemoved(turn)) {
            return pending(leaving, properties.ask(), Text.of("peertube.erasure.archive"));
        }
        long comments = number(user, "videoCommentsCount");
        if (comments > 0) {
            return withoutComments(user, comments, leaving, turn);
        }
        HeldVideos held = new HeldVideos(peertube, turn.held());
        if (held.of(leaving.name()) > 0) {
            turn.stillMine();
            peertube.block(id);
            held.removeOthers(leaving.name(), turn);
            return null;
        }
        turn.stillMine();
        return peertube.removeUser(id) ? null : deleting(leaving.asked(clock.instant(), 0, 0));
    }

    private Outcome deleting(Leaving leaving) {
        return pending(leaving, DELETION_AGAIN, Text.of("peertube.erasure.deleting"));
    }

    private void endSessions(Turn turn) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Page> page = peertube.sessions(id, 0);
            if (page.isEmpty() || page.get().data().isEmpty()) {
                return;
            }
            for (JsonNode session : page.get().data()) {
                turn.stillMine();
                peertube.endSession(id, session.path("id").asString());
            }
        }
    }

    /** An archive that is being made would outlive the account; one that takes too long goes with it. */
    private boolean archivesRemoved(Turn turn) {
        boolean all = true;
        for (JsonNode archive : peertube.archives(id).orElse(List.of())) {
            int state = archive.path("state").path("id").asInt(0);
            if (state == PENDING || state == PROCESSING) {
                all &= stuck(archive);
            } else {
                turn.stillMine();
                all &= peertube.removeArchive(id, archive.path("id").asString());
            }
        }
        return all;
    }

    private boolean stuck(JsonNode archive) {
        Instant made = PeerTubeView.time(archive.path("createdAt"));
        return made != null && made.plus(properties.archiveWithin()).isBefore(clock.instant());
    }

    /** PeerTube takes five thousand at a time and forgets the rest when it is restarted, so it is asked again. */
    private Outcome withoutComments(JsonNode user, long comments, Leaving leaving, Turn turn) {
        Instant now = clock.instant();
        if (comments < leaving.left()) {
            return removing(leaving.asked(now, 1, comments));
        }
        if (leaving.left() > 0 && now.isBefore(leaving.since().plus(NO_PROGRESS))) {
            return removing(leaving);
        }
        turn.stillMine();
        JsonNode known = user.path("account");
        peertube.removeCommentsOf(
                known.path("name").asString() + "@" + known.path("host").asString());
        return leaving.asks() >= MOST_ASKS
                ? new Outcome.Blocked(Text.of("peertube.erasure.comments-stay", comments))
                : removing(leaving.asked(now, leaving.asks() + 1, comments));
    }

    private Outcome removing(Leaving leaving) {
        return pending(leaving, COMMENTS_AGAIN, Text.of("peertube.erasure.comments-going", leaving.left()));
    }

    private Outcome pending(Leaving leaving, Duration pause, Text why) {
        return new Outcome.Pending(leaving.handle(), clock.instant().plus(pause), why);
    }

    /** @param held what should be left of it */
    List<Amount> probe(HeldVideos held) {
        return user().map(this::leaving)
                .map(leaving -> leaving.sparing(held.of(leaving.name())))
                .orElseGet(this::leftover)
                .goes();
    }

    /** An account that was made after this one was proven only has its number. */
    private Optional<JsonNode> user() {
        return peertube.user(id).filter(meant::is).filter(user -> {
            Instant made = PeerTubeView.time(user.path("createdAt"));
            return made != null && !made.isAfter(account.provenAt());
        });
    }

    private @Nullable Text obstacle(JsonNode user) {
        JsonNode ourselves = peertube.ourselves();
        if (ourselves.path("role").path("id").asInt(-1) != ADMINISTRATOR) {
            return Text.of("peertube.check.not-an-administrator");
        }
        String name = user.path("username").asString("");
        if (name.equals("root") || id.equals(ourselves.path("id").asString(""))) {
            return Text.of("peertube.erasure.not-this-account");
        }
        return theirs(user, name) ? null : Text.of("peertube.erasure.another-address");
    }

    /** A number alone that an address proved, the address has to prove again. */
    private boolean theirs(JsonNode user, String name) {
        boolean sameAddress = account.member()
                .email()
                .filter(user.path("email").asString("")::equalsIgnoreCase)
                .isPresent();
        boolean sameName = name.equals(account.member().username().toLowerCase(Locale.ROOT))
                && user.path("pluginAuth").asString("").equals(properties.authPlugin());
        return meant.made() != null || account.evidence() != Evidence.ADDRESS || sameAddress || sameName;
    }

    private Leaving leaving(JsonNode user) {
        String name = user.path("account").path("name").asString();
        String address = user.path("email").asString("");
        List<String> registrations = registrations(
                name,
                each -> each.path("user").path("id").asString("").equals(id)
                        || !address.isEmpty() && each.path("email").asString("").equalsIgnoreCase(address));
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("account", 1L);
        counts.put("videos", peertube.videos(name, 0, 1, false).total());
        counts.put("channels", peertube.channels(name, 0, 1).total());
        counts.put("comments", number(user, "videoCommentsCount"));
        counts.put("playlists", peertube.playlists(name, 0, 1).total());
        counts.put("sessions", peertube.sessions(id, 0).map(Page::total).orElse(0L));
        counts.put("archives", (long) peertube.archives(id).orElse(List.of()).size());
        counts.put("registration", (long) registrations.size());
        counts.put("reports-made", user.path("abusesCreatedCount").asLong(0));
        counts.put("reports-about", user.path("abusesCount").asLong(0));
        return new Leaving(user.path("account").path("id").asLong(0), name, counts, registrations, Instant.EPOCH, 0, 0);
    }

    /** A request for the account outlives it, as when the member deleted the account themselves. */
    private Leaving leftover() {
        List<String> registrations = account.member()
                .email()
                .map(address -> registrations(
                        address, each -> each.path("email").asString("").equalsIgnoreCase(address)))
                .orElse(List.of());
        return new Leaving(
                0, "", Map.of("registration", (long) registrations.size()), registrations, Instant.EPOCH, 0, 0);
    }

    /** PeerTube's search finds parts of names and addresses, others' too. */
    private List<String> registrations(String words, Predicate<JsonNode> theirs) {
        List<String> found = new ArrayList<>();
        long seen = 0;
        for (int pages = 0; pages < PAGES_SEARCHED; pages++) {
            Page page = peertube.registrations(words, seen);
            page.data().stream()
                    .filter(theirs)
                    .forEach(each -> found.add(each.path("id").asString()));
            seen += page.data().size();
            if (page.data().isEmpty() || seen >= page.total()) {
                break;
            }
        }
        return found;
    }

    private static long number(JsonNode user, String field) {
        JsonNode number = user.path(field);
        return number.isIntegralNumber() ? number.asLong() : PeerTubeClient.misread();
    }
}
