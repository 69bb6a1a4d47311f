package cloud.maidan.portal.mail;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A letter as it is kept: put into words only when it is sent. */
record Letter(
        UUID id, MemberId to, String key, Text subject, List<Text> paragraphs, String path, State state, Instant at) {

    enum State {
        WAITING,
        SENT,
        NOT_SENT
    }
}
