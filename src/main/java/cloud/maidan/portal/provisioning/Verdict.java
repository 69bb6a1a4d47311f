package cloud.maidan.portal.provisioning;

/** What came of one check. */
sealed interface Verdict {

    Verdict PASS = new Pass();

    record Pass() implements Verdict {}

    /** @param seen what is wrong, as it is set now; may be empty */
    record Warn(String seen, Fix fix) implements Verdict {}

    record NotApplicable(Reason reason) implements Verdict {}

    enum Reason {
        NO_APPARMOR,
        IMAGE_GONE,
        FILES_NOT_READ
    }

    static Verdict warnIf(boolean wrong, String seen, Fix fix) {
        return wrong ? new Warn(seen, fix) : PASS;
    }
}
