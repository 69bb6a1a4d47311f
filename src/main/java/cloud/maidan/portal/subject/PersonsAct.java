package cloud.maidan.portal.subject;

import java.util.Optional;

/** Something worth recording that one person did; about nobody in particular unless it says so. */
public interface PersonsAct extends Auditable {

    /** Who did it. */
    MemberId by();

    @Override
    default Actor actor() {
        return new Actor.Person(by());
    }

    @Override
    default Optional<MemberId> about() {
        return Optional.empty();
    }
}
