package cloud.maidan.portal.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.Community;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.Scan;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.connections.Check.Standing;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.services.Credential;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import com.github.kagkarlsson.scheduler.task.Task;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A portal that was started without a service learns of it from an administrator. */
@PortalTest
@ExtendWith(OutputCaptureExtension.class)
class TypedConnectionTests {

    private static final ServiceId MATRIX = new ServiceId("matrix");
    private static final String ACCESS = "/admin/services/matrix/access";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TypedRows rows;

    @Autowired
    CheckRows checks;

    @Autowired
    TypedServices typed;

    @Autowired
    AccessDesk desk;

    @Autowired
    ServiceAccess access;

    @Autowired
    ServiceCatalog services;

    @Autowired
    Seals seals;

    @Autowired
    @Qualifier("keyRotation")
    Task<Void> keyRotation;

    private final Community community = TestCommunity.community();
    private Browser admin;

    @BeforeEach
    void signIn() {
        admin = Browser.on(port).signIn(DemoAccount.ADMIN);
    }

    @AfterEach
    void forget() {
        List.of(
                        "connection_author",
                        "connection_secret",
                        "connection_typed",
                        "connection_check",
                        "service_answer",
                        "service_link",
                        "service_proposal")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        typed.changed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix", "cryptpad", "vaultwarden", "librechat", "peertube", "nextcloud", "authentik"})
    void aServiceAnswersWithWhatItsAdapterDeclares(String service) {
        ServiceId id = new ServiceId(service);
        Map<String, String> secrets = community.credentials(service);
        assertThat(profile(id).credentials())
                .filteredOn(credential -> credential.kind() == Credential.Kind.SECRET)
                .extracting(Credential::name)
                .containsExactlyInAnyOrderElementsOf(secrets.keySet());

        type(admin, service, url(service), secrets);

        assertThat(services.connected(id)).isTrue();
        assertThat(check(id).standing()).isIn(Standing.WELL, Standing.LACKING);
        assertThat(check(id).version()).isNotNull();
    }

    @Test
    void aCardAnswersAndThePageSaysWhoTypedItAndNothingMore() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        assertThat(mira.get("/me/services/matrix/card").body()).contains("Not connected");

        HttpResponse<String> page = type(admin, "matrix", url("matrix"), community.credentials("matrix"));

        assertThat(page.uri()).hasPath("/admin/services/matrix");
        assertThat(page.body())
                .contains("Works", url("matrix"), "Typed in the portal.", DemoAccount.ADMIN.displayName())
                .contains("The service answers, and nothing is missing.")
                .doesNotContain(token());
        assertThat(mira.get("/me/services/matrix/card").body())
                .contains("Up to date")
                .doesNotContain("Not connected");
        assertThat(admin.get(ACCESS).body())
                .doesNotContain(token())
                .containsPattern("<input[^>]*id=\"secret-token\"[^>]*type=\"password\"[^>]*autocomplete=\"off\"");
    }

