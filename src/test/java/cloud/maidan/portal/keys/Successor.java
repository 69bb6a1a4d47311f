package cloud.maidan.portal.keys;

import org.springframework.context.ApplicationContext;

/** Gives a running portal's key line a new key before its time, as its age does otherwise. */
public final class Successor {

    private Successor() {}

    /** From now on seals are made by a new key; what the older ones sealed opens still. */
    public static void forSeals(ApplicationContext portal) {
        portal.getBean(KeyLines.class).rotate("seals");
    }
}
