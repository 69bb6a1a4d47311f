package cloud.maidan.portal.subject;

/**
 * A table with rows about members.
 *
 * @param name the table's name in the database
 * @param title what it is, in a member's words: {@code portal.table.<name>} by convention
 * @param purpose why it is kept
 * @param retention how long it is kept
 * @param visibleTo who can see it
 */
public record PersonalTable(String name, Text title, Text purpose, LegalBasis basis, Text retention, Text visibleTo) {

    /** A table whose sentences follow the naming convention {@code portal.table.<name>.<what>}. */
    public static PersonalTable named(String name, LegalBasis basis) {
        String key = "portal.table." + name;
        return new PersonalTable(
                name,
                Text.of(key),
                Text.of(key + ".purpose"),
                basis,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"));
    }
}
