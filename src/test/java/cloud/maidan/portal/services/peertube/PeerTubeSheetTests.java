package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.PeerTubeStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in has the quirks that the adapter is made for: forgetting one fails here. The display names quote the sheet. */
class PeerTubeSheetTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        standIn.close();
    }

    @Test
    @DisplayName("\"Find: GET /users?search= (substring ilike on both)\"")
    void theSearchForUsersFindsParts() {
        assertThat(get("/api/v1/users?search=member@riverbend.example")
                        .path("total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("\"searchAccount is a text match\"")
    void theSearchForCommentsFindsOthers() {
        assertThat(text(get("/api/v1/videos/comments?searchAccount=member&count=100")))
                .contains("\"member2\"");
    }

    @Test
    void reportsNameTheReporterAndTheModeratorsNotes() {
        assertThat(text(get("/api/v1/abuses?searchReportee=member"))).contains("whoever-reported", "a note of");
    }

    @Test
    @DisplayName("\"count (default 15, max 100)\"")
    void aPageHoldsAHundredAtMost() {
        assertThat(send("GET", "/api/v1/users?count=101", "").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/videos/comments?searchAccount=m").path("data").size())
                .isLessThanOrEqualTo(15);
    }

    @Test
    @DisplayName("\"include=<bits>&privacyOneOf=1,2,3,4,5\"")
    void withoutBeingAskedPeerTubeListsPublicVideosOnlyAndNoFiles() {
        JsonNode usual = get("/api/v1/accounts/member/videos");

        assertThat(usual.path("total").asInt()).isEqualTo(2);
        assertThat(usual.path("data").path(0).has("files")).isFalse();
    }

    @Test
    @DisplayName("\"ensureAuthUserOwnsAccount, no admin bypass\"")
    void anAdministratorMayNotReadRatingsAndFollowers() {
        assertThat(send("GET", "/api/v1/accounts/member/ratings", "").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/accounts/member/followers", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("\"RFC 7807\", \"sendStatus answers (404 on missing export, 409) have a plain-text body\"")
    void someRefusalsAreJsonAndSomeAreWords() {
        String user = "/api/v1/users/" + standIn.user("member");
        assertThat(send("GET", "/api/v1/users/9999", "").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(send("DELETE", user + "/exports/77", "").body()).isEqualTo("Not Found");
        send("POST", user + "/exports/request", "{\"withVideoFiles\":false}");
        assertThat(send("DELETE", user + "/exports/1", "").statusCode()).isEqualTo(409);
    }

    @Test
    @DisplayName("\"One non-errored export per user: a second request -> 400\"; \"403 code max_user_video_quota…\"")
    void thereIsOneArchiveAtATime() {
        String asking = "/api/v1/users/" + standIn.user("member") + "/exports/request";
        assertThat(send("POST", asking, "{\"withVideoFiles\":true}").body())
                .contains("max_user_video_quota_exceeded_for_user_export");
        assertThat(send("POST", asking, "{\"withVideoFiles\":false}").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", asking, "{\"withVideoFiles\":false}").statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName(
            "\"privateDownloadUrl = https://<webserver>/download/user-exports/…?jwt=…\"; \"Wrong jwt 403, expired file 404\"")
    void anArchivesAddressIsThePublicOneAndItsOwnKey() {
        standIn.archiveMade(Duration.ofHours(1));
        String address = get("/api/v1/users/" + standIn.user("member") + "/exports")
                .path("data")
                .path(0)
                .path("privateDownloadUrl")
                .asString();

        assertThat(address).startsWith(PeerTubeStandIn.PUBLIC_URL + "/download/user-exports/");
        String path = address.substring(PeerTubeStandIn.PUBLIC_URL.length());
        assertThat(open(path).statusCode()).isEqualTo(200);
        assertThat(open(path + "x").statusCode()).isEqualTo(403);
        assertThat(open("/download/user-exports/gone.zip?jwt=x").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("\"Users with pluginAuth != null cannot use the password grant\"; \"form-urlencoded\"")
    void onlyALocalAccountGetsATokenAndOnlyByAForm() {
        assertThat(grant("member", PeerTubeStandIn.PASSWORD, "application/x-www-form-urlencoded")
                        .body())
                .contains("invalid_grant");
        assertThat(grant("portal", PeerTubeStandIn.PASSWORD, "application/json").statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("\"login 15 per 5 min\"; \"429 with X-RateLimit-Limit/-Remaining/-Reset + Retry-After\"")
    void theSixteenthSignInHasToWait() {
        HttpResponse<String> last = grant("portal", "wrong", "application/x-www-form-urlencoded");
        for (int i = 0; i < 15; i++) {
            last = grant("portal", "wrong", "application/x-www-form-urlencoded");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().map()).containsKeys("retry-after", "x-ratelimit-limit", "x-ratelimit-reset");
    }

    @Test
    @DisplayName("\"FK cascade on accountId and on inReplyTo → deleting a user can delete other people's replies\"")
    void anAccountThatIsDeletedAtOnceTakesTheAnswersOfOthersAlong() {
        assertThat(standIn.kept()).anyMatch(kept -> kept.contains("Moss answers"));

        assertThat(send("DELETE", "/api/v1/users/" + standIn.member(), "").statusCode())
                .isEqualTo(204);

        assertThat(standIn.kept()).noneMatch(kept -> kept.contains("Moss answers"));
    }

    @Test
    @DisplayName("\"DELETE /users/{id} → 204; second call 404; root → 400\"; \"userRegistration row — FK SET NULL\"")
    void aDeletedAccountLeavesItsNameAndTheRequestForIt() {
        String user = "/api/v1/users/" + standIn.member();
        send("DELETE", user, "");

        assertThat(send("DELETE", user, "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/api/v1/users/" + standIn.user("root"), "").statusCode())
                .isEqualTo(400);
        assertThat(standIn.kept()).contains("reserved member");
        assertThat(text(get("/api/v1/users/registrations?search=Member@riverbend")))
                .contains("\"user\":null");
    }

    @Test
    @DisplayName("\"remove-comments-of 204 (async; proper Tombstones)\"")
    void commentsGoAfterTheAnswer() {
        String user = "/api/v1/users/" + standIn.member();
        String who = "{\"accountName\":\"member@video.riverbend.example\",\"scope\":\"instance\"}";

        assertThat(send("POST", "/api/v1/bulk/remove-comments-of", who).statusCode())
                .isEqualTo(204);

        assertThat(standIn.effects()).isEmpty();
        assertThat(get(user).path("videoCommentsCount").asInt()).isEqualTo(7);
        assertThat(get(user).path("videoCommentsCount").asInt()).isEqualTo(2);
    }

    private JsonNode get(String path) {
        return JSON.readTree(send("GET", path, "").body());
    }

    private static String text(JsonNode answer) {
        return JSON.writeValueAsString(answer);
    }

    private HttpResponse<String> open(String path) {
        return exchange(request(path).GET());
    }

    private HttpResponse<String> send(String method, String path, String json) {
        String token = JSON.readTree(grant("portal", PeerTubeStandIn.PASSWORD, "application/x-www-form-urlencoded")
                        .body())
                .path("access_token")
                .asString();
        return exchange(request(path)
                .header("Authorization", "Bearer " + token)
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> grant(String name, String password, String type) {
        String form = "client_id=portal-client&client_secret=known-to-all&grant_type=password&username=" + name
                + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return exchange(
                request("/api/v1/users/token").header("Content-Type", type).POST(BodyPublishers.ofString(form)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(standIn.url() + path));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
