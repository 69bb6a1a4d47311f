package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.AuthentikWorld;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** How Authentik surprises: each name quotes the sheet, and a stand-in that forgot it would make the test fail. */
class AuthentikQuirksTests {

    private static final List<String> SEEN_IN_CHECK = AuthentikWorld.RIGHTS.stream()
            .filter(right ->
                    right.contains("view_") && !right.endsWith("view_group") && !right.endsWith("view_application"))
            .toList();

    private final AuthentikStandIn standIn = AuthentikStandIn.start(0);
    private final AuthentikServer server = AuthentikServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    @DisplayName("a missing/invalid/expired token also gives 403, not 401")
    void aBadTokenIsToldFromAMissingRight() throws Exception {
        HttpRequest question = HttpRequest.newBuilder(URI.create(standIn.url() + "/api/v3/core/users/"))
                .header("Authorization", "Bearer forgotten")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(question, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);

        assertThatThrownBy(() -> server.with("forgotten").adapter().find(AuthentikServer.member(server.subject())))
                .isInstanceOf(AuthentikClient.UnknownToken.class);
        standIn.world().deny("authentik_core.view_user");
        assertThatThrownBy(() -> server.adapter().find(AuthentikServer.member(server.subject())))
                .isInstanceOf(AuthentikClient.NotAllowed.class);
    }

    @Test
    @DisplayName("next/previous are page numbers, 0 = none (not URLs)")
    void zeroEndsAListAndNoPageIsReadTwice() {
        RecordedSink sink = export(7);

        assertThat(standIn.calls()).doesNotHaveDuplicates();
        assertThat(sink.lines("native/activity-")).hasSize(60 * 3 + 4);
        assertThat(standIn.calls()).noneMatch(call -> call.contains("page=0"));
    }

    @Test
    @DisplayName("default page size 100 and max page size configurable: never assume your page_size was honoured")
    void fewerRowsThanAskedForAreNotTheEnd() {
        RecordedSink sink = export(1000);

        assertThat(standIn.calls()).anyMatch(call -> call.contains("page_size=1000") && call.contains("page=2&"));
        assertThat(sink.lines("native/activity-")).hasSize(60 * 3 + 4);
    }

