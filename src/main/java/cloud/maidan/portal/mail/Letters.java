package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** Sends letters: written inside the caller's transaction, delivered durably afterwards. */
public interface Letters {

    /**
     * Queues a letter in the member's language. Nothing is sent, and the letter is recorded as not sent, when the
     * member has no trusted address.
     *
     * @param key the same key is sent once only, such as {@code export-ready/<id>}
     * @param path page of the portal to visit, such as {@code /me/exports/…}; never a secret
     */
    void send(MemberId to, String key, Text subject, List<Text> paragraphs, String path);

    /** Whether the letter with the key was sent, or will never be; also when there is none. */
    boolean settled(String key);
}
