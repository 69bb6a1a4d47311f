package cloud.maidan.portal.subject;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one module of the portal keeps about members. Each module with tables has one bean of this type; together the
 * beans name every table of the database, and the portal answers for itself through them as any other service does.
 */
public interface PersonalRecords {

    /** The module's name, such as {@code requests}. */
    String module();

    List<PersonalTable> personal();

    /** The module's other tables, each with the reason why it is not about members. */
    default List<ImpersonalTable> impersonal() {
        return List.of();
    }

    /** Those of the tables whose rows go some time after they ended. */
    default List<AgingTable> aging() {
        return List.of();
    }

    /** Which rows of the table are about a member. */
    MemberTable rows(PersonalTable table);

    /** Hands every row about the member to the sink, oldest first, one at a time; secrets left out. */
    void export(PersonalTable table, MemberId member, Consumer<Map<String, Object>> sink);

    /**
     * Removes the member's rows of the table and says how many went. Repeating has no further effect.
     */
    long erase(PersonalTable table, MemberId member);
}
