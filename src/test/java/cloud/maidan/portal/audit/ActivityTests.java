package cloud.maidan.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@Import(TestProvider.class)
class ActivityTests {

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

    @Test
    void aNumberThatIsCountedInWordsIsShown() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        happens("members.sessions-ended", Map.of("count", "3"));
        happens("members.sessions-ended", Map.of("count", "many"));

        assertThat(mira.get("/me/activity").body()).contains("3 sessions");
    }

    @Test
    void oneKindCanBeLookedAtAlonePageByPage() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        for (int i = 0; i < 30; i++) {
            happens("requests.export-asked", Map.of("reference", "E-2026-" + (2000 + i), "services", "matrix portal"));
        }

        String all = mira.get("/me/activity").body();
        String changes = mira.get("/me/activity?kind=change").body();
        Optional<String> more = more(changes);
        String older = mira.get(more.orElseThrow()).body();
        String security = mira.get("/me/activity?kind=security").body();
        String unknown = mira.get("/me/activity?kind=%3Cscript%3E").body();

        assertThat(all)
                .contains("Export E-2026-2029", "Services: matrix, portal", "An export of your data was asked for");
        assertThat(changes).contains("aria-current=\"page\">Change<").doesNotContain("E-2026-2000");
        assertThat(more.orElseThrow()).startsWith("/me/activity?kind=change&below=");
        assertThat(older).contains("E-2026-2000").doesNotContain("E-2026-2029");
        assertThat(security).doesNotContain("E-2026-");
        assertThat(unknown).contains("aria-current=\"page\">Everything<").doesNotContain("<script>");
    }

    @Test
    void whatAMemberDidToAnotherOneIsNotTheirsToReadInFull() {
        Browser bo = Browser.on(port).signIn(DemoAccount.OFFICER);
        MemberId other = new MemberId(UUID.randomUUID());
        transactions.executeWithoutResult(it -> events.publishEvent(new Happened(
                new Actor.Person(member(DemoAccount.OFFICER)),
                Optional.of(other),
                "services.account-confirmed",
                Map.of("account", "@secret:example.org"))));

        assertThat(bo.get("/me/activity").body())
                .contains("The privacy officer confirmed")
                .doesNotContain("@secret:example.org");
    }

    @Test
    void everyActionHasItsWords() {
        assertThat(SpokenActions.ALL).hasSizeGreaterThan(15);
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            assertThat(SpokenActions.ALL)
                    .allMatch(action -> messages.getMessage("audit.action." + action, null, null, language) != null);
        }
    }

    private void happens(String action, Map<String, String> details) {
        MemberId member = member(DemoAccount.MEMBER);
        transactions.executeWithoutResult(it ->
                events.publishEvent(new Happened(new Actor.Person(member), Optional.of(member), action, details)));
    }

    private MemberId member(DemoAccount account) {
        return new MemberId(jdbc.sql("select id from member where username = ?")
                .param(account.username())
                .query(UUID.class)
                .single());
    }

    private static Optional<String> more(String page) {
        return Pattern.compile("href=\"(/me/activity\\?[^\"]*below=[0-9]+)\"")
                .matcher(page)
                .results()
                .findFirst()
                .map(link -> link.group(1).replace("&amp;", "&"));
    }
}
