package cloud.maidan.portal;

import java.io.IOException;
import java.io.OutputStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One process of the portal, for a test that starts several; says {@code UP}, and ends when its input does. */
public final class PortalNode {

    private PortalNode() {}

    public static void main(String[] arguments) throws IOException {
        start(arguments);
        KillPoint.say("UP");
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(PortalApplication.class)
                .initializers(NothingOfTheTests::exclude)
                .run(arguments);
    }
}
