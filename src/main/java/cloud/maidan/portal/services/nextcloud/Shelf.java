package cloud.maidan.portal.services.nextcloud;

import java.util.Comparator;
import java.util.List;

/** Calendars and address books: collections that Nextcloud hands out as one file each. */
enum Shelf {
    CALENDARS("calendar", "BEGIN:VCALENDAR", "END:VCALENDAR", ".ics", "neutral/calendars/"),
    ADDRESS_BOOKS("addressbook", "BEGIN:VCARD", "END:VCARD", ".vcf", "neutral/contacts/");

    /** Everybody with an account of the server, which is not the member's data. */
    static final String EVERYBODY = "z-server-generated--system";

    private final String kind;
    final String begins;
    final String ends;
    final String extension;
    final String folder;

    Shelf(String kind, String begins, String ends, String extension, String folder) {
        this.kind = kind;
        this.begins = begins;
        this.ends = ends;
        this.extension = extension;
        this.folder = folder;
    }

    List<String> home(String uid) {
        return this == CALENDARS ? List.of("calendars", uid) : List.of("addressbooks", "users", uid);
    }

    /** The member's own ones, in order of their names; what others share stays theirs, a subscription holds nothing. */
    List<DavItem> own(List<DavItem> all, String uid) {
        return all.stream()
                .filter(item -> item.is(kind) && !item.name().equals(EVERYBODY))
                .filter(item -> !item.name().contains("_shared_by_"))
                .filter(item -> ownedBy(item, uid))
                .sorted(Comparator.comparing(DavItem::name))
                .toList();
    }

    /** How many collections there are in all, own or not; boxes for scheduling and the bin are none. */
    static long collections(List<DavItem> all) {
        return all.stream()
                .filter(item -> !item.name().equals(EVERYBODY))
                .filter(item -> item.is("calendar") || item.is("addressbook") || item.is("subscribed"))
                .count();
    }

    private static boolean ownedBy(DavItem item, String uid) {
        String owner = item.text("owner-principal");
        return owner.isEmpty() || owner.replaceAll("/$", "").endsWith("/users/" + uid);
    }
}
