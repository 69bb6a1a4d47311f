package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.subject.Text;

/** A container did not become well in time, or ended. */
final class Sick extends RuntimeException {

    private final transient Text why;

    Sick(String container, String how) {
        super(container + ": " + how);
        this.why = Text.of("blueprints.sick." + how, container);
    }

    Text why() {
        return why;
    }
}
