package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Speaks to PeerTube's REST API (8.2; types of {@code @peertube/peertube-types}) as an administrator. */
@Component
class PeerTubeClient {

    static final ServiceId ID = new ServiceId("peertube");
    /** PeerTube's own limit of one page. */
    static final int PAGE = 100;

    /**
     * What a list of videos is to hold beside the usual: 1 unpublished, 2 blocked, 4 of a blocked owner, 8 files, 16
     * captions, 32 the uploaded original, 128 tags.
     */
    private static final int EVERYTHING = 1 | 2 | 4 | 8 | 16 | 32 | 128;

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final PeerTubeTokens tokens;
    private final PeerTubeProperties properties;

    PeerTubeClient(ServiceAccess access, OutboundHttp http, PeerTubeTokens tokens, PeerTubeProperties properties) {
        this.access = access;
        this.http = http;
        this.tokens = tokens;
        this.properties = properties;
    }

    /** As they stand now: some of them may be typed while we run. */
    PeerTubeProperties typed() {
        return properties.typed(access);
    }

    /** @param total how many there are in all, as far as PeerTube says */
    record Page(long total, List<JsonNode> data) {

        Page {
            data = List.copyOf(data);
        }
    }

    boolean configured() {
        return tokens.configured();
    }

    /** What everybody may know of the instance: its version, what is switched on, by which plugins one signs in. */
    JsonNode config() {
        JsonNode config = open().get("/api/v1/config").json(JsonNode.class);
        return config.path("serverVersion").isString() ? config : misread();
    }

    /** The whole configuration that can be changed while PeerTube runs. */
    JsonNode settings() {
        return object(line -> line.get("/api/v1/config/custom"));
    }

    /** @param settings all of them: what is missing is refused @return false when changing them here is switched off */
    boolean change(JsonNode settings) {
        Asked asked = ask(line -> line.put("/api/v1/config/custom").sending(settings));
        return asked.answer().status() != 403
                && asked.answer().status() != 404
                && asked.orFault().succeeded();
    }

    JsonNode ourselves() {
        return object(line -> line.get("/api/v1/users/me"));
    }

    Optional<JsonNode> user(String id) {
        return known(line -> line.get("/api/v1/users/{id}", id).with("withStats", true))
                .map(user -> user.path("account").path("name").isString() ? user : misread());
    }

    /** Accounts of which the name or the e-mail address has the words somewhere in it. */
    Page users(Optional<String> words, long start) {
        return page(
                start,
                PAGE,
                line -> line.get("/api/v1/users").with("search", words).with("sort", "createdAt"));
    }

    /** Empty before version 8, which does not know where an account is signed in. */
    Optional<Page> sessions(String user, long start) {
        return known(sorted(start, line -> line.get("/api/v1/users/{id}/token-sessions", user)))
                .map(PeerTubeClient::page);
    }

    /** Every video of the account on this instance, whoever may watch it. */
    Page videos(String name, long start, int count, boolean newestFirst) {
        return page(
                start,
                count,
                line -> line.get("/api/v1/accounts/{name}/videos", name)
                        .with("include", EVERYTHING)
                        .with("privacyOneOf", 1)
                        .with("privacyOneOf", 2)
                        .with("privacyOneOf", 3)
                        .with("privacyOneOf", 4)
                        .with("privacyOneOf", 5)
                        .with("nsfw", "both")
                        .with("isLocal", true)
                        .with("sort", newestFirst ? "-createdAt" : "createdAt"));
    }

    /** How many of the account's videos everybody may watch. */
    long publicVideos(String name) {
        return page(
                        0,
                        1,
                        line -> line.get("/api/v1/accounts/{name}/videos", name)
                                .with("privacyOneOf", 1)
                                .with("nsfw", "both")
                                .with("isLocal", true)
                                .with("sort", "createdAt"))
                .total();
    }

    Page channels(String name, long start, int count) {
        return page(
                start,
                count,
                line -> line.get("/api/v1/accounts/{name}/video-channels", name)
                        .with("withStats", true)
                        .with("sort", "createdAt"));
    }

    Page channelSyncs(String name, long start, int count) {
        return page(
                start,
                count,
                line -> line.get("/api/v1/accounts/{name}/video-channel-syncs", name)
                        .with("sort", "createdAt"));
    }

    /** Public ones only: PeerTube shows the others to nobody but their owner. */
    Page playlists(String name, long start, int count) {
        return page(
                start,
                count,
                line -> line.get("/api/v1/accounts/{name}/video-playlists", name)
                        .with("sort", "createdAt"));
    }

    /** PeerTube looks for the words in names of accounts, so that others' comments may be among them. */
    Page comments(String name, long start) {
        return page(
                start,
                PAGE,
                line -> line.get("/api/v1/videos/comments")
                        .with("searchAccount", name)
                        .with("isLocal", true)
                        .with("sort", "createdAt"));
    }

    /** @param role {@code searchReporter} or {@code searchReportee}; a search for words as with {@link #comments} */
    Page reports(String role, String name, long start) {
        return page(
                start, PAGE, line -> line.get("/api/v1/abuses").with(role, name).with("sort", "createdAt"));
    }

    /** A search for words, as with {@link #users}. */
    Page registrations(String words, long start) {
        return page(
                start,
                PAGE,
                line -> line.get("/api/v1/users/registrations")
                        .with("search", words)
                        .with("sort", "createdAt"));
    }

