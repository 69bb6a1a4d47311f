package cloud.maidan.portal.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.rights.DataSubjectRequests.Received;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Rectification.Correction;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Import(InventedPens.class)
class RightsTests {

    @LocalServerPort
    int port;

    @Autowired
    DataSubjectRequests requests;

    @Autowired
    RightsRecords records;

    @Autowired
    RequestRows rows;

    @Autowired
    Timeline timeline;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RestrictionRows restrictions;

    @Autowired
    OfficerPost post;

    @Autowired
    Steps steps;

    @Autowired
    CorrectTask correct;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Clock clock;

    @Autowired
    InventedPens.Pen pen;

    @Autowired
    InventedPens.Pen chalk;

    private Browser mira = Browser.on(1);
    private Browser officer = Browser.on(1);
    private MemberId member = MemberId.random();

    @BeforeAll
    void signedIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        member = idOf(DemoAccount.MEMBER);
    }

    @BeforeEach
    void nothingAsked() {
        pen.forget();
        chalk.forget();
        List.of("member_restriction", "data_subject_request")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void aRequestIsReceivedWithAClockAndEndsOnce() {
        Received received = requests.receive(member, Right.ERASURE, new Actor.Person(member));
        requests.note(received.id(), Text.of("rights.right.erasure"));

        assertThat(received.reference()).matches("R-20\\d\\d-\\d{4,}");
        assertThat(received.due()).isPresent();
        assertThat(requests.find(received.id())).contains(received);

        requests.end(received.id(), DataSubjectRequests.Ending.FULFILLED);
        requests.end(received.id(), DataSubjectRequests.Ending.WITHDRAWN);

        assertThat(requests.find(received.id()).orElseThrow().due()).isEmpty();
        assertThat(rows.findById(received.id().value()).orElseThrow().ending())
                .contains(DataSubjectRequest.Ending.FULFILLED);
        assertThat(said(received))
                .containsExactly("rights.note.received", "rights.right.erasure", "rights.note.fulfilled");
        assertThat(letters(member)).contains("rights-received/" + received.id() + "/0");
        assertThat(requests.find(new RequestId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void whatIsLeftOfARequestAfterErasureNamesNobodyAndHoldsNoWord() {
        Received received = requests.receive(member, Right.ERASURE, new Actor.Person(member));

        transactions.executeWithoutResult(transaction -> {
            requests.note(received.id(), Text.of("rights.right.erasure"));
            records.personal().forEach(table -> records.erase(table, member));
            requests.end(received.id(), DataSubjectRequests.Ending.FULFILLED);
        });

        Map<String, @Nullable Object> left = jdbc.sql("select * from data_subject_request where id = ?")
                .param(received.id().value())
                .query()
                .singleRow();
        assertThat(left).containsEntry("member_id", null).containsEntry("ending", "FULFILLED");
        assertThat(said(received)).isEmpty();
        for (PersonalRecords module : List.of(records)) {
            module.personal()
                    .forEach(table -> assertThat(module.erase(table, member)).isZero());
        }
        requests.note(received.id(), Text.of("rights.right.erasure"));
        assertThat(said(received)).isEmpty();
    }

    @Test
    void aMemberAsksOnceHoweverOftenTheFormIsSentAndTheOfficersAreTold() {
        String token = UUID.randomUUID().toString();
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of("token", token, "words", "No statistics, please."));
        HttpResponse<String> again = mira.post(
                "/me/requests", Map.of("right", "OBJECTION", "token", token, "words", "No statistics, please."));

        assertThat(rows.count()).isEqualTo(1);
        assertThat(location(again)).endsWith(request.getId().toString());
        String page = mira.get("/me/requests/" + request.getId()).body();
        assertThat(page).contains(request.reference(), "No statistics, please.", "One month", "In progress");
        assertThat(mira.get("/me/requests").body()).contains(request.reference());
        assertThat(officer.get("/admin/requests").body()).contains(request.reference());
        assertThat(letters(idOf(DemoAccount.OFFICER)))
                .anyMatch(key -> key.startsWith("rights-arrived/" + request.getId()));
        assertThat(audited(request)).contains("rights.received");
    }

    @Test
    void whatIsAskedWronglyIsSaidAndNothingIsKept() {
        mira.get("/me/requests/new?right=RECTIFICATION");
        String token = UUID.randomUUID().toString();
        for (Map<String, String> wrong : List.of(
                Map.of("right", "COMPLAINT", "token", token),
                Map.of("right", "OBJECTION", "token", token, "words", "x".repeat(4001)),
                Map.of("right", "RECTIFICATION", "token", token, "fact", "DISPLAY_NAME", "value", " "),
                Map.of("right", "RECTIFICATION", "token", token, "fact", "EMAIL", "value", "nobody"),
                Map.of("right", "RECTIFICATION", "token", token, "fact", "DISPLAY_NAME", "value", "a\nb"),
                Map.of("right", "RECTIFICATION", "token", token, "fact", "OTHER"))) {
            HttpResponse<String> answer = mira.post("/me/requests", wrong);
            assertThat(answer.statusCode()).as(wrong.toString()).isEqualTo(422);
            assertThat(answer.body()).contains("<title>Error: ");
        }
        for (Map<String, String> impossible : List.of(
                Map.of("right", "ERASURE", "token", token),
                Map.of("right", "", "token", token),
                Map.of("right", "OBJECTION", "token", "none"))) {
            assertThat(mira.post("/me/requests", impossible).statusCode()).isEqualTo(404);
        }
        assertThat(rows.count()).isZero();
    }

    @Test
    void aMemberMayNotAskWithoutEnd() {
        for (int i = 0; i < 10; i++) {
            ask(Right.OBJECTION, Map.of());
        }

        assertThat(mira.post(
                                "/me/requests",
                                Map.of(
                                        "right",
                                        "OBJECTION",
                                        "token",
                                        UUID.randomUUID().toString()))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void requestsOfOthersAreNotThere() {
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of());
        Browser other = Browser.on(port).signIn(DemoAccount.MODERATOR);
        other.get("/me/preferences");
        String path = "/me/requests/" + request.getId();

        assertThat(other.get(path).statusCode()).isEqualTo(404);
        assertThat(other.get("/me/requests/nothing").statusCode()).isEqualTo(404);
        for (String verb : List.of("/write", "/withdraw", "/unrestrict")) {
            assertThat(other.post(path + verb, Map.of("words", "mine")).statusCode())
                    .isEqualTo(404);
        }
        assertThat(other.get("/admin/requests/" + request.getId()).statusCode()).isEqualTo(403);
        assertThat(mira.post("/admin/requests/" + request.getId() + "/fulfil", Map.of("words", "done"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(fresh(request).open()).isTrue();
    }

    @Test
    void theOfficerAsksExtendsOnceAndRefusesOnlyInFull() {
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of());
        Optional<Instant> first = request.dueAt();

        assertThat(act(request, "ask", Map.of("words", "Which statistics?")).statusCode())
                .isEqualTo(302);
        assertThat(mira.get("/me/requests/" + request.getId()).body())
                .contains("We need an answer from you", "Which statistics?");
        assertThat(act(request, "ask", Map.of("words", "And?")).statusCode()).isEqualTo(409);
        mira.post("/me/requests/" + request.getId() + "/write", Map.of("words", "Those of sign-ins."));
        assertThat(fresh(request).state()).isEqualTo(DataSubjectRequest.State.OPEN);

        assertThat(act(request, "extend", Map.of("words", " ")).statusCode()).isEqualTo(422);
        assertThat(act(request, "extend", Map.of("words", "Many services.")).statusCode())
                .isEqualTo(302);
        assertThat(fresh(request).dueAt().orElseThrow()).isAfter(first.orElseThrow());
        assertThat(act(request, "extend", Map.of("words", "Still many.")).statusCode())
                .isEqualTo(409);

        HttpResponse<String> incomplete = act(
                request, "refuse", Map.of("words", "Needed for security.", "authority", "The authority", "remedy", ""));
        assertThat(incomplete.statusCode()).isEqualTo(422);
        assertThat(incomplete.body()).contains("Nothing was sent", "Needed for security.");
        assertThat(fresh(request).open()).isTrue();
        assertThat(act(
                                request,
                                "refuse",
                                Map.of(
                                        "words",
                                        "Needed for security.",
                                        "authority",
                                        "The authority",
                                        "remedy",
                                        "The court"))
                        .statusCode())
                .isEqualTo(302);

        assertThat(mira.get("/me/requests/" + request.getId()).body())
                .contains("Refused", "Needed for security.", "The authority", "The court", "Many services.");
        assertThat(letters(member))
                .anyMatch(key -> key.startsWith("rights-asked/" + request.getId()))
                .anyMatch(key -> key.startsWith("rights-extended/" + request.getId()))
                .anyMatch(key -> key.startsWith("rights-refused/" + request.getId()));
        assertThat(audited(request))
                .contains("rights.seen", "rights.asked", "rights.answered", "rights.extended", "rights.refused");
        assertThat(officer.get("/admin/requests/ended").body()).contains(request.reference());
        assertThat(act(request, "fulfil", Map.of("words", "after all")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void anExtensionComesTooLateAfterTheFirstDate() {
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of());
        late(request);

        assertThat(act(request, "extend", Map.of("words", "Many services.")).statusCode())
                .isEqualTo(409);
        assertThat(officer.get("/admin/requests/" + request.getId() + "/decide").body())
                .doesNotContain("Extend the time");
    }

    @Test
    void ofTwoOfficersTheLaterSeesAConflict() {
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of());
        int version = request.version();
        assertThat(act(request, "ask", Map.of("words", "Which?")).statusCode()).isEqualTo(302);

        HttpResponse<String> later = officer.post(
                "/admin/requests/" + request.getId() + "/fulfil",
                Map.of("version", Integer.toString(version), "words", "done"));

        assertThat(later.statusCode()).isEqualTo(409);
        assertThat(later.body()).contains("Somebody else has changed request " + request.reference());
        assertThat(fresh(request).state()).isEqualTo(DataSubjectRequest.State.WAITING);
    }

    @Test
    void aLateRequestIsShownCountedAndWrittenAboutOnceADay() {
        DataSubjectRequest request = ask(Right.OBJECTION, Map.of());
        late(request);

        post.tidy(clock.instant());
        post.tidy(clock.instant());

        assertThat(letters(idOf(DemoAccount.OFFICER)))
                .filteredOn(key -> key.startsWith("rights-overdue/" + request.getId()))
                .hasSize(1);
        assertThat(officer.get("/admin/requests").body()).contains("One request is late", "Late");
        assertThat(meters.get("portal.rights.overdue").gauge().value()).isEqualTo(1);
        act(request, "fulfil", Map.of("words", "Done now."));
        assertThat(meters.get("portal.rights.overdue").gauge().value()).isZero();
    }

    @Test
    void openRequestsAreShownPageByPageSoonestFirst() {
        transactions.executeWithoutResult(transaction -> {
            for (int i = 0; i < 30; i++) {
                requests.receive(member, Right.ACCESS, new Actor.Person(member));
            }
        });
        DataSubjectRequest late = rows.findAll().getLast();
        late(late);

        String first = officer.get("/admin/requests").body();
        assertThat(first.indexOf(late.reference()))
                .isLessThan(first.indexOf("R-20", first.indexOf(late.reference()) + 1));
        assertThat(count(first)).isEqualTo(25);
        java.util.regex.Matcher more = java.util.regex.Pattern.compile("/admin/requests\\?after=[0-9a-f-]+")
                .matcher(first);
        assertThat(more.find()).isTrue();
        assertThat(count(officer.get(more.group()).body())).isEqualTo(5);
    }

    @Test
    void theOfficerTakesARequestDownWithGroundAndProvesLaterWhoAsked() {
        officer.get("/admin/requests/new");
        Map<String, String> form = Map.of(
                "token", UUID.randomUUID().toString(),
                "username", DemoAccount.MEMBER.username(),
                "right", "ACCESS",
                "received", LocalDate.now(clock).minusDays(3).toString(),
                "ground", "Came by post, without a device.");
        for (String wrong : List.of("username", "right", "received", "ground")) {
            assertThat(officer.post("/admin/requests", with(form, wrong, "")).statusCode())
                    .as(wrong)
                    .isEqualTo(422);
        }
        String tomorrow = LocalDate.now(clock).plusDays(2).toString();
        assertThat(officer.post("/admin/requests", with(form, "received", tomorrow))
                        .statusCode())
                .isEqualTo(422);
        assertThat(officer.post("/admin/requests", form).statusCode()).isEqualTo(302);

        DataSubjectRequest request = rows.findAll().getFirst();
        assertThat(request.onBehalf()).isTrue();
        assertThat(mira.get("/me/requests/" + request.getId()).body())
                .contains("Came by post", "It is not proven yet who asked");
        Instant before = request.dueAt().orElseThrow();
        assertThat(act(request, "identified", Map.of()).statusCode()).isEqualTo(302);
        assertThat(fresh(request).dueAt().orElseThrow()).isAfter(before);
        assertThat(act(request, "identified", Map.of()).statusCode()).isEqualTo(409);
    }

    @Test
    void aRestrictionBeginsAtOnceAndEndsAfterNotice() {
        DataSubjectRequest request = ask(Right.RESTRICTION, Map.of());
        assertThat(restrictions.restricted(member)).isFalse();

        assertThat(act(request, "restrict", Map.of()).statusCode()).isEqualTo(302);

        assertThat(restrictions.restricted(member)).isTrue();
        assertThat(mira.get("/me/requests/" + request.getId()).body()).contains("Your data is only stored");
        assertThat(officer.get("/admin/requests").body()).contains("Restrictions that last", request.reference());
        assertThat(act(request, "lift", Map.of("words", "It was cleared up.")).statusCode())
                .isEqualTo(302);
        assertThat(restrictions.restricted(member))
                .as("until the notice is over")
                .isTrue();
        assertThat(letters(member)).anyMatch(key -> key.startsWith("rights-restriction-ends/" + request.getId()));
        assertThat(act(request, "lift", Map.of("words", "Again.")).statusCode()).isEqualTo(409);
        mira.get("/me/requests/" + request.getId());
        assertThat(mira.post("/me/requests/" + request.getId() + "/unrestrict", Map.of())
                        .statusCode())
                .isEqualTo(302);
        assertThat(restrictions.restricted(member)).isFalse();
        assertThat(audited(request)).contains("rights.restricted", "rights.restriction-ending");
    }

    @Test
    void aNameIsCorrectedInEveryServiceThatTakesItAndTheRestIsLeftToTheOfficer() {
        pen.knows(member, account -> new Correction.Corrected());
        chalk.knows(member, account -> new Correction.Refused(Text.of("rights.fault.no-value")));

        DataSubjectRequest request = ask(Right.RECTIFICATION, Map.of("fact", "DISPLAY_NAME", "value", "Mira Sol"));

        await().until(() -> said(request).contains("rights.note.correct.by-hand"));
        assertThat(said(request))
                .contains(
                        "rights.note.correct.display-name",
                        "rights.note.correct.corrected",
                        "rights.fault.no-value",
                        "rights.note.correct.takes-none");
        assertThat(pen.corrected()).containsExactly("Mira Sol");
        assertThat(fresh(request).open()).isTrue();
    }

    @Test
    void aServiceThatTakesNoneAndOneThatIsGivenUpAreLeftToTheOfficer() {
        pen.knows(member, account -> {
            throw new ServiceFault(Fault.REFUSED, null, "as the test says", null);
        });
        chalk.knows(member, account -> {
            throw new ServiceFault(Fault.BROKEN, null, "as the test says", null);
        });

        DataSubjectRequest request = ask(Right.RECTIFICATION, Map.of("fact", "DISPLAY_NAME", "value", "Mira Sol"));
        await().until(() ->
                steps.about(request.getId()).stream().anyMatch(step -> step.state() == StepView.State.RETRYING));
        await().until(() -> said(request).contains("rights.note.correct.silent"));
        assertThat(said(request)).doesNotContain("rights.note.correct.by-hand");

        transactions.executeWithoutResult(transaction -> {
            steps.cancel(request.getId());
            correct.giveUp(request.getId(), "chalk").orElseThrow().run();
            correct.giveUp(request.getId(), "chalk").orElseThrow().run();
        });

        assertThat(said(request))
                .filteredOn("rights.note.correct.silent"::equals)
                .hasSize(2);
        assertThat(said(request)).contains("rights.note.correct.by-hand");
        assertThat(fresh(request).open()).isTrue();
    }

    @Test
    void anAddressIsCorrectedOnceTheOfficerHasLookedAtItEvenOfSomebodyRestricted() {
        pen.knows(member, account -> new Correction.AlreadySo());
        restrictions.begin(member, ask(Right.RESTRICTION, Map.of()));
        DataSubjectRequest request =
                ask(Right.RECTIFICATION, Map.of("fact", "EMAIL", "value", "sol@riverbend.example"));
        assertThat(pen.corrected()).isEmpty();
        assertThat(officer.get("/admin/requests/" + request.getId() + "/decide").body())
                .contains("sol@riverbend.example");

        assertThat(act(request, "correct", Map.of()).statusCode()).isEqualTo(302);

        await().until(() -> !fresh(request).open());
        assertThat(fresh(request).ending()).contains(DataSubjectRequest.Ending.FULFILLED);
        assertThat(said(request)).contains("rights.note.correct.already-so", "rights.note.correct.no-account");
        assertThat(letters(member)).anyMatch(key -> key.startsWith("rights-fulfilled/" + request.getId()));
    }

    @Test
    void whatAnotherPartLeadsIsNotEndedByHand() {
        Received received = requests.receive(member, Right.ERASURE, new Actor.Person(member));
        DataSubjectRequest request = rows.findById(received.id().value()).orElseThrow();
        mira.get("/me/requests/" + request.getId());

        assertThat(act(request, "fulfil", Map.of("words", "done")).statusCode()).isEqualTo(409);
        assertThat(mira.post("/me/requests/" + request.getId() + "/withdraw", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(fresh(request).open()).isTrue();
    }

    @Test
    void aMemberTakesARequestBack() {
        DataSubjectRequest request = ask(Right.COMPLAINT, Map.of("words", "Too slow."));

        assertThat(mira.post("/me/requests/" + request.getId() + "/withdraw", Map.of())
                        .statusCode())
                .isEqualTo(302);

        assertThat(fresh(request).ending()).contains(DataSubjectRequest.Ending.WITHDRAWN);
        assertThat(mira.post("/me/requests/" + request.getId() + "/write", Map.of("words", "And?"))
                        .statusCode())
                .isEqualTo(409);
    }

    private DataSubjectRequest ask(Right right, Map<String, String> also) {
        mira.get("/me/requests/new?right=" + right);
        Map<String, String> form =
                with(Map.of("token", UUID.randomUUID().toString(), "right", right.name()), "words", "");
        form.putAll(also);
        HttpResponse<String> answer = mira.post("/me/requests", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        String where = location(answer);
        mira.get("/me/requests");
        return rows.findById(UUID.fromString(where.substring(where.lastIndexOf('/') + 1)))
                .orElseThrow();
    }

    /** As from a page made this moment. */
    private HttpResponse<String> act(DataSubjectRequest request, String verb, Map<String, String> fields) {
        officer.get("/admin/requests/" + request.getId());
        return officer.post(
                "/admin/requests/" + request.getId() + "/" + verb,
                with(fields, "version", Integer.toString(fresh(request).version())));
    }

    private DataSubjectRequest fresh(DataSubjectRequest request) {
        return rows.findById(request.getId()).orElseThrow();
    }

    private void late(DataSubjectRequest request) {
        jdbc.sql("update data_subject_request set due_at = now() - interval '1 day' where id = ?")
                .param(request.getId())
                .update();
    }

    private static int count(String page) {
        return page.split("line-title", -1).length - 1;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> more = new HashMap<>(form);
        more.put(name, value);
        return more;
    }

    private List<String> audited(DataSubjectRequest request) {
        return jdbc.sql("select action from audit_record where member_id = ? and action like 'rights.%'")
                .param(request.member().orElseThrow().value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private List<String> said(DataSubjectRequest request) {
        return timeline.of(request).stream().map(note -> note.what().key()).toList();
    }

    private List<String> said(Received received) {
        return said(rows.findById(received.id().value()).orElseThrow());
    }

    private List<String> letters(MemberId to) {
        return jdbc.sql("select key from letter where member_id = ?")
                .param(to.value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private MemberId idOf(DemoAccount account) {
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single());
    }
}
