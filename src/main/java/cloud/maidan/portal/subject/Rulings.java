package cloud.maidan.portal.subject;

/** Which of the portal's own tables are kept as long as a rule of the administrators says. */
public interface Rulings {

    /** Whether a rule is in force for the table, so that nobody else removes its rows for their age. */
    boolean ruled(String table);
}
