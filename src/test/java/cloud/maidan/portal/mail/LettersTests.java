package cloud.maidan.portal.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.Acquaintances;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
@Import(Acquaintances.Directory.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class LettersTests {

    private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private final Letters letters;
    private final Acquaintances members;
    private final Steps steps;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;
    private final JavaMailSenderImpl sender;
    private final String key = "test/" + UUID.randomUUID();

    LettersTests(
            Letters letters,
            Acquaintances members,
            Steps steps,
            TransactionTemplate transactions,
            JdbcClient jdbc,
            JavaMailSenderImpl sender) {
        this.letters = letters;
        this.members = members;
        this.steps = steps;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.sender = sender;
    }

    @BeforeAll
    static void startServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopServer() {
        SERVER.stop();
    }

    @DynamicPropertySource
    static void mailServer(DynamicPropertyRegistry registry) {
        SERVER.start();
        registry.add("spring.mail.host", () -> "127.0.0.1");
        registry.add("spring.mail.port", () -> SERVER.getSmtp().getPort());
        registry.add("portal.mail.address", () -> "https://portal.riverbend.example/");
        registry.add("portal.mail.from", () -> "portal@riverbend.example");
    }

    @AfterEach
    void emptyMailboxes() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
    }

    @Test
    void oneLetterComesInTheMembersLanguageHoweverOftenItIsAskedFor() throws Exception {
        MemberId mira = members.know("Mira Beispiel", "mira@riverbend.example", true, Locale.GERMAN);

        send(mira);
        send(mira);

        awaitState("SENT");
        MimeMessage letter = only();
        assertThat(letter.getAllRecipients()).extracting(Object::toString).containsExactly("mira@riverbend.example");
        assertThat(letter.getFrom()[0]).hasToString("Riverbend <portal@riverbend.example>");
        assertThat(letter.getHeader("Message-ID"))
                .singleElement()
                .asString()
                .matches("<[0-9a-f]{32}@riverbend\\.example>");
        assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(letter.getContent().toString())
                .startsWith("Hallo Mira Beispiel,")
                .contains("https://portal.riverbend.example/me/exports/7")
                .doesNotContain("//me");
    }

    @Test
    void aLetterWaitsForAServerThatIsDown() throws Exception {
        MemberId mira = members.know("Mira Beispiel", "mira@riverbend.example", true, Locale.ENGLISH);
        int port = sender.getPort();
        sender.setPort(1);
        try {
            send(mira);
            await().until(() -> step().state() == StepView.State.RETRYING);
            assertThat(Objects.requireNonNull(step().why()).key()).isEqualTo("mail.why.server-silent");
            assertThat(state()).isEqualTo("WAITING");
        } finally {
            sender.setPort(port);
        }
        jdbc.sql("update scheduled_tasks set execution_time = now() where task_instance = ?")
                .param(step().id().value().toString())
                .update();

        awaitState("SENT");
        assertThat(only().getContent().toString()).startsWith("Hello Mira Beispiel,");
    }

    @Test
    void withoutATrustedAddressNothingIsSentAndTheReasonIsKept() {
        send(members.know("Mira Beispiel", "mira@riverbend.example", false, Locale.ENGLISH));

        awaitState("NOT_SENT");
        assertThat(jdbc.sql("select why from letter where key = ?")
                        .param(key)
                        .query(String.class)
                        .single())
                .contains("mail.why.no-address");
        assertThat(SERVER.getReceivedMessages()).isEmpty();
    }

    @Test
    void somethingThatIsNoAddressIsNotSentTo() {
        send(members.know("Mira Beispiel", "mira@riverbend.example\r\nBcc: all@example.org", true, Locale.ENGLISH));

        awaitState("NOT_SENT");
        assertThat(SERVER.getReceivedMessages()).isEmpty();
    }

    @Test
    void aLineBreakInANameBeginsNoHeader() throws Exception {
        MemberId mallory = members.know("Mallory\r\nBcc: all@example.org", "m@riverbend.example", true, Locale.ENGLISH);

        transactions.executeWithoutResult(transaction -> letters.send(
                mallory,
                key,
                Text.of("mail.greeting", "Mallory\r\nBcc: all@example.org\r\n\r\nPay here"),
                List.of(Text.of("mail.why.refused")),
                "/me"));

        awaitState("SENT");
        MimeMessage letter = only();
        assertThat(letter.getHeader("Bcc")).isNull();
        assertThat(letter.getSubject()).isEqualTo("Hello Mallory Bcc: all@example.org Pay here,");
        assertThat(letter.getContent().toString()).startsWith("Hello Mallory Bcc: all@example.org,");
    }

    private void send(MemberId to) {
        transactions.executeWithoutResult(transaction -> letters.send(
                to, key, Text.of("mail.why.refused"), List.of(Text.of("mail.why.server-silent")), "/me/exports/7"));
    }

    private MimeMessage only() {
        assertThat(SERVER.getReceivedMessages()).hasSize(1);
        return SERVER.getReceivedMessages()[0];
    }

    private StepView step() {
        UUID letter = jdbc.sql("select id from letter where key = ?")
                .param(key)
                .query(UUID.class)
                .single();
        return steps.about(letter).getFirst();
    }

    private @Nullable String state() {
        return jdbc.sql("select state from letter where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private void awaitState(String state) {
        await().until(() -> state.equals(state()));
    }
}
