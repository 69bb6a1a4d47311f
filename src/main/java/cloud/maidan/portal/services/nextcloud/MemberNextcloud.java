package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Nextcloud as one member sees it, asked with their own token; an administrator sees none of this. */
class MemberNextcloud {

    static final List<String> FILE = List.of(
            "d:resourcetype",
            "d:getlastmodified",
            "d:getcontentlength",
            "d:getcontenttype",
            "d:getetag",
            "oc:size",
            "oc:fileid",
            "oc:owner-id",
            "oc:permissions",
            "oc:share-types",
            "oc:favorite",
            "oc:checksums",
            "nc:mount-type",
            "nc:is-encrypted",
            "nc:creation_time",
            "nc:upload_time",
            "nc:trashbin-original-location",
            "nc:trashbin-deletion-time",
            "nc:version-label",
            "nc:version-author");
    private static final List<String> COLLECTION = List.of(
            "d:resourcetype",
            "d:displayname",
            "c:supported-calendar-component-set",
            "c:calendar-description",
            "c:calendar-timezone",
            "oc:owner-principal",
            "cs:source");
    private static final List<String> SIZE = List.of("d:resourcetype", "d:getcontentlength");
    private static final List<String> ONLY_NAMES = List.of("d:resourcetype", "d:getlastmodified");
    private static final Duration ONE_LIST = Duration.ofSeconds(10);
    private static final long MOST_OF_A_LIST = 16L * 1024 * 1024;
    private static final String SHARES = "/apps/files_sharing/api/v1";
    /** All that Nextcloud hands out at once. */
    static final int ACTIVITIES = 200;

    private final ServiceHttp line;
    private final Dav dav;
    private final NextcloudProperties properties;
    private final Map<Shelf, List<DavItem>> shelves = new ConcurrentHashMap<>();
    private volatile @Nullable JsonNode profile;

    MemberNextcloud(ServiceHttp line, NextcloudProperties properties) {
        this.line = line;
        this.dav = new Dav(line, properties);
        this.properties = properties;
    }

    Dav dav() {
        return dav;
    }

    /** Whose token it is; empty when Nextcloud, and not something in front of it, does not take it. */
    Optional<String> uid() {
        Call call = Ocs.asking(line.get(Ocs.path("/cloud/user")));
        Answer answer = call.answer();
        if (Ocs.refused(answer)) {
            return Optional.empty();
        }
        JsonNode me = Ocs.read(call, answer).orElseThrow(() -> Ocs.misread("nobody asks"));
        profile = me;
        return Optional.of(me.path("id").asString(""));
    }

    /** With who may see each field, which Nextcloud tells the member alone. */
    JsonNode profile() {
        JsonNode known = profile;
        return known == null ? Ocs.data(line.get(Ocs.path("/cloud/user"))) : known;
    }

    /** Whether Nextcloud takes the value; it refuses by a status of its own (101 to 113). */
    boolean edit(String uid, String key, String value) {
        Call call = line.put(Ocs.path("/cloud/users/{user}"), uid).sending(Map.of("key", key, "value", value));
        Answer answer = Ocs.asking(call).answer();
        profile = null;
        return (Ocs.code(answer) < 101 || Ocs.code(answer) > 113)
                && Ocs.read(call, answer).isPresent();
    }

    List<JsonNode> sharesGiven() {
        return list(line.get(Ocs.path(SHARES + "/shares")).with("reshares", "true"));
    }

    List<JsonNode> sharesReceived() {
        return list(line.get(Ocs.path(SHARES + "/shares")).with("shared_with_me", "true"));
    }

    /** From other servers, accepted and waiting. */
    List<JsonNode> sharesFromElsewhere() {
        List<JsonNode> shares = new ArrayList<>(list(line.get(Ocs.path(SHARES + "/remote_shares"))));
        shares.addAll(list(line.get(Ocs.path(SHARES + "/remote_shares/pending"))));
        return shares;
    }

    List<JsonNode> notifications() {
        return list(line.get(Ocs.path("/apps/notifications/api/v2/notifications")));
    }

    /** What the member says they are doing; empty when they say nothing or the app is off. */
    Optional<JsonNode> status() {
        return Ocs.ifPresent(line.get(Ocs.path("/apps/user_status/api/v1/user_status")))
                .filter(status -> !Ocs.isEmpty(status));
    }