    @Test
    @DisplayName("every path ends with /")
    void everyPathEndsWithASlash() throws Exception {
        export(100);
        server.adapter().view(server.account());
        server.adapter().check();

        assertThat(standIn.calls())
                .allMatch(call -> call.replaceAll("\\?.*", "").endsWith("/"));
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(standIn.url() + "/api/v3/core/users"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(301);
    }

    @Test
    @DisplayName("filter is by username, not pk")
    void whatSomebodyElseDidUnderTheNameIsNotTheMembers() {
        standIn.world().aNameFromBefore();

        RecordedSink sink = export(100);
        Category activity = category(server.adapter().view(server.account()), "activity");

        assertThat(sink.lines("native/activity-")).hasSize(60 * 3 + 4);
        assertThat(sink.everything()).doesNotContain(AuthentikWorld.OTHERS);
        assertThat(activity.count()).as("not certain").isNull();
        assertThat(activity.detail()).isEqualTo(Text.of("authentik.activity.names"));
    }

    @Test
    @DisplayName("user is AnonymousUser; attempted name sits in context.username, password masked")
    void failedSignInsAreSearchedFor() {
        assertThat(export(100).lines("native/failed-sign-ins-"))
                .hasSize(3)
                .allMatch(line -> line.contains("203.0.113.66") && !line.contains("****"));
        assertThat(standIn.calls()).anyMatch(call -> call.contains("search=context.username%20%3D%20%22member%22"));
    }

    @Test
    @DisplayName("treat as an open enum")
    void anActionOfALaterVersionIsTakenAlong() {
        standIn.world().happen(server.subject(), "mfa_device_added", Map.of());

        assertThat(export(100).lines("native/activity-")).anyMatch(line -> line.contains("mfa_device_added"));
    }

    @Test
    @DisplayName("applications are cut into pages before policies are asked")
    void applicationsAreCountedByReadingThem() {
        DataSummary summary = server.adapter(HttpLimits.standard(), 1).view(server.account());

        assertThat(standIn.calls().stream().filter(call -> call.contains("/core/applications/")))
                .hasSize(3);
        assertThat(summary.reach().getFirst())
                .as("the first page is empty, the fourth was not read")
                .isEqualTo(Text.of("authentik.reach.applications.at-least", 2L));
        assertThat(server.adapter().view(server.account()).reach().getFirst())
                .as("one of four is closed to her")
                .isEqualTo(Text.of("authentik.reach.applications", 3L));
        assertThat(export(1).lines("native/applications-")).hasSize(3);
    }

    @Test
    @DisplayName("event_retention … default 365 d; old events go while they are read")
    void eventsThatExpireMeanwhileTakeNoOthersWithThem() {
        int expired = 25;
        RecordedSink sink = new RecordedSink() {
            private boolean done;

            @Override
            public void reached(Cursor cursor) {
                super.reached(cursor);
                if (!done && text("native/activity-000004.ndjson").length() > 0) {
                    done = true;
                    standIn.world().expire(expired);
                }
            }
        };

        server.adapter(HttpLimits.standard(), 10).export(server.account(), Cursor.START, sink);

        assertThat(sink.lines("native/activity-"))
                .as("what was read before it expired, and everything that did not")
                .hasSize(60 * 3 + 4)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("objects you may not see: the rest is shown, and what is not is said")
    void aMissingRightHidesItsOwnPartOnly() {
        standIn.world().deny("authentik_core.view_authenticatedsession");
        standIn.world().deny("authentik_events.view_event");

        DataSummary summary = server.adapter().view(server.account());
        RecordedSink sink = export(100);

        assertThat(category(summary, "sessions").count()).isNull();
        assertThat(category(summary, "consents").count()).isEqualTo(2);
        assertThat(summary.hidden())
                .contains(Text.of("authentik.hidden.sessions"), Text.of("authentik.hidden.activity"));
        assertThat(summary.headline()).isEqualTo(Text.of("authentik.headline.partly"));
        assertThat(sink.missing)
                .containsEntry("native/sessions", Text.of("authentik.missing.right"))
                .containsEntry("native/activity", Text.of("authentik.missing.right"));
    }

    @Test
    @DisplayName("objects you may not see answer 404, lists 403: consents that nobody shows are not none")
    void consentsThatThePortalMayNotSeeAreNotCalledNone() {
        ServiceAccount account = server.account();
        standIn.world().deny("authentik_core.view_userconsent");

        List<Setting> settings = server.adapter().settings(account);

        assertThat(settings.getFirst().now()).isEqualTo(new Now.Unseen(Text.of("authentik.setting.unseen")));
        assertThat(settings.getLast().now()).isEqualTo(new Now.Known("many"));
    }

    @ParameterizedTest
    @FieldSource("SEEN_IN_CHECK")
    @DisplayName("the check names each right that is missing")
    void theCheckNamesEachMissingRight(String right) {
        standIn.world().deny(right);

        assertThat(server.adapter().check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing()).contains(Text.of("authentik.check.right", right)));
    }

    @Test
    @DisplayName("role.permissions are settable only through blueprints")
    void theBlueprintGivesTheRightsThatAreNeededAndNoOther() throws Exception {
        assertThat(Files.readAllLines(Path.of("docs/authentik/maidan-portal.yaml")).stream()
                        .map(String::strip)
                        .filter(line -> line.matches("- authentik_[a-z_]+\\.(view|change|edit|delete)_[a-z_]+"))
                        .map(line -> line.substring(2)))
                .containsExactlyInAnyOrderElementsOf(AuthentikWorld.RIGHTS);
    }

    @Test
    @DisplayName("avatars (set to initials to avoid Gravatar leak of e-mail hashes), gdpr_compliance")
    void howAuthentikIsSetIsFound() {
        assertThat(server.adapter().findings())
                .extracting(Finding::code)
                .containsExactly("authentik.avatars-gravatar", "authentik.event-retention");
        standIn.world().set("avatars", "initials");
        standIn.world().set("gdpr_compliance", false);
        standIn.world().set("default_user_change_email", true);

        assertThat(server.adapter().findings())
                .extracting(Finding::code)
                .containsExactly("authentik.events-stay", "authentik.email-changeable", "authentik.event-retention");
    }

    @Test
    @DisplayName("deleting and recreating a user always yields a new pk/uuid/uid")
    void anAccountThatWentIsNotMistakenForAnother() {
        var account = server.account();
        standIn.world().deleteUser(server.subject());

        assertThatThrownBy(() -> server.adapter().view(account))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE));
        assertThatThrownBy(() -> server.adapter()
                        .view(AuthentikServer.account(
                                server.subject(),
                                Integer.toString(standIn.world().keyOf(DemoAccount.MODERATOR.subject())))))
                .isInstanceOf(ServiceFault.class);
    }

    private RecordedSink export(int pageSize) {
        RecordedSink sink = new RecordedSink();
        var account = server.account();
        standIn.forgetCalls();
        server.adapter(HttpLimits.standard(), pageSize).export(account, Cursor.START, sink);
        return sink;
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
