package cloud.maidan.portal.services;

import cloud.maidan.portal.members.MemberTokens;
import cloud.maidan.portal.members.MemberTokens.AccessToken;
import cloud.maidan.portal.subject.MemberId;
import org.springframework.stereotype.Component;

/** What adapters show to services that let a member ask in their own name. */
@Component
public class MemberBearer {

    private final MemberTokens tokens;

    public MemberBearer(MemberTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The member's own access token, for an {@code Authorization: Bearer} header and nothing else.
     *
     * @throws ServiceFault {@link Fault#MEMBER_AWAY} when they are signed in nowhere, {@link Fault#UNREACHABLE} when the
     *     identity provider does not answer
     */
    public String of(MemberId member) {
        try {
            return tokens.accessToken(member)
                    .map(AccessToken::value)
                    .orElseThrow(
                            () -> new ServiceFault(Fault.MEMBER_AWAY, null, "a member is signed in nowhere", null));
        } catch (MemberTokens.Unavailable e) {
            throw new ServiceFault(Fault.UNREACHABLE, null, "the identity provider gives no token", e);
        }
    }
}
