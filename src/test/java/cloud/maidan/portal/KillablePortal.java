package cloud.maidan.portal;

import cloud.maidan.portal.archive.KillableArchives;
import cloud.maidan.portal.erasure.KillableErasures;
import cloud.maidan.portal.requests.KillableExports;
import cloud.maidan.portal.retention.KillableRetention;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The whole portal in a process of its own, made to be killed. Takes orders on standard input, one a line:
 * {@code erase <token> <kill point or ->}, {@code export …} and {@code sweep …} do it once for each token, {@code go} lets whoever stopped go on, {@code end} ends it; tells on standard output {@code UP}, the points it passes,
 * {@code DONE <token> <erasure> <traces>} or {@code STUCK <token> <why>}, {@code READY <token> <file>}, and
 * {@code SWEPT <token> <items>}. Ends when its input does.
 */
final class KillablePortal {

    private KillablePortal() {}

    public static void main(String[] arguments) throws IOException {
        ConfigurableApplicationContext portal = new SpringApplicationBuilder(
                        PortalApplication.class,
                        KillableArchives.class,
                        KillableErasures.Ledgers.class,
                        KillableExports.Shed.class,
                        Additions.class)
                .initializers(NothingOfTheTests::exclude)
                .run(arguments);
        KillPoint.say("UP");
        Path folder = Path.of(arguments[0].substring("--killable.folder=".length()));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("end")) {
                System.exit(0);
            }
            String[] words = order.split(" ", 3);
            if (words[0].equals("go")) {
                KillPoint.goOn();
                continue;
            }
            KillPoint.choose(words[2].equals("-") ? null : words[2]);
            UUID token = UUID.fromString(words[1]);
            carryOut(
                    switch (words[0]) {
                        case "export" -> () -> KillableExports.over(portal, token, folder);
                        case "sweep" -> () -> KillableRetention.over(portal, token);
                        default -> () -> KillableErasures.over(portal, token);
                    });
        }
        Runtime.getRuntime().halt(0);
    }

    private static void carryOut(BooleanSupplier over) {
        Thread.ofPlatform().start(() -> {
            for (boolean done = false; !done; pause()) {
                try {
                    done = over.getAsBoolean();
                } catch (DataAccessException | TransactionException away) {
                    KillPoint.say("AWAY " + away.getClass().getSimpleName());
                }
            }
        });
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Additions {

        @Bean
        static KillableDatabase killableDatabase() {
            Map<String, String> meanings = new HashMap<>(Map.of(
                    "insert into letter", "told",
                    "update letter set state", "delivered",
                    "update work_step\\s+set fence", "claim",
                    "update work_step\\s+set state", "settle"));
            meanings.putAll(KillableErasures.MEANINGS);
            meanings.putAll(KillableExports.MEANINGS);
            meanings.putAll(KillableRetention.MEANINGS);
            return new KillableDatabase(meanings);
        }
    }
}
