package cloud.maidan.portal.subject;

/** Who did something: a person who was signed in, one of the portal's own tasks, or somebody unknown. */
public sealed interface Actor {

    record Person(MemberId id) implements Actor {}

    /** @param name stable name of the portal's task, such as {@code requests.export} */
    record Task(String name) implements Actor {}

    record Anonymous() implements Actor {}
}
