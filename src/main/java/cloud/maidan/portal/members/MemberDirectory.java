package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks members up by their key. */
public interface MemberDirectory {

    /** Empty when there is no such member, or no longer. */
    Optional<Member> find(MemberId id);

    /** By the identity provider's {@code sub}; empty when there is no such member. */
    default Optional<Member> ofSubject(String subject) {
        return Optional.empty();
    }

    /** By the name that the provider gave last, which may be somebody else's by now; empty when nobody has it. */
    default Optional<Member> named(String username) {
        return Optional.empty();
    }

    /**
     * In the order of their user names, whatever the case.
     *
     * @param beginning how the names begin; all when empty
     * @param after the one behind whom the list goes on; from the first when null
     */
    default List<Member> listed(String beginning, @Nullable Member after, int atMost) {
        return List.of();
    }

    /** Up to a hundred people who had the role, which is not to be a member, when the provider was last asked about them. */
    default List<Member> holding(Role role) {
        return List.of();
    }

    /**
     * Whether the member's e-mail address stands for this person alone: an administrator declared that the identity
     * provider gives each address to one person and lets nobody change their own, and no other member here has it.
     */
    boolean addressIsTheirs(MemberId id);
}
