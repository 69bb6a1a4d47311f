package cloud.maidan.portal.site;

/** There is no such thing, or it is not yours: the same page for both, without a hint. */
public class NotHere extends RuntimeException {

    public NotHere() {
        super("not here", null, false, false);
    }
}