    @Test
    void aWrongSecretIsSaidAtOnceAndStandsNowhereInTheClear(CapturedOutput log) {
        String marker = "marker-" + UUID.randomUUID();
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));

        jdbc.sql("delete from connection_check").update(); // nobody knows whether the one before worked
        assertThat(type(admin, "matrix", "", Map.of("token", marker)).body())
                .contains("kept beside it until a test succeeds", "Rights are missing")
                .doesNotContain(marker);
        assertThat(check(MATRIX).missing()).extracting("key").containsExactly("matrix.check.token-unknown");
        assertThat(admin.get(ACCESS).body()).doesNotContain(marker);
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(marker);
        assertThat(Scan.tables(jdbc, List.of(marker, token()))).isEmpty();
        assertThat(log.getAll()).doesNotContain(marker).doesNotContain(token());
        assertThat(jdbc.sql("select action from audit_record where action = 'connections.typed'")
                        .query(String.class)
                        .list())
                .isNotEmpty();

        type(admin, "matrix", "", community.credentials("matrix"));
        assertThat(check(MATRIX).standing()).isEqualTo(Standing.WELL);
    }

    @Test
    void aNewSecretThatIsRefusedLeavesTheOldOneInUse() {
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));
        assertThat(check(MATRIX).standing()).isEqualTo(Standing.WELL);

        HttpResponse<String> answer = type(admin, "matrix", "", Map.of("token", "another"));

        assertThat(answer.body()).contains("goes on with what was there before", "Works");
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(token());
        assertThat(check(MATRIX).standing()).isEqualTo(Standing.WELL);
        assertThat(rows.of(MATRIX).secret("token").orElseThrow().previous()).isNull();
    }

    @Test
    void aNewSecretThatCannotBeTriedStandsBesideTheOldOneUntilItWorksOrIsTakenBack() {
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));
        Objects.requireNonNull(community.servers().get("matrix")).fail(FaultyServer.Trouble.SERVER_ERROR);

        assertThat(type(admin, "matrix", "", Map.of("token", "another")).body())
                .contains("kept beside it until a test succeeds");
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo("another");
        community.heal();
        String page = admin.get(ACCESS).body();
        assertThat(page).contains("What was there before is kept");
        String base = page.replaceAll("(?s).*name=\"base\" value=\"(\\d+)\".*", "$1");
        HttpResponse<String> back = admin.follow(admin.post(ACCESS + "/before", Map.of("base", base)));

        assertThat(back.body()).contains("in use again", "Works");
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(token());
        assertThat(admin.get(ACCESS).body()).doesNotContain("What was there before is kept");
        assertThat(admin.post(ACCESS + "/before", Map.of("base", base)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theUserNameAndTheAddressForMembersAreTypedToo() {
        ServiceId peertube = new ServiceId("peertube");
        Map<String, String> typing = new HashMap<>(community.credentials("peertube"));
        typing.put("username", "somebody-else");
        typing.put("public-url", "https://videos.example/");

        type(admin, "peertube", url("peertube"), typing);
        assertThat(check(peertube).standing()).as("signed in by the typed name").isNotEqualTo(Standing.WELL);
        assertThat(access.word(peertube, "public-url")).hasValue("https://videos.example");
        assertThat(admin.get("/admin/services/peertube/access").body()).doesNotContain("somebody-else");
        assertThat(type(admin, "peertube", "", Map.of("public-url", "ftp://videos.example"))
                        .statusCode())
                .isEqualTo(422);

        type(admin, "peertube", "", Map.of("username", "portal", "public-url", url("peertube")));
        assertThat(check(peertube).standing()).isIn(Standing.WELL, Standing.LACKING);
        assertThat(access.word(peertube, "username")).hasValue("portal");
        assertThat(Scan.tables(jdbc, List.of("somebody-else"))).isEmpty();
    }

    @Test
    void whatIsRefusedIsNotKeptAndNotShownAgain() {
        String marker = "marker-" + UUID.randomUUID();

        HttpResponse<String> answer = type(admin, "matrix", "https://169.254.169.254", Map.of("token", marker));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Nothing was kept", "No service is at such an address")
                .doesNotContain(marker)
                .doesNotContain("169.254");
        assertThat(type(admin, "matrix", "", Map.of("token", marker)).body()).contains("Type the address");
        assertThat(type(admin, "matrix", url("matrix"), Map.of("token", "two\nlines"))
                        .body())
                .contains("A secret is one line");
        assertThat(rows.all()).isEmpty();
    }

    @Test
    void aSecretIsSentToNoAddressThatItWasNotTypedFor() {
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));

        HttpResponse<String> answer = type(admin, "matrix", url("peertube"), Map.of());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("type this secret anew too");
        assertThat(access.address(MATRIX)).hasValue(URI.create(url("matrix")));
        assertThat(type(admin, "matrix", url("peertube"), Map.of("token", "another"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(access.address(MATRIX)).hasValue(URI.create(url("peertube")));
        jdbc.sql("update connection_typed set address = 'https://elsewhere.example'")
                .update();
        typed.changed();
        ServiceAccess.Secret sealedForAnother = access.secret(MATRIX, "token").orElseThrow();
        assertThatThrownBy(sealedForAnother::read).hasMessageContaining("does not open");
    }

    @Test
    void ofTwoAdministratorsTheLaterSeesTheConflict() {
        Browser other = Browser.on(port).signIn(DemoAccount.ADMIN);
        other.get(ACCESS);
        String page = admin.get(ACCESS).body();
        type(other, "matrix", url("matrix"), community.credentials("matrix"));

        HttpResponse<String> late = send(admin, page, "matrix", url("peertube"), Map.of("token", "mine"));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Somebody else changed");
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(token());
    }

    @Test
    void whatIsRemovedIsGone() {
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));
        String base = Integer.toString(rows.of(MATRIX).version());

        admin.get(ACCESS);
        HttpResponse<String> page = admin.follow(admin.post(ACCESS + "/removal", Map.of("name", "url", "base", base)));

        assertThat(page.body()).contains("It was removed.", "Not there yet.");
        assertThat(services.connected(MATRIX)).isFalse();
        assertThat(jdbc.sql("select count(*) from connection_secret")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(admin.post(ACCESS + "/removal", Map.of("name", "url", "base", base))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSuccessorOfTheKeySealsAnew() {
        type(admin, "matrix", url("matrix"), community.credentials("matrix"));
        byte[] before = sealed();
        jdbc.sql("update key_line set rotated_at = '2020-01-01' where purpose = 'seals'")
                .update();

        keyRotation.execute(keyRotation.instance("test"), null);
        assertThat(seals.outdated(before)).isTrue();
        desk.tidy(Instant.EPOCH);
        typed.changed();

        assertThat(seals.outdated(sealed())).isFalse();
        assertThat(access.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(token());
    }

    @Test
    void anotherNodeLearnsOfItByItself() {
        assertThat(access.address(MATRIX)).isEmpty();
        var elsewhere = new TypedServices(rows, seals, Clock.systemUTC());
        assertThat(elsewhere.address(MATRIX)).isEmpty();

        type(admin, "matrix", url("matrix"), community.credentials("matrix"));

        await().untilAsserted(() -> assertThat(elsewhere.address(MATRIX)).isPresent());
        assertThat(elsewhere.secret(MATRIX, "token").orElseThrow().read()).isEqualTo(token());
    }

    private ServiceProfile profile(ServiceId service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private Check check(ServiceId service) {
        return Objects.requireNonNull(checks.all().get(service));
    }

    private byte[] sealed() {
        return rows.of(MATRIX).secret("token").orElseThrow().sealed();
    }

    private String token() {
        return Objects.requireNonNull(community.credentials("matrix").get("token"));
    }

    private String url(String service) {
        return Objects.requireNonNull(community.servers().get(service)).url().toString();
    }

    private HttpResponse<String> type(Browser who, String service, String address, Map<String, String> secrets) {
        String page = who.get("/admin/services/" + service + "/access").body();
        return send(who, page, service, address, secrets);
    }

    private static HttpResponse<String> send(
            Browser who, String page, String service, String address, Map<String, String> secrets) {
        Map<String, String> form = new HashMap<>();
        form.put("base", page.replaceAll("(?s).*name=\"base\" value=\"(\\d+)\".*", "$1"));
        form.put("address", address);
        secrets.forEach((name, secret) -> form.put("secret-" + name, secret));
        return who.follow(who.post("/admin/services/" + service + "/access", form));
    }
}
