package cloud.maidan.portal.keys;

/** The portal cannot start: a key file is missing, unreadable or not the one this database was sealed with. */
class KeysUnusable extends RuntimeException {

    private final String remedy;

    KeysUnusable(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