    /** A page of what happened. @param since where the page before ended; zero for the first */
    Activities activities(long since, boolean oldestFirst, int limit) {
        Call call = Ocs.asking(line.get(Ocs.path("/apps/activity/api/v2/activity")))
                .with("since", since)
                .with("limit", limit)
                .with("sort", oldestFirst ? "asc" : "desc")
                .accepting(304);
        Answer answer = call.answer();
        if (answer.status() == 304 || answer.status() == 204) {
            return Activities.END;
        }
        Optional<JsonNode> read = Ocs.read(call, answer);
        if (read.isEmpty() || read.get().isEmpty()) {
            return Activities.END;
        }
        List<JsonNode> page = read.get().valueStream().toList();
        long last = answer.header("X-Activity-Last-Given")
                .filter(given -> given.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseGet(() -> page.getLast().path("activity_id").asLong(0));
        return new Activities(page, last);
    }

    /** Calendars or address books, and what else stands among them; none when the app is off. Asked for once. */
    List<DavItem> on(Shelf shelf, String uid) {
        return shelves.computeIfAbsent(shelf, key -> collections(shelf.home(uid)));
    }

    /** What a calendar, an address book or the bin holds, by name. */
    List<DavItem> entries(List<String> collection) {
        List<DavItem> entries = new ArrayList<>();
        dav.children(collection, ONLY_NAMES, entries::add);
        return entries;
    }

    /** What a folder holds, in one answer; empty when it is too much for that time. */
    Optional<List<DavItem>> glance(List<String> folder, Duration within) {
        List<DavItem> items = new ArrayList<>();
        return unlessTooMuch(() -> dav.glance(folder, FILE, within, MOST_OF_A_LIST, items::add))
                .map(there -> items);
    }

    /** How many things a collection holds; empty when it is too large to count in that time. */
    OptionalLong count(List<String> collection, Duration within) {
        AtomicLong count = new AtomicLong();
        return unlessTooMuch(() -> dav.glance(
                                collection, ONLY_NAMES, within, MOST_OF_A_LIST, item -> count.incrementAndGet()))
                        .isPresent()
                ? OptionalLong.of(count.get())
                : OptionalLong.empty();
    }

    static <T> Optional<T> unlessTooMuch(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.TIMED_OUT || fault.fault() == Fault.TOO_LARGE) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    /** Older versions of one of the member's files; none when the app is off. */
    void versions(String uid, long file, Consumer<DavItem> sink) {
        dav.children(List.of("versions", uid, "versions", Long.toString(file)), FILE, sink);
    }

    /**
     * Content of one thing; empty when Nextcloud lists it but does not hand it out (gone meanwhile, locked, broken) while
     * it goes on answering about it. What fails once reading has begun is a fault, and so is content of a length that
     * Nextcloud does not list.
     *
     * @param listed bytes as they were listed; negative when they were not
     */
    <R> Optional<R> content(List<String> path, long listed, long offset, long atMost, Body.Reader<R> reader) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return dav.content(path, offset, atMost, body -> {
                begun.set(true);
                mustBeIt(path, listed, offset, body);
                return reader.read(body);
            });
        } catch (ServiceFault fault) {
            if (begun.get() || !aboutOneThing(fault.fault())) {
                throw fault;
            }
            mustAnswerAbout(path);
            return Optional.empty();
        }
    }

    /** Tells one broken thing from a Nextcloud that fails altogether, which is a fault. */
    void mustAnswerAbout(List<String> path) {
        dav.item(path, SIZE);
    }

    /** As {@link #content}, a whole calendar or address book in its own format; whether all is well shows what follows. */
    <R> Optional<R> whole(List<String> collection, Body.Reader<R> reader) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return dav.whole(collection, body -> {
                begun.set(true);
                return reader.read(body);
            });
        } catch (ServiceFault fault) {
            if (begun.get() || !aboutOneThing(fault.fault())) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    /** A page of somebody in between is not the file; a file that was changed since it was listed is. */
    private void mustBeIt(List<String> path, long listed, long offset, Body body) {
        long sent = body.length().orElse(-1) + (body.status() == 206 ? offset : 0);
        if (listed < 0 || body.length().isEmpty() || sent == listed) {
            return;
        }
        if (dav.item(path, SIZE).filter(now -> now.size() == sent).isEmpty()) {
            throw Ocs.misread("a content of another length than is listed");
        }
    }

    private static boolean aboutOneThing(Fault fault) {
        return switch (fault) {
            case REFUSED, BROKEN, UNREADABLE, TOO_LARGE -> true;
            case UNREACHABLE, TIMED_OUT, RATE_LIMITED, REDIRECTED, MEMBER_AWAY -> false;
        };
    }

    NextcloudProperties properties() {
        return properties;
    }

    private List<DavItem> collections(List<String> home) {
        List<DavItem> collections = new ArrayList<>();
        dav.glance(home, COLLECTION, ONE_LIST, MOST_OF_A_LIST, collections::add);
        return collections;
    }

    /** An app that is off has no list; one with nothing to say answers 204. */
    private static List<JsonNode> list(Call call) {
        Answer answer = Ocs.asking(call).answer();
        if (answer.status() == 204) {
            return List.of();
        }
        JsonNode data = Ocs.read(call, answer).orElse(null);
        if (data == null) {
            return List.of();
        }
        if (!data.isArray()) {
            throw Ocs.misread("no list");
        }
        return data.valueStream().toList();
    }

    /** @param last where the next page starts; zero at the end */
    record Activities(List<JsonNode> page, long last) {

        static final Activities END = new Activities(List.of(), 0);

        Activities {
            page = List.copyOf(page);
        }
    }
}
