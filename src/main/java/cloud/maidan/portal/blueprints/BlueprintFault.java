package cloud.maidan.portal.blueprints;

/** A blueprint says what none may say, or leaves out what each must say; the message names file and place. */
public final class BlueprintFault extends RuntimeException {

    BlueprintFault(String message) {
        super(message);
    }
}
