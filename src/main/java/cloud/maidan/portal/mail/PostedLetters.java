package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes letters down with what they are about, and leaves the way to the mail server to a durable step. */
@Component
class PostedLetters implements Letters {

    private final LetterRows letters;
    private final Steps steps;

    PostedLetters(LetterRows letters, Steps steps) {
        this.letters = letters;
        this.steps = steps;
    }

    @Override
    public boolean settled(String key) {
        return letters.settled(key);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(MemberId to, String key, Text subject, List<Text> paragraphs, String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("a letter links to a page of the portal only");
        }
        letters.write(to, key, subject, paragraphs, path)
                .ifPresent(letter -> steps.plan(DeliverLetterTask.KIND, letter, "", to));
    }
}
