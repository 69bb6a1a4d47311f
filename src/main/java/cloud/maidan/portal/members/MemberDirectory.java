package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.util.Optional;

/** Looks members up by their key. */
public interface MemberDirectory {

    /** Empty when there is no such member, or no longer. */
    Optional<Member> find(MemberId id);
}
