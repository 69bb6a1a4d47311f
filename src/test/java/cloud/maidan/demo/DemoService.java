package cloud.maidan.demo;

import java.util.Map;

/**
 * A connected service as the demo has it: its stand-in. Every class of this package that implements it is found by
 * itself, as a bean (its constructor may ask for other parts of the demo), and the portal is told where it runs.
 */
interface DemoService {

    /** As in {@code portal.services.<name>}. */
    String name();

    /** Its own port in the demo, from 9101 on. */
    int port();

    /**
     * Starts the stand-in; whoever starts it stops it.
     *
     * @param port 0 for any that is free
     */
    Running start(int port);

    /**
     * @param url where it answers
     * @param secrets what the portal identifies itself with, by name: {@code token} becomes a file named by
     *     {@code portal.services.<name>.token-file}
     * @param settings other properties, below {@code portal.services.<name>.}
     */
    record Running(Marked standIn, String url, Map<String, String> secrets, Map<String, String> settings) {}
}
