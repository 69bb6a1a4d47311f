package cloud.maidan.portal.members;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Text;
import org.springframework.http.HttpStatus;

/** Why somebody does not get in, in a sentence that says what to do. */
class SignInRefusal extends RuleRefused {

    private final String word;

    private SignInRefusal(HttpStatus status, String word) {
        super(status, Text.of("members.refused." + word));
        this.word = word;
    }

    /** Short stable word for the record. */
    String word() {
        return word;
    }

    static SignInRefusal notSetUp() {
        return new SignInRefusal(HttpStatus.SERVICE_UNAVAILABLE, "not-set-up");
    }

    static SignInRefusal providerDown() {
        return new SignInRefusal(HttpStatus.SERVICE_UNAVAILABLE, "provider-down");
    }

    static SignInRefusal notAMember() {
        return new SignInRefusal(HttpStatus.FORBIDDEN, "not-a-member");
    }

    static SignInRefusal somebodyElse() {
        return new SignInRefusal(HttpStatus.FORBIDDEN, "somebody-else");
    }

    static SignInRefusal stillStale() {
        return new SignInRefusal(HttpStatus.FORBIDDEN, "still-stale");
    }

    static SignInRefusal oneFactor() {
        return new SignInRefusal(HttpStatus.FORBIDDEN, "one-factor");
    }

    static SignInRefusal givenUp() {
        return new SignInRefusal(HttpStatus.UNAUTHORIZED, "given-up");
    }

    static SignInRefusal expired() {
        return new SignInRefusal(HttpStatus.UNAUTHORIZED, "expired");
    }

    static SignInRefusal untrustworthy() {
        return new SignInRefusal(HttpStatus.UNAUTHORIZED, "untrustworthy");
    }
}