    /** The account's archives that PeerTube made or makes; empty when an administrator switched archives off. */
    Optional<List<JsonNode>> archives(String user) {
        Asked asked = ask(line ->
                line.get("/api/v1/users/{id}/exports", user).with("start", 0).with("count", PAGE));
        return asked.answer().status() == 400
                ? Optional.empty()
                : Optional.of(page(asked.orFault().body()).data());
    }

    /** Whether PeerTube will make an archive without videos; not while there is one already. It writes to the member. */
    boolean askForArchive(String user) {
        Asked asked = ask(
                line -> line.post("/api/v1/users/{id}/exports/request", user).sending(Map.of("withVideoFiles", false)));
        return asked.answer().status() != 400 && asked.orFault().succeeded();
    }

    /** Whether it is gone; PeerTube keeps one that it is still making. */
    boolean removeArchive(String user, String archive) {
        Asked asked = ask(line -> line.delete("/api/v1/users/{id}/exports/{archive}", user, archive));
        return switch (asked.answer().status()) {
            case 400, 409 -> false;
            case 404 -> true;
            default -> asked.orFault().succeeded();
        };
    }

    /** Ends one sign-in; one that ended already is no fault. */
    void endSession(String user, String session) {
        gone(ask(line -> line.post("/api/v1/users/{id}/token-sessions/{session}/revoke", user, session)));
    }

    /**
     * Has PeerTube remove comments, five thousand at a time, after it answered; a restart ends that. In a thread an empty
     * place stays, so that nobody else's answer goes with it. @param handle {@code name@host}
     */
    void removeCommentsOf(String handle) {
        ask(line -> line.post("/api/v1/bulk/remove-comments-of")
                        .sending(Map.of("accountName", handle, "scope", "instance")))
                .orFault();
    }

    /** Whether it is gone; false when PeerTube still works on it, which it does whether somebody waits or not. */
    boolean removeUser(String id) {
        try {
            Asked asked = ask(line -> line.delete("/api/v1/users/{id}", id).within(properties.eraseWithin()));
            return asked.answer().status() != 504 && gone(asked);
        } catch (ServiceFault fault) {
            if (fault.fault() == Fault.TIMED_OUT) {
                return false;
            }
            throw fault;
        }
    }

    /** Removes one video; one that is gone is no fault. */
    void removeVideo(String id) {
        gone(ask(line -> line.delete("/api/v1/videos/{id}", id)));
    }

    /** Keeps the account from signing in; its videos stay where they are. PeerTube writes to the member. */
    void block(String id) {
        gone(ask(line -> line.post("/api/v1/users/{id}/block", id).sending(Map.of())));
    }

    void removeRegistration(String id) {
        gone(ask(line -> line.delete("/api/v1/users/registrations/{id}", id)));
    }

    /** The status: 204 when the account has the address now, 409 when another has it, 400 when it is none. */
    int changeAddress(String user, String address) {
        Asked asked = ask(line -> line.put("/api/v1/users/{id}", user).sending(Map.of("email", address)));
        int status = asked.answer().status();
        return status == 400 || status == 409 ? status : asked.orFault().status();
    }

    static boolean gone(Asked asked) {
        return asked.answer().status() == 404 || asked.orFault().succeeded();
    }

    Page page(long start, int count, Function<ServiceHttp, Call> question) {
        return page(ask(line -> question.apply(line).with("start", start).with("count", count))
                .orFault()
                .body());
    }

    private static Function<ServiceHttp, Call> sorted(long start, Function<ServiceHttp, Call> question) {
        return line ->
                question.apply(line).with("start", start).with("count", PAGE).with("sort", "createdAt");
    }

    private static Page page(JsonNode answer) {
        JsonNode data = answer.path("data");
        if (!data.isArray() || !answer.path("total").isIntegralNumber()) {
            return misread();
        }
        List<JsonNode> all = new ArrayList<>();
        data.forEach(all::add);
        return new Page(answer.path("total").asLong(), all);
    }

    JsonNode object(Function<ServiceHttp, Call> question) {
        JsonNode body = ask(question).orFault().body();
        return body.isObject() ? body : misread();
    }

    /** Empty when PeerTube has no such thing, in JSON or in plain text. */
    private Optional<JsonNode> known(Function<ServiceHttp, Call> question) {
        Asked asked = ask(question);
        return asked.answer().status() == 404
                ? Optional.empty()
                : Optional.of(asked.orFault().body());
    }

    /** Asks once more with a new token when PeerTube does not know ours. */
    Asked ask(Function<ServiceHttp, Call> question) {
        String token = tokens.token();
        Asked asked = asked(question, token);
        return asked.answer().status() == 401 && tokens.forget(token) ? asked(question, tokens.token()) : asked;
    }

    private Asked asked(Function<ServiceHttp, Call> question, String token) {
        Call call = question.apply(line(token));
        return new Asked(call, call.answer());
    }

    record Asked(Call call, Answer answer) {

        Answer orFault() {
            return call.orFault(answer);
        }
    }

    private ServiceHttp line(String token) {
        return http.to(ID, address(), Authorization.bearer(() -> token));
    }

    private ServiceHttp open() {
        return http.to(ID, address(), Authorization.none());
    }

    /** Files, with our token or, where the address is the key, without. */
    PeerTubeDownloads downloads() {
        return new PeerTubeDownloads(open(), () -> line(tokens.token()), properties);
    }

    private URI address() {
        return access.address(ID).orElseThrow(() -> new IllegalStateException("peertube is not configured"));
    }

    static <T> T misread() {
        throw new ServiceFault(Fault.UNREADABLE, null, "peertube: an answer of another form", null);
    }
}
