package cloud.maidan.portal.rights;

import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells a member by letter what became of a request, within the transaction that makes it true. */
@Component
class RequestLetters {

    private final Letters letters;

    RequestLetters(Letters letters) {
        this.letters = letters;
    }

    /** @param what names the letter: {@code rights.letter.<what>} @param also further paragraphs */
    void send(DataSubjectRequest request, String what, Text... also) {
        List<Text> paragraphs = new ArrayList<>();
        paragraphs.add(Text.of("rights.letter." + what, request.reference()));
        paragraphs.addAll(List.of(also));
        request.member()
                .ifPresent(member -> letters.send(
                        member,
                        "rights-" + what + "/" + request.getId() + "/" + request.version(),
                        Text.of("rights.letter." + what + ".subject", request.reference()),
                        paragraphs,
                        "/me/requests/" + request.getId()));
    }

    /** Until when we answer. */
    static Text due(DataSubjectRequest request) {
        return request.dueOn()
                .map(day -> Text.of("rights.letter.due", ClockProfile.said(day)))
                .orElse(Text.of("rights.letter.standing"));
    }
}
