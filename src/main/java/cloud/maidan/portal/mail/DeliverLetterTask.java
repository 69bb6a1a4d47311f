package cloud.maidan.portal.mail;

import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/**
 * Takes one letter to the mail server. A letter can arrive twice when the portal stops between the server's answer and
 * writing it down; both then carry the same {@code Message-ID}.
 */
@Component
class DeliverLetterTask implements StepTask {

    static final String KIND = "mail.deliver";

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final LetterRows letters;
    private final MemberDirectory members;
    private final ObjectProvider<JavaMailSender> server;
    private final LetterWriter writer;
    private final MailProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    DeliverLetterTask(
            LetterRows letters,
            MemberDirectory members,
            ObjectProvider<JavaMailSender> server,
            LetterWriter writer,
            MailProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.letters = letters;
        this.members = members;
        this.server = server;
        this.writer = writer;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean ownRequest() {
        return true;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<Letter> letter = letters.find(run.about()).filter(found -> found.state() == Letter.State.WAITING);
        return letter.isEmpty() ? new StepOutcome.Done() : deliver(letter.get(), run);
    }

    private StepOutcome deliver(Letter letter, StepRun run) {
        Optional<Member> member = members.find(letter.to());
        JavaMailSender mailServer = server.getIfAvailable();
        if (mailServer == null) {
            return giveUp(letter, run, "mail.why.no-server");
        }
        if (member.isEmpty()
                || !member.get().emailTrusted()
                || member.get().email().isEmpty()) {
            return giveUp(letter, run, "mail.why.no-address");
        }
        try {
            MimeMessage message = mailServer.createMimeMessage();
            writer.write(letter, member.get(), message);
            run.stillMine();
            mailServer.send(message);
        } catch (AddressException e) {
            return giveUp(letter, run, "mail.why.no-address");
        } catch (MessagingException e) {
            throw new IllegalStateException("a letter cannot be written: " + letter.id(), e);
        } catch (MailException e) {
            return refusedForGood(e) ? giveUp(letter, run, "mail.why.refused") : later(letter, run);
        }
        run.effect(() -> {
            letters.sent(letter.id());
            events.publishEvent(new LetterSent(letter.to(), letter.key()));
        });
        return new StepOutcome.Done();
    }

    private StepOutcome giveUp(Letter letter, StepRun run, String why) {
        run.effect(() -> letters.notSent(letter.id(), Text.of(why)));
        return new StepOutcome.Done();
    }

    private StepOutcome later(Letter letter, StepRun run) {
        Instant now = clock.instant();
        if (now.isAfter(letter.at().plus(properties.patience()))) {
            return giveUp(letter, run, "mail.why.server-silent");
        }
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(run.attempt() - 1, 10));
        return new StepOutcome.Again(now.plusMillis(pause), Text.of("mail.why.server-silent"));
    }

    /** The server named the address as wrong (RFC 5321 section 4.2.2: 550, 551, 553), so it will tomorrow. */
    private static boolean refusedForGood(MailException fault) {
        return fault instanceof MailSendException sending
                && Stream.of(sending.getMessageExceptions())
                        .anyMatch(each -> each instanceof SendFailedException refused
                                && refused.getInvalidAddresses() != null
                                && refused.getInvalidAddresses().length > 0);
    }
}
