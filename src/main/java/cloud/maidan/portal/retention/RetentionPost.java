package cloud.maidan.portal.retention;

import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Role;
import cloud.maidan.portal.retention.Looks.Seen;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Tells the administrators by letter where services do not keep data as the rules say. */
@Component
class RetentionPost {

    private final Letters letters;
    private final MemberDirectory members;

    RetentionPost(Letters letters, MemberDirectory members) {
        this.letters = letters;
        this.members = members;
    }

    /** One letter to each administrator; within the caller's transaction. @param anew none when nothing was found */
    void found(List<Seen> anew) {
        if (anew.isEmpty()) {
            return;
        }
        List<Text> paragraphs = Stream.concat(
                        anew.stream().flatMap(RetentionPost::said), Stream.of(Text.of("retention.letter.drift.choice")))
                .toList();
        for (Member admin : members.holding(Role.ADMIN)) {
            letters.send(
                    admin.id(),
                    "retention-drift/" + anew.getFirst().look().at() + "/"
                            + anew.getFirst().look().service() + "/" + admin.id(),
                    Text.of("retention.letter.drift.subject", anew.size()),
                    paragraphs,
                    "/admin/retention");
        }
    }

    private static Stream<Text> said(Seen seen) {
        String product = seen.bounded().profile().product();
        long wanted = Retention.days(seen.rule().period());
        Text found = switch (seen.look().found()) {
            case Found.Kept(Period kept) -> Text.of("retention.letter.kept", product, wanted, Retention.days(kept));
            case Found.ForEver() -> Text.of("retention.letter.for-ever", product, wanted);
            case Found.Unsaid() -> Text.of("retention.letter.overdue", product, wanted);
            case null -> Text.of("retention.letter.overdue", product, wanted);
        };
        return Stream.of(seen.bounded().kind().what(), found);
    }
}
