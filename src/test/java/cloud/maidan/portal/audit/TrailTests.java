package cloud.maidan.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.audit.TrailSearch.By;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole trail, as auditors read it. */
@PortalTest
@Import(TestProvider.class)
class TrailTests {

    private static final String WHY = "The yearly review of accesses";

    @LocalServerPort
    int port;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MessageSource messages;

    @Autowired
    TrailRows rows;

    @TempDir
    Path folder;

    private Browser auditor = Browser.on(0);
    private Browser mira = Browser.on(0);
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void signIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);
    }

    @Test
    void membersAreNumbersAndStaySealedUntilTheReaderSaysWhyAndTheMemberReadsIt() {
        UUID member = id(DemoAccount.MEMBER);
        long record = happens("tests.sealed", member, member, Map.of("account", "@" + mark));
        assertThat(auditor.get("/admin/audit").body())
                .contains(
                        "/admin/audit/" + record, "Member " + member.toString().substring(0, 8))
                .doesNotContain(mark, "Mira Beispiel");
        assertThat(auditor.get("/admin/audit/" + record).body())
                .contains("Sealed for the member")
                .doesNotContain(mark);

        String asked = auditor.get("/admin/audit?member=" + DemoAccount.MEMBER.username())
                .body();
        assertThat(asked).contains("Why do you look").doesNotContain(mark, "/admin/audit/" + record);
        HttpResponse<String> refused = look(member, " because ");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("10 to 500 characters").doesNotContain(mark);
        assertThat(look(member, WHY).statusCode()).isEqualTo(302);

        assertThat(auditor.get("/admin/audit?member=" + member).body())
                .contains("Mira Beispiel", mark, "/admin/audit/" + record);
        assertThat(auditor.get("/admin/audit/" + record).body()).contains(mark);
        assertThat(auditor.get("/admin/audit").body()).doesNotContain(mark);
        assertThat(mira.get("/me/activity").body())
                .contains("read your records in the audit trail", WHY, "Aino Esimerkki");
        Browser another = Browser.on(port).signIn(DemoAccount.OFFICER);
        assertThat(another.get("/admin/audit?member=" + member).body())
                .as("a look is one’s own")
                .contains("Why do you look")
                .doesNotContain(mark);
    }

    @Test
    void whoWorksHereIsNamedForWhatTheyDidToOthersAndWhatIsAboutNobodyIsOpen() {
        Browser.on(port).signIn(DemoAccount.OFFICER);
        UUID officer = id(DemoAccount.OFFICER);
        long own = happens("tests.own-thing", officer, officer, Map.of());
        long others = happens("tests.others-thing", officer, id(DemoAccount.MEMBER), Map.of("account", "@" + mark));
        long nobodys = happens("tests.nobodys-thing", officer, null, Map.of("period", mark));

        String theirs = auditor.get("/admin/audit?by=" + officer).body();

        assertThat(theirs)
                .contains("/admin/audit/" + others, "/admin/audit/" + nobodys, "Odile Exemple", "period: " + mark)
                .doesNotContain("/admin/audit/" + own + "\"", "@" + mark);
        assertThat(auditor.get("/admin/audit/" + own).body())
                .contains("Member " + officer.toString().substring(0, 8))
                .doesNotContain("Odile Exemple");
    }

    @Test
    void everyPartOfASearchCounts() {
        UUID member = id(DemoAccount.MEMBER);
        String action = "tests.sought-" + mark;
        long done = happens(action, member, member, Map.of());
        long refused = happens(action + "-refused", null, member, Map.of());
        long failed = happensByItself(action + "-failed");

        assertThat(found("action=" + action)).containsExactly(done);
        assertThat(found("outcome=refused")).contains(refused).doesNotContain(done, failed);
        assertThat(found("outcome=failed&by=portal")).contains(failed).doesNotContain(done, refused);
        assertThat(found("by=stranger&action=" + action + "-refused")).containsExactly(refused);
        assertThat(found("outcome=failed&action=" + action)).isEmpty();
        assertThat(found("from=2999-01-01")).isEmpty();
        assertThat(found("to=2001-01-01")).isEmpty();
        for (String nonsense : List.of(
                "from=yesterday",
                "to=0000-00-00",
                "from=2026-02-02&to=2026-02-01",
                "action=nothing.such",
                "outcome=maybe",
                "by=me",
                "member=nobody-at-all")) {
            HttpResponse<String> answer = auditor.get("/admin/audit?" + nonsense);
            assertThat(answer.statusCode()).as(nonsense).isEqualTo(422);
            assertThat(answer.body()).as(nonsense).contains("error-summary").doesNotContain("<tbody");
        }
    }

    @Test
    void timeIsExactAndPagesShowEverythingOnce() {
        UUID member = id(DemoAccount.MEMBER);
        String action = "tests.many-" + mark;
        transactions.executeWithoutResult(it -> {
            for (int i = 0; i < 1_230; i++) {
                events.publishEvent(new Happened(
                        new Actor.Person(new MemberId(member)),
                        Optional.of(new MemberId(member)),
                        i % 20 == 0 ? action : "tests.other",
                        Map.of()));
            }
        });
        List<AuditRecord> all = through(new TrailSearch(null, null, Set.of(action), new By.Anybody(), null));
        AuditRecord newer = all.get(10);
        AuditRecord older = all.get(40);

        assertThat(all).hasSize(62);
        assertThat(ids(through(new TrailSearch(older.at(), newer.at(), Set.of(action), new By.Anybody(), null))))
                .as("from the older one on, before the newer one")
                .isEqualTo(ids(all.stream()
                        .filter(record ->
                                !record.at().isBefore(older.at()) && record.at().isBefore(newer.at()))
                        .toList()))
                .contains(older.id())
                .doesNotContain(newer.id());
        TrailSearch sifting = new TrailSearch(null, null, Set.of(action), new By.Anybody(), member);
        assertThat(rows.find(sifting, all.getLast().id() + 1_100).siftedTo())
                .as("a bounded number is looked at, and it says so")
                .isNotNull();
        assertThat(ids(through(sifting))).isEqualTo(ids(all));
    }

    @Test
    void aRecordIsShownWithItsPlaceInTheChainCheckedAnew() {
        long record = happensByItself("tests.placed");
        await().until(() -> auditor.get("/admin/audit/" + record).body().contains("Fits the chain"));
        String checkpoint = jdbc.sql("select checkpoint from audit_batch where ? = any(ids)")
                .param(record)
                .query(String.class)
                .single();

        assertThat(auditor.get("/admin/audit/" + record).body())
                .contains(
                        "Checked just now",
                        "record ",
                        checkpoint.lines().toList().get(2));

        byte[] mac = jdbc.sql("select mac from audit_record where id = ?")
                .param(record)
                .query(byte[].class)
                .single();
        jdbc.sql("update audit_record set action = 'tests.other' where id = ?")
                .param(record)
                .update();
        assertThat(auditor.get("/admin/audit/" + record).body())
                .contains("Does not fit", "did not write the record like this", "altered afterwards");
        jdbc.sql("update audit_record set action = 'tests.placed', mac = ? where id = ?")
                .params(mac, record)
                .update();
        jdbc.sql("update audit_batch set checkpoint = replace(checkpoint, 'time 20', 'time 21') where ? = any(ids)")
                .param(record)
                .update();
        assertThat(auditor.get("/admin/audit/" + record).body())
                .contains("Does not fit", "not what was signed")
                .doesNotContain("altered afterwards");
        jdbc.sql("update audit_batch set checkpoint = ? where ? = any(ids)")
                .params(checkpoint, record)
                .update();
        assertThat(auditor.get("/admin/audit/" + record).body()).contains("Fits the chain");
        assertThat(auditor.get("/admin/audit/999999999999").statusCode()).isEqualTo(404);
        assertThat(auditor.get("/admin/audit/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void whatWasFoundIsTakenAlongAsAFileThatCanBeChecked() throws IOException {
        UUID member = id(DemoAccount.MEMBER);
        String action = "tests.taken-" + mark;
        for (int i = 0; i < 3; i++) {
            happens(action, member, member, Map.of("account", "@" + mark));
            happens("tests.between", member, member, Map.of());
        }
        long last = happens(action, member, member, Map.of());
        await().until(() -> auditor.get("/admin/audit/" + last).body().contains("Fits the chain"));

        HttpResponse<String> taken = auditor.post("/admin/audit/excerpt", Map.of("action", action));

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).contains(action).doesNotContain("tests.between", "@" + mark);
        Path file = Files.writeString(folder.resolve("excerpt"), taken.body());
        assertThat(said(file)).startsWith("0 An excerpt").contains("4 records in", "0 were not linked yet");
        List<String> lines = Files.readAllLines(file);
        String line = lines.stream()
                .filter(each -> each.contains("\"record\""))
                .findFirst()
                .orElseThrow();
        assertThat(said(Files.writeString(file, taken.body().replace(line, line.replace("taken", "token")))))
                .startsWith("1 ")
                .contains("was altered");
        assertThat(said(Files.writeString(file, taken.body().replace(line + "\n", ""))))
                .startsWith("1 ")
                .contains("not the last one");
        assertThat(said(Files.writeString(file, taken.body().replaceFirst("\"digests\":\"....", "\"digests\":\"AAAA"))))
                .startsWith("1 ")
                .contains("not those that were signed");
        assertThat(said(Files.write(file, lines.subList(0, lines.size() - 1))))
                .startsWith("1 ")
                .contains("breaks off");
        assertThat(auditor.get("/admin/audit?by=" + id(DemoAccount.AUDITOR)).body())
                .contains("taken along as a file", "records: 4");
        assertThat(auditor.post(
                                "/admin/audit/excerpt",
                                Map.of("member", id(DemoAccount.OFFICER).toString()))
                        .statusCode())
                .as("about one member only with a reason")
                .isEqualTo(404);
    }

    private static String said(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = new VerifyCommand()
                .run(
                        List.of(file.toString()),
                        () -> {
                            throw new AssertionError("no database is needed");
                        },
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        return exit + " " + out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverIsErasedStaysErased() {
        UUID gone = UUID.randomUUID();
        jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                values (?, 'https://invented.example/', ?, ?, 'Gone Person', now(), now())""").params(gone, gone.toString(), "gone-" + mark).update();
        long record = happens("tests.gone", gone, gone, Map.of("account", "@" + mark));
        jdbc.sql("delete from member where id = ?").param(gone).update();

        String number = "Erased member " + gone.toString().substring(0, 8);
        assertThat(auditor.get("/admin/audit/" + record).body())
                .contains(number)
                .doesNotContain(mark);
        look(gone, WHY);
        assertThat(auditor.get("/admin/audit?member=" + gone).body())
                .contains("no longer a member", number, "/admin/audit/" + record)
                .doesNotContain("@" + mark);
    }

    @Test
    void nobodyLooksAtRestrictedData() {
        Restrictions restricts = mock(Restrictions.class);
        when(restricts.restricted(any())).thenReturn(true);
        TrailLooks restricted = new TrailLooks(rows, Optional.of(restricts), events, Clock.systemUTC());
        MemberId reader = new MemberId(id(DemoAccount.AUDITOR));
        UUID member = id(DemoAccount.MEMBER);
        look(member, WHY);

        assertThat(restricted.lasts(reader, member)).isFalse();
        assertThatThrownBy(() -> restricted.begin(reader, member, WHY)).isInstanceOf(TrailLooks.OnlyStored.class);
        when(restricts.restricted(any())).thenReturn(false);
        assertThat(restricted.lasts(reader, member)).isTrue();
        TrailLooks later = new TrailLooks(
                rows, Optional.of(restricts), events, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)));
        assertThat(later.lasts(reader, member)).isFalse();
    }

    @Test
    void noActionIsCalledAsIfTheReaderHadDoneIt() {
        Map<Locale, Pattern> address = Map.of(
                Locale.ENGLISH, Pattern.compile("(?i)\\byours?\\b|\\byou\\b"),
                Locale.GERMAN, Pattern.compile("(?i)\\b(du|dir|dich|dein\\w*)\\b"));
        List<String> actions = rows.actions();
        assertThat(actions).contains("members.signed-in");

        address.forEach((language, you) -> SpokenActions.ALL.forEach(action -> {
            String said = messages.getMessage("audit.deed." + action, null, null, language);
            String words = said == null ? messages.getMessage("audit.action." + action, null, "", language) : said;
            assertThat(words).as(action).isNotBlank().doesNotContainPattern(you);
        }));
    }

    private List<AuditRecord> through(TrailSearch search) {
        List<AuditRecord> records = new ArrayList<>();
        for (Long below = Long.MAX_VALUE; below != null; ) {
            TrailRows.Page page = rows.find(search, below);
            assertThat(page.records()).hasSizeLessThanOrEqualTo(TrailRows.PAGE);
            records.addAll(page.records());
            below = page.next();
        }
        return records;
    }

    private static List<Long> ids(List<AuditRecord> records) {
        return records.stream().map(AuditRecord::id).toList();
    }

    private HttpResponse<String> look(UUID member, String reason) {
        auditor.get("/admin/audit?member=" + member);
        return auditor.post("/admin/audit/looks", Map.of("member", member.toString(), "reason", reason));
    }

    private List<Long> found(String query) {
        HttpResponse<String> answer = auditor.get("/admin/audit?" + query);
        assertThat(answer.statusCode()).as(query).isEqualTo(200);
        return Pattern.compile("href=\"/admin/audit/(\\d+)\"")
                .matcher(answer.body())
                .results()
                .map(link -> Long.parseLong(link.group(1)))
                .toList();
    }

    private long happensByItself(String action) {
        return publish(new Happened(new Actor.Task("tests.task"), Optional.empty(), action, Map.of()));
    }

    /** @param by null for somebody who is not signed in @param about null for nobody */
    private long happens(String action, @Nullable UUID by, @Nullable UUID about, Map<String, String> details) {
        return publish(new Happened(
                by == null ? new Actor.Anonymous() : new Actor.Person(new MemberId(by)),
                Optional.ofNullable(about).map(MemberId::new),
                action,
                details));
    }

    private long publish(Happened event) {
        transactions.executeWithoutResult(it -> events.publishEvent(event));
        return jdbc.sql("select max(id) from audit_record where action = ?")
                .param(event.action())
                .query(Long.class)
                .single();
    }

    private UUID id(DemoAccount account) {
        return jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single();
    }
}
