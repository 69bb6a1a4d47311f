package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.util.Optional;

/** What the identity provider gives a member to show to services that let people ask in their own name. */
public interface MemberTokens {

    /**
     * A token that is good for at least half a minute, fetched anew when needed; empty when the member is signed in
     * nowhere, so that nothing can be fetched.
     *
     * @throws Unavailable when the identity provider does not answer
     */
    Optional<AccessToken> accessToken(MemberId member);

    /** Never stored, never shown. */
    record AccessToken(String value, Instant expiresAt) {

        @Override
        public String toString() {
            return "AccessToken[until " + expiresAt + "]";
        }
    }

    /** The identity provider does not answer, or answers nonsense. */
    class Unavailable extends RuntimeException {

        Unavailable(Throwable cause) {
            super("the identity provider gives no token", cause);
        }
    }
}
