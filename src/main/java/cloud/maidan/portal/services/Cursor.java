package cloud.maidan.portal.services;

/** Where a reading got to, in the words of the adapter that made it; stored with the data it belongs to. */
public record Cursor(String value) {

    public static final Cursor START = new Cursor("");

    public boolean atStart() {
        return value.isEmpty();
    }
}
