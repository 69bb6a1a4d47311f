package cloud.maidan.portal.services.authentik;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An account's profile as a contact that address books read (vCard 4.0, RFC 6350). */
final class Profile {

    private static final int LONGEST_LINE = 75;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private Profile() {}

    static String vcard(Account account) {
        StringBuilder card = new StringBuilder();
        line(card, "BEGIN:VCARD");
        line(card, "VERSION:4.0");
        line(card, "UID:urn:uuid:" + account.uuid());
        String name = account.json().path("name").asString("");
        line(card, "FN:" + escaped(name.isBlank() ? account.username() : name));
        line(card, "NICKNAME:" + escaped(account.username()));
        String email = account.json().path("email").asString("");
        if (!email.isEmpty()) {
            line(card, "EMAIL:" + escaped(email));
        }
        Instant changed = account.changed();
        if (changed != null) {
            line(card, "REV:" + TIME.format(changed));
        }
        line(card, "END:VCARD");
        return card.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace(";", "\\;")
                .replaceAll("\\R", "\\\\n");
    }

    /** Longer lines go on after a space, and no character is cut in two. */
    private static void line(StringBuilder card, String line) {
        int length = 0;
        for (int character : line.codePoints().toArray()) {
            String next = Character.toString(character);
            int bytes = next.getBytes(StandardCharsets.UTF_8).length;
            if (length + bytes > LONGEST_LINE) {
                card.append("\r\n ");
                length = 1;
            }
            card.append(next);
            length += bytes;
        }
        card.append("\r\n");
    }
}
